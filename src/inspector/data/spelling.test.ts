import { expect, test } from 'vitest';
import { jsonOf, spelled } from './spelling.js';

/** A view of endless length, which counts what is asked of it. */
class Endless {
  taken = 0;
  *[Symbol.iterator](): Generator<number> {
    for (;;) {
      this.taken += 1;
      yield this.taken;
    }
  }
  toJSON(): never {
    throw new Error('all of it was asked for');
  }
}

test('what is cut short is looked at no further', () => {
  const endless = new Endless();
  expect(spelled(endless, 200)).toMatch(/^\[1,2,3,.*…\]$/);
  expect(endless.taken).toBeLessThan(20);
  const set = new Set(Array.from({ length: 1_000_000 }, (_, at) => at));
  let taken = 0;
  const counted = Object.assign(Object.create(Set.prototype) as Set<number>, {
    *[Symbol.iterator]() {
      for (const each of set) {
        taken += 1;
        yield each;
      }
    },
  });
  expect(spelled([counted, counted], 200).length).toBeLessThan(300);
  expect(taken).toBeLessThan(30);
  expect(spelled(new Map([['a', [1, 2]]]), 500)).toBe('{"a":[1,2]}');
});

test('JSON of too much is an error, and of the rest whole', () => {
  expect(() => jsonOf(Array.from({ length: 500_000 }, (_, at) => at))).toThrow('more than can be shown');
  expect(JSON.parse(jsonOf(new Map([['a', new Set([1, null, 'x'])]]), 2))).toEqual({ a: [1, null, 'x'] });
  expect(jsonOf(new Map<unknown, unknown>([[1, 2]]))).toBe('[[1,2]]');
});
