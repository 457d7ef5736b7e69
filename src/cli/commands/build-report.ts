/** What `build` says when it is done. */
import pc from 'picocolors';
import type { Schema } from '../../tables/schema/schema.js';
import { schemaJson } from '../../tables/schema/schema-file.js';
import { counted, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { say, write } from '../output.js';
import { printable, printableJson } from '../printable.js';
import type { BuildOptions } from './build-options.js';

export interface BuildResult {
  readonly output: string;
  readonly records: number;
  readonly bytes: number;
  /** Entries whose key an earlier one has, where keys stand for one record each. */
  readonly repeated: number;
  readonly schema: Schema;
  readonly inferred: boolean;
}

export async function summary(result: BuildResult, options: BuildOptions, io: Io): Promise<void> {
  const { output, records, bytes, repeated, inferred } = result;
  const schema = schemaJson(result.schema);
  if (repeated > 0 && !options.json) {
    const keys = repeated === 1 ? 'record has a key' : 'records have keys';
    say(
      io.stderr,
      `warning: ${repeated.toLocaleString('en-US')} ${keys} that came before, and get finds the first ` +
        'of them only: --multi keeps all in reach',
    );
  }
  if (options.json) {
    const json = { output, records, bytes, repeatedKeys: repeated, inferred, schema };
    await write(io.stdout, `${printableJson(JSON.stringify(json, null, 2))}\n`);
    return;
  }
  const { bold, dim } = pc.createColors(io.color);
  const lines = [`${bold(printable(output))}: ${counted(records, 'record')}, ${readableBytes(bytes)}`];
  if (inferred)
    lines.unshift(dim('schema, inferred; save it for --schema to be able to change it'), schemaText(schema));
  await write(io.stdout, `${lines.join('\n')}\n`);
}

/** JSON with one field a line. */
function schemaText(schema: object): string {
  return printableJson(JSON.stringify(schema, null, 2));
}
