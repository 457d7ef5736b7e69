import { expect, test } from 'vitest';
import { mix } from './data.js';
import { Zipf } from './zipf.js';

const DRAWS = 200_000;

function source(seed: number): () => number {
  let turn = seed;
  return () => mix(turn++) / 2 ** 32;
}

/** Draws of each rank, from 1 on. */
function counts(records: number, seed: number): number[] {
  const zipf = new Zipf(records);
  const random = source(seed);
  const found = new Array<number>(records + 1).fill(0);
  for (let draw = 0; draw < DRAWS; draw += 1) found[zipf.rank(random)]! += 1;
  return found;
}

const harmonic = (from: number, to: number) => {
  let sum = 0;
  for (let k = from; k <= to; k += 1) sum += 1 / k;
  return sum;
};

test.each([[1], [2], [3], [10], [1000], [100_000]])(
  'ranks of %d records come as often as 1 / k says',
  (records) => {
    const found = counts(records, 7);
    const whole = harmonic(1, records);
    // The first ranks alone, the others in groups that double: every group has many draws.
    for (let from = 1; from <= records; ) {
      const to = from < 8 ? from : Math.min(records, 2 * from - 1);
      const share = harmonic(from, to) / whole;
      const expected = DRAWS * share;
      const drawn = found.slice(from, to + 1).reduce((sum, count) => sum + count, 0);
      // Five standard deviations.
      expect(Math.abs(drawn - expected), `ranks ${from} to ${to}`).toBeLessThanOrEqual(
        5 * Math.sqrt(expected * (1 - share)) + 1e-6,
      );
      from = to + 1;
    }
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
    expect(found[0]).toBe(0);
  },
);

test.each([[10], [611_953], [1_299_709]])('no two ranks of %d records have one index', (records) => {
  const zipf = new Zipf(records);
  const seen = new Set<number>();
  // Rank by rank: a source that always hits the middle of a step.
  const last = Math.log(records + 0.5);
  const first = Math.log(1.5) - 1;
  const ranks = Math.min(records, 5000);
  for (let rank = 1; rank <= ranks; rank += 1) {
    const random = () => (Math.log(rank) - last) / (first - last);
    expect(zipf.rank(random)).toBe(rank);
    const index = zipf.index(random);
    expect(index).toBeGreaterThanOrEqual(0);
    expect(index).toBeLessThan(records);
    seen.add(index);
  }
  expect(seen.size).toBe(ranks);
});
