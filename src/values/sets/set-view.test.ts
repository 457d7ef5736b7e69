import fc from 'fast-check';
import { as, type Infer, type SetView, struct, t } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { orMiss } from '../../../test/or-miss.js';
import { deepEqual } from '../compare/equality.js';

const Any = struct({ v: t.setView });
const Plain = struct({ v: t.set });

function view(values: Iterable<unknown>): SetView {
  return Any.unpackFrom(Any.pack({ v: new Set(values) })).v;
}

const small = fc.integer({ min: 0, max: 60 });
const medium = fc.integer({ min: 0, max: 130 });
const integer = fc.oneof(fc.integer(), fc.bigInt(2n ** 53n, 2n ** 63n - 1n));
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.string({ minLength: 600, maxLength: 700 }),
);
const tuple = fc.array(leaf, { maxLength: 3 });
/** Members of one representation each: both bitmaps, sorted numbers, pointers. */
const kinds: readonly [string, fc.Arbitrary<unknown>][] = [
  ['a small bitmap', small],
  ['a large bitmap', medium],
  ['bytes', fc.integer({ min: 0, max: 255 })],
  ['integers', integer],
  ['floats', fc.double()],
  ['strings', text],
  ['mixed values', fc.oneof(leaf, tuple, fc.uint8Array({ maxLength: 4 }))],
];

describe.each(kinds)('a set of %s', (_, member) => {
  test('has what the Set has', () => {
    fc.assert(
      fc.property(
        fc.array(member, { maxLength: 40 }),
        fc.array(member, { maxLength: 10 }),
        (members, others) => {
          const bytes = Any.pack({ v: new Set(members) });
          expect(bytes).toEqual(Plain.pack({ v: new Set(members) }));
          const set = Any.unpackFrom(bytes).v;
          const plain = Plain.unpackFrom(bytes).v;
          expect(set.size).toBe(plain.size);
          expect([...set]).toEqual([...plain]);
          expect(deepEqual(set.toSet(), plain)).toBe(true);
          for (const value of members) expect(set.has(value)).toBe(true);
          for (const value of others) {
            const there = [...plain].some((known) => deepEqual(known, value));
            expect(orMiss(() => set.has(value), false)).toBe(there);
          }
        },
      ),
    );
  });
});

describe('set views', () => {
  test('find nothing that is not there', () => {
    for (const set of [
      view([]),
      view([1, 5]),
      view([100, 3]),
      view([1000, -1]),
      view([0.5, 2]),
      view(['a', 1]),
    ]) {
      for (const value of [
        -1.5,
        56,
        119,
        120,
        1e9,
        NaN,
        'b',
        undefined,
        {},
        [1],
        new Date(0),
        2n ** 70n,
        Symbol('s'),
        '\ud800',
      ]) {
        expect(set.has(value)).toBe(false);
      }
    }
    expect(view([1]).has(true)).toBe(false);
    expect(view([5]).has(5n)).toBe(true);
    expect(view([0.5, 0]).has(-0)).toBe(true);
    expect(view([NaN, 1.5]).has(NaN)).toBe(true);
    expect(view(['a', as(t.bytes, Uint8Array.of(0x61))]).size).toBe(2);
    expect(view(['a', 1]).has(Uint8Array.of(0x61))).toBe(false);
  });

  test('go by content', () => {
    const set = view(['a', [1, [2, 'x']], new Set([3, 'y']), null]);
    expect(set.has([1, [2, 'x']])).toBe(true);
    expect(set.has([1, [2, 'y']])).toBe(false);
    expect(set.has(new Set(['y', 3]))).toBe(true);
    expect(set.has(new Set(['y']))).toBe(false);
    expect(set.has('a')).toBe(true);
    expect(set.has(null)).toBe(true);
  });

  test('find members whatever order sets inside them brought about', () => {
    // As in Python's files: hashed in another order than the stored one.
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
    const set = view([...names, ...names.map((name) => new Set([name, 'z']))]);
    for (const name of names) {
      expect(set.has(name)).toBe(true);
      expect(set.has(new Set(['z', name]))).toBe(true);
    }
    expect(set.has('n20')).toBe(false);
  });

  test('are ReadonlySets', () => {
    const set = view([3, 1, 2]);
    expect([[...set.keys()], [...set.values()], [...set.entries()]]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    ]);
    const seen: unknown[] = [];
    set.forEach((value, key, self) => {
      seen.push([value, key, self === set]);
    });
    expect(seen).toEqual([1, 2, 3].map((value) => [value, value, true]));
    expectTypeOf(set).toExtend<ReadonlySet<unknown>>();
  });

  test('of declared members', () => {
    const Big = struct({ v: t.setView(t.bigint64) });
    const bytes = Big.pack({ v: new Set([5n, 7]) });
    expect([...Big.unpackFrom(bytes).v]).toEqual([5n, 7n]);
    expect(Big.unpackFrom(bytes).v.has(5)).toBe(true);
    const Strings = struct({ v: t.setView(t.string) });
    expect(() => Strings.unpackFrom(bytes).v).toThrow(/numbers are stored/);
    expect(Strings.unpackFrom(Strings.pack({ v: new Set<string>() })).v.size).toBe(0);
    expectTypeOf<Infer<typeof Strings>['v']>().toEqualTypeOf<Set<string>>();
    expectTypeOf(Strings.unpackFrom(bytes)).toHaveProperty('v');
  });
});

