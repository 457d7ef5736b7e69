/** Numbers from 2⁵³ up as keys: they are found, or refused, and never miss what they seem to name. */
import fc from 'fast-check';
import { ArgumentError, idMapper, mapping, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const BIG = 2 ** 53;
const Row = struct({ id: t.uint32 });
/** Numbers that are not exact integers, but could be meant for one of 64 bits. */
const INEXACT = [BIG, BIG + 2, 2 ** 60, 2 ** 63, 2 ** 64 - 2048, 2 ** 64];
const NEAR = [BigInt(BIG) - 1n, BigInt(BIG) + 1n, 2n ** 60n + 1n, 2n ** 64n - 1n];

type Lookup = (key: number) => unknown;

function all(container: {
  get(key: never): unknown;
  has(key: never): unknown;
  getAll(key: never): unknown;
  iterate(key: never): Iterable<unknown>;
}): Record<string, Lookup> {
  return {
    get: (key) => container.get(key as never),
    has: (key) => container.has(key as never),
    getAll: (key) => container.getAll(key as never),
    iterate: (key) => [...container.iterate(key as never)],
  };
}

describe.each(['table', 'compact', 'none'] as const)('a mapping of integers with index %s', (index) => {
  const sparse = NEAR.map((key, id) => [key, { id }] as const);
  const dense = [5n, 6n, 7n].map((key, id) => [key, { id }] as const);

  test.each([
    ['sparse keys', sparse],
    ['dense keys', dense],
  ] as const)('%s', (_name, rows) => {
    const declaration = mapping({ key: t.biguint64, value: Row });
    const map = declaration.fromBuffer(declaration.pack(rows, { index }));
    for (const lookup of Object.values(all(map))) {
      for (const key of INEXACT) expect(() => lookup(key)).toThrow(ArgumentError);
      for (const key of [0.5, -BIG, Number.NaN, Number.POSITIVE_INFINITY, 1e300])
        expect(() => lookup(key)).not.toThrow();
    }
    for (const [key, row] of rows) expect(map.get(key)!.toObject()).toEqual(row);
  });
});

test.each([
  ['numeric', idMapper({ key: t.biguint64 }), NEAR],
  ['numeric, 32 bits', idMapper({ key: t.uint32, width: 32 }), [1]],
  ['approximate', idMapper({ key: t.string, approximate: true }), NEAR],
  ['approximate, 32 bits', idMapper({ key: t.string, approximate: true, width: 32 }), ['a']],
  ['object', idMapper({ key: t.any }), NEAR],
] as const)('an id mapper: %s', (_name, declaration, keys) => {
  const open = declaration as ReturnType<typeof idMapper>;
  const mapper = open.fromBuffer(open.pack((keys as readonly bigint[]).map((key, id) => [key, id] as const)));
  for (const lookup of Object.values(all(mapper))) {
    for (const key of INEXACT) expect(() => lookup(key)).toThrow(ArgumentError);
    expect(() => lookup(1e300)).not.toThrow();
  }
});

test('the message says what to give', () => {
  const declaration = idMapper({ key: t.uint64 });
  const mapper = declaration.fromBuffer(declaration.pack([]));
  expect(() => mapper.get(BIG)).toThrow(/9007199254740992 stands for several integers.*give a bigint/);
});

test('string mappers miss any number, whose type none of their keys has', () => {
  const declaration = idMapper({ key: t.string });
  const mapper = declaration.fromBuffer(declaration.pack([['a', 1]]));
  expect(mapper.get(BIG as never)).toBeUndefined();
});

test('packing refuses them where integers are declared', () => {
  for (const declaration of [
    idMapper({ key: t.uint64 }),
    idMapper({ key: t.biguint64 }),
    idMapper({ key: t.string, approximate: true }),
  ])
    expect(() => declaration.pack([[BIG as never, 1]])).toThrow(PackError);
  const Holder = struct({ d: t.dict(t.uint64, t.any).optional(), s: t.set(t.int64).optional() });
  expect(() => Holder.pack({ d: new Map([[BIG, 1]]) })).toThrow(PackError);
  expect(() => Holder.pack({ s: new Set([BIG]) })).toThrow(PackError);
});

describe('views', () => {
  const Holder = struct({ dict: t.dictView.optional(), set: t.setView.optional() });
  const read = (value: Parameters<typeof Holder.pack>[0]) => Holder.unpackFrom(Holder.pack(value));

  test('what is there is found, by number and bigint; what is not is refused', () => {
    const keys = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(fc.uniqueArray(keys, { minLength: 1, maxLength: 5 }), fc.boolean(), (ints, mixed) => {
        const members = mixed ? [...ints, 'text'] : ints;
        const { dict, set } = read({ dict: new Map(members.map((key) => [key, 1])), set: new Set(members) });
        for (const int of ints) {
          expect(dict!.has(int) && set!.has(int)).toBe(true);
          for (const has of [(key: unknown) => dict!.has(key), (key: unknown) => set!.has(key)]) {
            let found: boolean | string = 'refused';
            try {
              found = has(Number(int));
            } catch (error) {
              expect(error).toBeInstanceOf(ArgumentError);
            }
            if (found !== true) expect(Number.isSafeInteger(Number(int))).toBe(false);
            if (found === false) expect(set!.toSet()).not.toContain(BigInt(Number(int)));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('within tuples and sets too', () => {
    const { dict, set } = read({
      dict: new Map([[Object.freeze([2n ** 53n + 1n, 'a']), 1]]),
      set: new Set([Object.freeze([2n ** 53n + 1n, 'a'])]),
    });
    expect(dict!.get([2n ** 53n + 1n, 'a'])).toBe(1);
    expect(() => dict!.get([BIG, 'a'])).toThrow(ArgumentError);
    expect(() => set!.has([BIG, 'a'])).toThrow(ArgumentError);
    expect(() => dict!.get(new Set([BIG]))).toThrow(ArgumentError);
  });

  test('floats are exact: what is not among them is just not there', () => {
    const Floats = struct({ packed: t.setView(t.float64), behind: t.setView(t.float64.nullable()) });
    const record = Floats.unpackFrom(
      Floats.pack({ packed: new Set([0.5, 2 ** 60]), behind: new Set([null, 2 ** 60]) }),
    );
    expect([record.packed.has(2 ** 60), record.behind.has(2 ** 60)]).toEqual([true, true]);
    expect([record.packed.has(BIG), record.behind.has(BIG)]).toEqual([false, false]);
  });

  test('among small integers nothing large can be meant', () => {
    expect([1, 200, 70_000].map((member) => read({ set: new Set([member]) }).set!.has(BIG))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
