/** `merge`: several files as one. */
import { statSync } from 'node:fs';
import { type MergeTablesOptions, mergeTables } from '../../tables/building/merge-tables.js';
import { SILENT } from '../../tables/progress.js';
import { counted, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { filesOf } from '../parts.js';
import { printable } from '../printable.js';
import { progressTo } from '../progress.js';

export { CONFLICT_RULES } from '../../tables/building/merge-tables.js';

export interface MergeOptions
  extends Pick<MergeTablesOptions, 'onConflict' | 'reproducible' | 'dropIndexes'> {
  readonly output: string;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export async function merge(files: readonly string[], options: MergeOptions, io: Io): Promise<void> {
  const { output, onConflict, reproducible, dropIndexes } = options;
  const progress = options.quiet || options.json ? SILENT : progressTo(io);
  progress.start(`merging into ${output}`, 0, 'build');
  let records: number;
  try {
    records = await mergeTables(output, files.flatMap(filesOf), {
      onConflict,
      reproducible,
      dropIndexes,
      signal: io.signal,
      onProgress: ({ rows }) => progress.update(rows, 0),
    });
  } finally {
    progress.stop();
  }
  const bytes = statSync(output).size;
  const text = options.json
    ? JSON.stringify({ output, records, bytes })
    : `${printable(output)}: ${counted(records, 'record')}, ${readableBytes(bytes)}`;
  await write(io.stdout, `${text}\n`);
}
