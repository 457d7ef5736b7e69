/** Measuring in rounds: every contender once a round, in turn, so that what disturbs the machine disturbs them all. */

/** Values of one contender, one a round. */
export class Series {
  readonly name: string;
  readonly values: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get median(): number {
    return median(this.values);
  }

  get min(): number {
    return Math.min(...this.values);
  }

  get max(): number {
    return Math.max(...this.values);
  }

  /** How many times `other`'s value this one's is: the median over the rounds, each compared within itself. */
  ratioTo(other: Series): number {
    return median(this.values.map((value, round) => value / other.values[round]!));
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which a share of all lies: the nearest one that is among them. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

/** A contender in a round: gives its value, and what it computed if all must have computed the same. */
export interface Runner {
  readonly name: string;
  run(round: number): Promise<{ value: number; answer?: unknown }>;
}

/**
 * Runs `rounds` rounds, each started by another contender. Round −1 comes first and only compares answers and warms
 * up, if `warmUp`. Throws when two answers of one round differ.
 */
export async function interleave(
  runners: readonly Runner[],
  rounds: number,
  warmUp: boolean,
): Promise<Series[]> {
  const series = runners.map(({ name }) => new Series(name));
  for (let round = warmUp ? -1 : 0; round < rounds; round += 1) {
    const answers: unknown[] = [];
    for (let turn = 0; turn < runners.length; turn += 1) {
      const place = (turn + round + 1) % runners.length;
      const { value, answer } = await runners[place]!.run(round);
      if (round >= 0) series[place]!.values.push(value);
      answers[place] = answer;
    }
    sameAnswers(
      runners.map(({ name }) => name),
      answers,
    );
  }
  return series;
}

/** Throws unless all answers are equal. */
export function sameAnswers(names: readonly string[], answers: readonly unknown[]): void {
  const odd = answers.findIndex((answer) => answer !== answers[0]);
  if (odd < 0) return;
  throw new Error(
    `the contenders do not agree: ${names[0]} says ${answers[0]}, ${names[odd]} says ${answers[odd]}`,
  );
}
