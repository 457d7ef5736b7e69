/** `build`: a file from NDJSON or CSV. */
import { buildWithin } from '../../tables/building/build-from.js';
import type { BuildFromOptions } from '../../tables/building/build-from-options.js';
import { SILENT } from '../../tables/progress.js';
import { type CsvOptions, csvOptionsOf } from '../csv-options.js';
import type { Io } from '../io.js';
import { progressTo } from '../progress.js';
import { summary } from './build-report.js';

/** What `build` is asked for, as its options are called. */
export interface BuildOptions
  extends CsvOptions,
    Omit<BuildFromOptions, 'columns' | 'signal' | 'onProgress' | 'noQuotes'> {
  readonly output: string;
  readonly column?: readonly string[] | undefined;
  /** MiB to leave free on the disk. */
  readonly keepFree?: number | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export async function build(inputs: readonly string[], options: BuildOptions, io: Io): Promise<void> {
  const { output, column: columns, keepFree, quiet, json, ...rest } = csvOptionsOf(options);
  const progress = quiet || json ? SILENT : progressTo(io);
  const asked: BuildFromOptions = {
    ...rest,
    columns,
    keepFree: keepFree === undefined ? undefined : keepFree * 2 ** 20,
    signal: io.signal,
  };
  const result = await buildWithin(output, inputs, asked, { progress, stdin: io.stdin });
  await summary(output, result, json ?? false, io);
}
