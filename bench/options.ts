/** The command line of the benchmark. */
import { parseArgs } from 'node:util';

export interface Options {
  readonly quick: boolean;
  readonly records: number;
  /** Interleaved rounds of what takes well under a second. */
  readonly rounds: number;
  /** Rounds of what takes seconds: builds, loads. */
  readonly slowRounds: number;
  /** Look-ups a round. */
  readonly lookups: number;
  /** Questions whose names start so; all when empty. */
  readonly only: readonly string[];
  /** Where to write the rows. */
  readonly json: string | undefined;
  /** Whether the files that were built stay. */
  readonly keep: boolean;
}

export const USAGE = `npm run bench -- [options]
  --records N      records in each file (default 1,000,000)
  --only QUESTION  only questions whose names start so; may be repeated
  --quick          fewer rounds: under two minutes
  --json FILE      also write the rows { question, contender, records, value, unit, min, max }
  --keep           leave the files, under the system's temporary folder
  --help           this`;

/** Undefined when help is asked for. Throws for what is no option. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: { type: 'string', default: '1000000' },
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const records = Number(values.records.replaceAll(/[,_]/g, ''));
  // Ids are made of 32-bit numbers, half of which are for keys that are not there.
  if (!Number.isInteger(records) || records < 1000 || records > 2 ** 31) {
    throw new Error(`--records takes a number from 1000 to 2^31, not ${values.records}`);
  }
  const { only, json, keep, quick } = values;
  const effort = quick
    ? { rounds: 5, slowRounds: 1, lookups: 100_000 }
    : { rounds: 11, slowRounds: 3, lookups: 400_000 };
  return { quick, records, only, json, keep, ...effort };
}
