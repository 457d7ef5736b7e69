/** The command line of the benchmark. */
import { parseArgs } from 'node:util';
import { HERE, parseRuntime } from './runtimes/runtime.js';

export interface Options {
  readonly quick: boolean;
  /** Records in each file, of the size that is being measured. */
  readonly records: number;
  /** All sizes, in the order of the run. */
  readonly sizes: readonly number[];
  /** As they were given: names, or names and programs. */
  readonly runtimes: readonly string[];
  /** Interleaved rounds of what takes well under a second. */
  readonly rounds: number;
  /** Rounds of what takes seconds: builds, loads. */
  readonly slowRounds: number;
  /** Most look-ups a round. */
  readonly lookups: number;
  /** Milliseconds after which a contender's turn in a round of look-ups ends, once it has looked up enough. */
  readonly turn: number;
  /** Questions whose names start so; all when empty. */
  readonly only: readonly string[];
  /** Where to write the result. */
  readonly json: string | undefined;
  /** Whether the files that were built stay. */
  readonly keep: boolean;
}

export const USAGE = `npm run bench -- [options]
  --runtimes R,R...   node20, node24, node26, bun, deno (default: the Node that runs this); the first is asked
                      everything, the others what tells engines apart. node24=PATH: a program of your own
  --records N,N...    records in each file: 10k, 100k, 1M and 10M if not said (quick: all but the last)
  --questions Q,Q...  only questions whose names start so
  --quick             a few minutes: the table of what is wanted, fewer rounds
  --json FILE         also write all that was measured, from which npm run bench:report -- FILE makes the report
  --keep              leave the files, under the system's temporary folder
  --help              this`;

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
/** From here on, a round takes so long that fewer must do. */
const LARGE = 2_000_000;
/** The questions that the table of what is wanted is about. */
export const WANTED_QUESTIONS = ['hit', 'miss', 'number-text', 'batch'];

/** Ids are made of 32-bit numbers, half of which are for keys that are not there. */
function sizeOf(text: string): number {
  const found = /^([0-9][0-9_]*)([kM]?)$/.exec(text);
  const size = Number(found?.[1]?.replaceAll('_', '')) * { '': 1, k: 1e3, M: 1e6 }[found?.[2] ?? '']!;
  if (Number.isInteger(size) && size >= 1000 && size <= 2 ** 31) return size;
  throw new Error(`--records are numbers from 1000 to 2^31, as 1_000_000, 10k or 1M; not ${text}`);
}

/** What was given of an option, each time it was and between commas; undefined when it was not given. */
function listed(values: readonly string[] | undefined): string[] | undefined {
  return values === undefined ? undefined : [...new Set(values.flatMap((value) => value.split(',')))];
}

/** Undefined when help is asked for. Throws for what is no option. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runtimes: { type: 'string', multiple: true },
      records: { type: 'string', multiple: true },
      questions: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { json, keep, quick } = values;
  const sizes = listed(values.records)?.map(sizeOf) ?? SIZES.slice(0, quick ? -1 : undefined);
  const runtimes = listed(values.runtimes) ?? [HERE.id];
  for (const runtime of runtimes) parseRuntime(runtime);
  const only = listed(values.questions) ?? (quick ? WANTED_QUESTIONS : []);
  const effort = quick
    ? { rounds: 5, slowRounds: 1, lookups: 100_000, turn: 40 }
    : { rounds: 9, slowRounds: 3, lookups: 400_000, turn: 150 };
  return { quick, records: sizes[0]!, sizes, runtimes, only, json, keep, ...effort };
}

/** The options for one of the sizes. */
export function atSize(options: Options, records: number): Options {
  const { rounds, slowRounds } = options;
  return records > LARGE
    ? { ...options, records, rounds: Math.min(rounds, 5), slowRounds: Math.min(slowRounds, 1) }
    : { ...options, records };
}
