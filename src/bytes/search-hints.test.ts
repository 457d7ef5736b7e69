import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hints } from './search-hints.js';

/** Searches until hints remember. */
function trained(hints: Hints): Hints {
  for (let search = 0; search < 40; search += 1) {
    hints.guess(0);
    hints.learn(0);
  }
  return hints;
}

test('guesses are entries that there are', () => {
  const key = fc.oneof(fc.nat(), fc.double({ min: 0, max: 2 ** 64, noNaN: true }));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 40 }),
      key,
      key,
      fc.array(fc.tuple(key, fc.nat())),
      (length, first, last, searches) => {
        const hints = trained(new Hints(length, first, last));
        for (const [sought, found] of searches) {
          for (const entry of [hints.guess(sought), hints.again(found % length, sought - first)]) {
            expect(Number.isInteger(entry)).toBe(true);
            expect(entry).toBeGreaterThanOrEqual(0);
            expect(entry).toBeLessThan(length);
          }
          hints.guess(sought);
          hints.learn(Math.min(found, length));
        }
      },
    ),
  );
});

test('interpolate at first, then go by what was found nearby', () => {
  const hints = new Hints(100_001, 0, 1_000_000);
  expect(hints.guess(500_000)).toBe(50_000);
  hints.learn(50_300);
  expect(hints.guess(500_000)).toBe(50_000);
  trained(hints);
  hints.guess(500_000);
  hints.learn(50_300);
  expect(hints.guess(500_000)).toBe(50_300);
  expect(hints.guess(500_020)).toBe(50_302);
  expect(hints.guess(900_000)).toBe(90_000);
});

test('go on from an entry by how far its key is off', () => {
  const hints = new Hints(101, 1000, 2000);
  expect(hints.again(50, 100)).toBe(60);
  expect(hints.again(50, -100)).toBe(40);
  expect(hints.again(50, -10_000)).toBe(0);
  expect(hints.again(50, 10_000)).toBe(100);
});
