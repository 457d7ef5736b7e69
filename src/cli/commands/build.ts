/** `build`: a file, or a data set, from the files people have. */
import type { FieldIndex } from '../../containers/secondary/index-types.js';
import { ArgumentError } from '../../errors.js';
import { buildWithin } from '../../tables/building/build-from.js';
import type { BuildFromOptions } from '../../tables/plan/build-from-options.js';
import { SILENT } from '../../tables/progress.js';
import type { Io } from '../io.js';
import { progressTo } from '../progress.js';
import { type CsvOptions, csvOptionsOf } from '../usage/csv-options.js';
import { summary } from './build-report.js';
import { buildSet, type SetOptions } from './build-set.js';

/** What `build` is asked for, as its options are called. */
export interface BuildOptions
  extends CsvOptions,
    Omit<SetOptions, 'shards'>,
    Partial<Pick<SetOptions, 'shards'>>,
    Omit<BuildFromOptions, 'columns' | 'indexes' | 'signal' | 'onProgress' | 'noQuotes'> {
  readonly output: string;
  /** Whether the input is a statement of SQL. */
  readonly sql?: boolean | undefined;
  /** The DuckDB file that the statement is about. */
  readonly db?: string | undefined;
  readonly column?: readonly string[] | undefined;
  /** Fields, those whose keys are to be in order with `:ordered` behind. */
  readonly indexOn?: readonly string[] | undefined;
  /** MiB to leave free on the disk. */
  readonly keepFree?: number | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const ORDERED = ':ordered';

function indexBy(text: string): string | FieldIndex {
  return text.endsWith(ORDERED) ? { name: text.slice(0, -ORDERED.length), ordered: true } : text;
}

export async function build(inputs: readonly string[], options: BuildOptions, io: Io): Promise<void> {
  const { shards, shard, run, attempt, replaces, ...more } = csvOptionsOf(options);
  const { output, sql, db, column: columns, indexOn, keepFree, quiet, json, ...rest } = more;
  const progress = quiet || json ? SILENT : progressTo(io);
  const asked: BuildFromOptions = {
    ...rest,
    columns,
    indexes: indexOn?.map(indexBy),
    keepFree: keepFree === undefined ? undefined : keepFree * 2 ** 20,
    signal: io.signal,
  };
  if (db !== undefined && !sql) throw new ArgumentError('--db is for --sql');
  if (sql && inputs.length > 1)
    throw new ArgumentError('a statement of SQL is one argument: put it in quotes');
  const input = sql ? { sql: inputs[0]!, db } : inputs;
  const surroundings = { progress, stdin: io.stdin };
  if (shards !== undefined) {
    return buildSet(output, input, asked, { shards, shard, run, attempt, replaces, json }, surroundings, io);
  }
  for (const [name, value] of Object.entries({ shard, run, attempt, replaces })) {
    if (value !== undefined)
      throw new ArgumentError(`--${name} is for data sets: say of how many shards with --shards`);
  }
  const result = await buildWithin(output, input, asked, surroundings);
  await summary(output, result, json ? { output } : undefined, io);
}
