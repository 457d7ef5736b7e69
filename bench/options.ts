/** The command line of the benchmark. */
import { parseArgs } from 'node:util';

export interface Options {
  readonly quick: boolean;
  /** Records in each file, of the size that is being measured. */
  readonly records: number;
  /** All sizes, in the order of the run. */
  readonly sizes: readonly number[];
  /** Interleaved rounds of what takes well under a second. */
  readonly rounds: number;
  /** Rounds of what takes seconds: builds, loads. */
  readonly slowRounds: number;
  /** Look-ups a round. */
  readonly lookups: number;
  /** Questions whose names start so; all when empty. */
  readonly only: readonly string[];
  /** Where to write the result. */
  readonly json: string | undefined;
  /** Whether the files that were built stay. */
  readonly keep: boolean;
}

export const USAGE = `npm run bench -- [options]
  --records N      records in each file (default 1,000,000); may be repeated
  --sizes N,N...   the same, several at once; questions that need one size get 1,000,000, else the first
  --only QUESTION  only questions whose names start so; may be repeated
  --quick          fewer rounds: under two minutes for a million records
  --json FILE      also write { machine, options, contenders, questions, rows, goals, seconds },
                   from which npm run bench:report -- FILE... makes the report
  --keep           leave the files, under the system's temporary folder
  --help           this`;

/** From here on, a round takes so long that fewer must do. */
const LARGE = 2_000_000;

/** Ids are made of 32-bit numbers, half of which are for keys that are not there. */
function sizeOf(text: string): number {
  const size = Number(text.replaceAll('_', ''));
  if (Number.isInteger(size) && size >= 1000 && size <= 2 ** 31) return size;
  throw new Error(`sizes are numbers from 1000 to 2^31, not ${text}`);
}

/** Undefined when help is asked for. Throws for what is no option. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: { type: 'string', multiple: true, default: [] },
      sizes: { type: 'string', default: '' },
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const listed = values.sizes === '' ? [] : values.sizes.split(',');
  // Commas group digits in what was given as one number.
  const alone = values.records.map((text) => text.replaceAll(',', ''));
  const given = [...new Set([...alone, ...listed].map(sizeOf))];
  const sizes = given.length === 0 ? [1_000_000] : given;
  const { only, json, keep, quick } = values;
  const effort = quick
    ? { rounds: 5, slowRounds: 1, lookups: 100_000 }
    : { rounds: 11, slowRounds: 3, lookups: 400_000 };
  return { quick, records: sizes[0]!, sizes, only, json, keep, ...effort };
}

/** The options for one of the sizes. */
export function atSize(options: Options, records: number): Options {
  const { rounds, slowRounds } = options;
  return records > LARGE
    ? { ...options, records, rounds: Math.min(rounds, 5), slowRounds: Math.min(slowRounds, 1) }
    : { ...options, records };
}