/** The algebra by definition, to hold both against. */
const oracle = {
  union: (a: Set<unknown>, b: Set<unknown>) => new Set([...a, ...b]),
  intersection: (a: Set<unknown>, b: Set<unknown>) => new Set([...a].filter((x) => b.has(x))),
  difference: (a: Set<unknown>, b: Set<unknown>) => new Set([...a].filter((x) => !b.has(x))),
  symmetricDifference: (a: Set<unknown>, b: Set<unknown>) =>
    new Set([...[...a].filter((x) => !b.has(x)), ...[...b].filter((x) => !a.has(x))]),
  isSubsetOf: (a: Set<unknown>, b: Set<unknown>) => [...a].every((x) => b.has(x)),
  isSupersetOf: (a: Set<unknown>, b: Set<unknown>) => [...b].every((x) => a.has(x)),
  isDisjointFrom: (a: Set<unknown>, b: Set<unknown>) => ![...a].some((x) => b.has(x)),
} as const;

test.each(Object.keys(oracle) as (keyof typeof oracle)[])('%s is that of the definition', (method) => {
  const member = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom('a', 'b', null));
  fc.assert(
    fc.property(fc.array(member), fc.array(member), (first, second) => {
      const expected = oracle[method](new Set(first), new Set(second));
      const own = view(first);
      const likes = [new Set(second), view(second), new Map(second.map((value) => [value, 1]))];
      for (const other of likes) {
        const result = own[method](other as ReadonlySet<unknown>);
        expect(result).toEqual(expected);
        if (result instanceof Set) expect(Object.getPrototypeOf(result)).toBe(Set.prototype);
      }
    }),
  );
});

test('the algebra goes by content between views', () => {
  const [a, b] = [view([[1, 2], 'x']), view([[1, 2], 'y'])];
  expect([...a.intersection(b)]).toEqual([[1, 2]]);
  expect(a.union(b).size).toBe(3);
  expect([...a.difference(b)]).toEqual(['x']);
});

test('sets of small integers have what the Set has, as views and as Sets, by any number', () => {
  const Declared = struct({ v: t.set(t.uint8) });
  const DeclaredView = struct({ v: t.setView(t.uint8) });
  const members = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 });
  fc.assert(
    fc.property(members, (values) => {
      const set = new Set(values);
      const bytes = Declared.pack({ v: set });
      const [read, seen] = [Declared.unpackFrom(bytes).v, DeclaredView.unpackFrom(bytes).v];
      expect([...read]).toEqual([...set].sort((a, b) => a - b));
      expect(seen.size).toBe(set.size);
      for (let value = -1; value <= 257; value += 1) {
        expect(seen.has(value)).toBe(set.has(value));
        expect((seen as SetView).has(BigInt(value))).toBe(set.has(value));
      }
      for (const value of [0.5, 2 ** 32, 2 ** 40 + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(seen.has(value)).toBe(false);
      }
    }),
  );
});
