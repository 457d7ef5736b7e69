/** What decides among types that all hold the same values. */

export interface Typing {
  /** Whether integers have the smallest type that holds them; else they have 64 bits. Numbers of float64 keep it. */
  readonly compact: boolean;
  /** Whether text that is dates, or times, everywhere in a field is that. */
  readonly dates: boolean;
  /** What stands for true and false in CSV, besides these words, in lower case. */
  readonly booleans: readonly [yes: string, no: string] | undefined;
}

const SIZES = [8, 16, 32] as const;

/** The type of integers from `low` to `high`, which 64 bits hold. */
export function integerType(low: number | bigint, high: number | bigint, compact: boolean): IntegerName {
  const unsigned = low >= 0;
  if (compact) {
    for (const bits of SIZES) {
      if (unsigned ? high < 2 ** bits : low >= -(2 ** (bits - 1)) && high < 2 ** (bits - 1)) {
        return `${unsigned ? 'u' : ''}int${bits}`;
      }
    }
  }
  return high >= 2n ** 63n ? 'uint64' : 'int64';
}

type IntegerName = `${'u' | ''}int${8 | 16 | 32 | 64}`;

/** Kinds of times that were seen, as bits; `OTHER` where any text was none. */
export const TIME = { date: 1, local: 2, exact: 4 } as const;
export const OTHER = 8;

/** The type of text that was all times of one kind. */
export function timeType(seen: number): 'date' | 'datetime' | undefined {
  if (seen === TIME.date) return 'date';
  return seen === TIME.local || seen === TIME.exact ? 'datetime' : undefined;
}
