import { expect, test } from 'vitest';
import { CELLS } from './cells.js';
import { keyAt } from './data.js';
import { Drawer, drawIndexes } from './draw.js';

test.each(CELLS)('keys are drawn from a range, by a seed: $keys, $distribution', (cell) => {
  const range = new Set(Array.from({ length: 50 }, (_, index) => keyAt('string', 100 + index)));
  const draw = (seed: number) => new Drawer().draw('string', 100, 150, seed, 4000, cell);
  expect(new Set(draw(7))).toEqual(range);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(8)).not.toEqual(draw(7));
});

test('all ways of keeping keys draw the same ones', () => {
  for (const distribution of ['uniform', 'zipf'] as const) {
    const want = drawIndexes(0, 1000, 5, 300, distribution);
    for (const kind of ['string', 'dense', 'random'] as const) {
      for (const keys of ['fresh', 'held'] as const) {
        const drawn = new Drawer().draw(kind, 0, 1000, 5, 300, { keys, distribution });
        expect(drawn).toEqual(want.map((index) => keyAt(kind, index)));
      }
    }
  }
});

test('few records are most of what is asked for by Zipf, and no record is by chance', () => {
  const most = (distribution: 'uniform' | 'zipf') => {
    const counts = new Map<number, number>();
    for (const index of drawIndexes(0, 10_000, 3, 20_000, distribution)) {
      counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    return Math.max(...counts.values());
  };
  expect(most('uniform')).toBeLessThan(20);
  expect(most('zipf')).toBeGreaterThan(1500);
});
