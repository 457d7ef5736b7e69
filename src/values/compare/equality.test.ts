import fc from 'fast-check';
import { ArgumentError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { deepEqual } from './equality.js';

describe('equal by content', () => {
  test.each<[unknown, unknown]>([
    [NaN, NaN],
    [0, -0],
    [5, 5n],
    [2n ** 60n, 2 ** 60],
    [Uint8Array.of(1), Uint8Array.of(1)],
    [
      [1, ['a', null]],
      [1, ['a', null]],
    ],
    [new Set([['a'], ['b'], 1]), new Set([1, ['b'], ['a']])],
    [new Map<unknown, unknown>([[['k'], [1]]]), new Map<unknown, unknown>([[['k'], [1]]])],
    [{ a: 1, b: undefined }, { a: 1 }],
    [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('%o and %o', (a, b) => {
    expect(deepEqual(a, b)).toBe(true);
    expect(deepEqual(b, a)).toBe(true);
  });
});

describe('different', () => {
  test.each<[unknown, unknown]>([
    [1, 2],
    [1, '1'],
    [1, true],
    [5n, '5'],
    [null, undefined],
    [null, {}],
    [[1], [1, 2]],
    [[1], { 0: 1, length: 1 }],
    [Uint8Array.of(1), [1]],
    [Uint8Array.of(1), Uint8Array.of(2)],
    [new Set([['a']]), new Set([['b']])],
    [new Set([1, 2]), new Set([1])],
    [new Map([['k', 1]]), new Map([['k', 2]])],
    [new Map<unknown, number>([[['k'], 1]]), new Map<unknown, number>([[['j'], 1]])],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ toString: 1 }, {}],
  ])('%o and %o', (a, b) => {
    expect(deepEqual(a, b)).toBe(false);
    expect(deepEqual(b, a)).toBe(false);
  });
});

test('agrees with JSON on JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(deepEqual(a, structuredClone(a))).toBe(true);
      const [left, right] = [a, b].map((json) => JSON.stringify(json));
      if (left === right) expect(deepEqual(a, b)).toBe(true);
    }),
  );
});

function cycle(tail: unknown): unknown[] {
  const list: unknown[] = ['c', tail];
  list.push(list);
  return list;
}

test('cycles come to an end', () => {
  expect(deepEqual(cycle(1), cycle(1))).toBe(true);
  expect(deepEqual(cycle(1), cycle(2))).toBe(false);
  const wound = cycle(1);
  wound[2] = cycle(1);
  expect(deepEqual(wound, cycle(1))).toBe(true);
});

test('values that share are compared once', () => {
  const fanOut = (end: unknown): unknown => {
    let v: unknown = [end];
    for (let level = 0; level < 40; level += 1) v = [v, v];
    return v;
  };
  expect(deepEqual(fanOut('x'), fanOut('x'))).toBe(true);
  expect(deepEqual(fanOut('x'), fanOut('y'))).toBe(false);
  const Box = struct({ v: t.any });
  const [one, other] = ['x', 'x'].map((end) => Box.unpackFrom(Box.pack({ v: fanOut(end) })));
  expect(one!.equals(other)).toBe(true);
  expect(one!.equals({ v: fanOut('x') })).toBe(true);
  expect(one!.equals({ v: fanOut('y') })).toBe(false);
});

test('large sets of tuples in one order take no square of the time', () => {
  const members = (): Set<unknown> => new Set(Array.from({ length: 50_000 }, (_, index) => ['m', index]));
  expect(deepEqual(members(), members())).toBe(true);
});

test('what is too deep is refused', () => {
  const deep = (): unknown => {
    let v: unknown = 'x';
    for (let level = 0; level < 100_000; level += 1) v = [v];
    return v;
  };
  expect(() => deepEqual(deep(), deep())).toThrow(ArgumentError);
});
