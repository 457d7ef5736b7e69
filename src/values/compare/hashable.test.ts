import { as, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { stableHash } from '../../hash/stable-hash.js';
import { asTuples, holdsSet, inHashOrder, sameKey, storedHash } from './hashable.js';
import { compareNumbers } from './stored-order.js';

function hashOf(hash: (value: unknown, out: Uint32Array) => void, value: unknown): number[] {
  const out = new Uint32Array(2);
  hash(value, out);
  return [...out];
}

describe('keys', () => {
  test.each([
    [1, true],
    [0n, false],
    [1, as(t.float64, 1)],
    [NaN, NaN],
    [null, null],
    [
      [1, 'a'],
      [true, 'a'],
    ],
    [new Set([1, 2]), new Set([2n, true])],
    [Uint8Array.of(1), Uint8Array.of(1)],
  ])('%o and %o are one', (a, b) => {
    expect(sameKey(a, b)).toBe(true);
    expect(sameKey(b, a)).toBe(true);
  });

  test.each([
    ['a', Uint8Array.of(0x61)],
    [null, 0],
    [null, false],
    ['1', 1],
    [[1], [1, 1]],
    [[1], new Set([1])],
    [2n ** 63n, -(2n ** 63n)],
  ])('%o and %o are two', (a, b) => {
    expect(sameKey(a, b)).toBe(false);
    expect(sameKey(b, a)).toBe(false);
  });
});

describe('hashing for storage', () => {
  test('does not depend on the order of a set', () => {
    for (const [a, b] of [
      [
        [3, 1],
        [1, 3],
      ],
      [
        ['x', 'y', 1],
        [1, 'y', 'x'],
      ],
      [
        [1.5, 'z'],
        ['z', 1.5],
      ],
    ]) {
      expect(hashOf(storedHash, new Set(a))).toEqual(hashOf(storedHash, new Set(b)));
      expect(hashOf(storedHash, ['t', new Set(a)])).toEqual(hashOf(storedHash, ['t', new Set(b)]));
    }
    expect(hashOf(stableHash, new Set([3, 1]))).not.toEqual(hashOf(storedHash, new Set([3, 1])));
  });

  test('is the stable hash of anything else', () => {
    for (const value of [null, 'a', 5, 2.5, [1, ['x']]]) {
      expect(hashOf(storedHash, value)).toEqual(hashOf(stableHash, value));
    }
  });

  test('orders members, and leaves out equal ones', () => {
    const ordered = inHashOrder(['b', 5, [1], [1], 'a', null, 'b']);
    expect(ordered).toHaveLength(5);
    const hashes = ordered.map((member) => hashOf(storedHash, member));
    const sorted = [...hashes].sort((a, b) => a[1]! - b[1]! || a[0]! - b[0]!);
    expect(hashes).toEqual(sorted);
  });
});

test('arrays are frozen all the way down, but for those that are already', () => {
  const inner = [1];
  const outer = [inner, 'x'];
  const tuple = asTuples(outer) as unknown[];
  expect(tuple).toEqual(outer);
  expect([Object.isFrozen(tuple), Object.isFrozen(tuple[0])]).toEqual([true, true]);
  expect([Object.isFrozen(outer), Object.isFrozen(inner)]).toEqual([false, false]);
  expect(asTuples(tuple)).toBe(tuple);
});

test('sets are found inside tuples', () => {
  expect([new Set(), [1, [new Set()]], [1, [2]], 'a', null].map(holdsSet)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('numbers sort ascending, NaN last', () => {
  expect([NaN, 2n, -1, 1.5].sort(compareNumbers as (a: unknown, b: unknown) => number)).toEqual([
    -1,
    1.5,
    2n,
    NaN,
  ]);
});
