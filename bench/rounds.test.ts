import { expect, test } from 'vitest';
import { interleave, quantile, Series, sameAnswers } from './rounds.js';

function seriesOf(name: string, values: number[]): Series {
  const series = new Series(name);
  series.values.push(...values);
  return series;
}

test('a series has median, smallest and largest value', () => {
  const odd = seriesOf('odd', [5, 1, 3]);
  expect([odd.median, odd.min, odd.max]).toEqual([3, 1, 5]);
  expect(seriesOf('even', [4, 1, 2, 30]).median).toBe(3);
});

test('a quantile is one of the values', () => {
  const hundred = Array.from({ length: 100 }, (_, place) => 100 - place);
  expect([0.01, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 99, 100]);
  expect(quantile([7], 0.99)).toBe(7);
});

test('a ratio is that of each round, not that of medians', () => {
  const calm = seriesOf('calm', [1, 10, 2]);
  const twice = seriesOf('twice', [2, 20, 4]);
  expect(twice.ratioTo(calm)).toBe(2);
});

test('every round is started by another contender, and the one before the first is not counted', async () => {
  const order: string[] = [];
  const runner = (name: string) => ({
    name,
    run: async (round: number) => {
      order.push(`${name}${round}`);
      return { value: round };
    },
  });
  const all = await interleave([runner('a'), runner('b')], 2, true);
  expect(order).toEqual(['a-1', 'b-1', 'b0', 'a0', 'a1', 'b1']);
  expect(all.map(({ name, values }) => [name, values])).toEqual([
    ['a', [0, 1]],
    ['b', [0, 1]],
  ]);
});

test('answers that differ stop the benchmark, in the round before the first too', async () => {
  const runners = [1, 2].map((answer) => ({
    name: `says ${answer}`,
    run: async () => ({ value: 0, answer }),
  }));
  await expect(interleave(runners, 1, true)).rejects.toThrow('says 1 says 1, says 2 says 2');
  expect(() => sameAnswers(['a', 'b', 'c'], [7, 7, 8])).toThrow('a says 7, c says 8');
  expect(() => sameAnswers([], [])).not.toThrow();
});
