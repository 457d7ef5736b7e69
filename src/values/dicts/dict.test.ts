import fc from 'fast-check';
import { as, type Infer, type InferInput, PackError, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { deepEqual } from '../compare/equality.js';

const Any = struct({ v: t.any });
const Dict = struct({ v: t.dict });

function roundTrip(value: ReadonlyMap<unknown, unknown> | { readonly [key: string]: unknown }): unknown {
  return Dict.unpackFrom(Dict.pack({ v: value })).v;
}

describe('dicts', () => {
  test('are read as a Map, whatever they were packed from', () => {
    const entries: [string, unknown][] = [
      ['a', 1],
      ['b', [1, 'x']],
      ['c', null],
    ];
    const expected = new Map(entries);
    expect(deepEqual(roundTrip(expected), expected)).toBe(true);
    expect(deepEqual(roundTrip(Object.fromEntries(entries)), expected)).toBe(true);
    const bare: Record<string, unknown> = Object.create(null);
    Reflect.set(bare, '__proto__', 1);
    expect((roundTrip(bare) as Map<string, unknown>).get('__proto__')).toBe(1);
    expect(deepEqual(Any.unpackFrom(Any.pack({ v: Object.fromEntries(entries) })).v, expected)).toBe(true);
    expect(deepEqual(Any.unpackFrom(Any.pack({ v: expected })).v, expected)).toBe(true);
  });

  test('come in the order of the keys’ stable hash', () => {
    expect([...(roundTrip({ a: 1, b: 2, c: 3 }) as Map<string, number>).keys()]).toEqual(['b', 'c', 'a']);
  });

  test('take keys of every kind that has a stable hash', () => {
    const map = new Map<unknown, unknown>([
      [null, 0],
      [true, 1],
      [-5, 2],
      [2n ** 63n, 3],
      [2.5, 4],
      ['text', 5],
      [Uint8Array.of(1, 2), 6],
      [[1, ['x', 2]], 7],
      [new Set([3, 1]), 8],
      [NaN, 9],
    ]);
    const read = roundTrip(map) as Map<unknown, unknown>;
    expect(read.size).toBe(map.size);
    expect(deepEqual(read, map)).toBe(true);
    const tuple = [...read.keys()].find((key) => Array.isArray(key));
    expect(Object.isFrozen(tuple)).toBe(true);
  });

  test.each([
    ['a list', as(t.list, [1])],
    ['a dict', new Map()],
    ['a Date', new Date(0)],
    ['a plain object', {}],
    ['undefined', undefined],
    ['a symbol', Symbol('s')],
    ['a lone surrogate', '\ud800'],
  ])('refuse %s as a key, with its place', (_, key) => {
    expect(() =>
      Dict.pack({
        v: new Map<unknown, unknown>([
          ['a', 1],
          [key, 2],
        ]),
      }),
    ).toThrow(PackError);
    expect(() =>
      Dict.pack({
        v: new Map<unknown, unknown>([
          ['a', 1],
          [key, 2],
        ]),
      }),
    ).toThrow(/^v\[1\]\.key: /);
  });

  test.each([
    [1, 1n],
    [1, true],
    [0n, false],
    [[1], [1]],
    [
      [1, true],
      [true, 1n],
    ],
    [new Set([1]), new Set([1n])],
    [Uint8Array.of(1), Uint8Array.of(1)],
    [as(t.float64, 1), 1],
  ])('refuse keys that are one key in Python: %o and %o', (a, b) => {
    expect(() =>
      Dict.pack({
        v: new Map<unknown, unknown>([
          [a, 1],
          [b, 2],
        ]),
      }),
    ).toThrow(/are one key in a dict/);
  });

  test('keep keys apart that only hash alike', () => {
    const map = new Map<unknown, unknown>([
      ['a', 1],
      [Uint8Array.of(0x61), 2],
      [null, 3],
      [1, 4],
    ]);
    expect(deepEqual(roundTrip(map), map)).toBe(true);
  });

  test('refuse what is no dict', () => {
    for (const value of [[], new Set(), 'text', 1, new (class Point {})()]) {
      expect(() => Dict.pack({ v: value as never })).toThrow(/is not a Map or a plain object for dict/);
    }
    expect(() => Dict.pack({ v: { a: 1, b: undefined } })).toThrow(
      'v.b: is undefined, which has no stored form',
    );
  });

  test('can hold themselves', () => {
    const map = new Map<string, unknown>();
    map.set('self', map);
    const read = roundTrip(map) as Map<string, Map<string, unknown>>;
    const inner = read.get('self')!;
    expect(inner.get('self')).toBe(inner);
  });

  test('nest as deep as other values, and no deeper', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 200; depth += 1) value = { k: value };
    expect(
      deepEqual(roundTrip({ v: value }), new Map([['v', Any.unpackFrom(Any.pack({ v: value })).v]])),
    ).toBe(true);
    for (let depth = 0; depth < 400; depth += 1) value = { k: value };
    expect(() => Any.pack({ v: value })).toThrow(/nest deeper/);
  });

  test('read back from any Map', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.double(),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.constant(null),
    );
    const key = fc.oneof(
      leaf,
      fc.boolean(),
      fc.array(leaf, { maxLength: 3 }),
      fc.uint8Array({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.oneof(leaf, fc.array(leaf))), { maxLength: 30 }), (entries) => {
        const map = new Map<unknown, unknown>(entries);
        let bytes: Uint8Array;
        try {
          bytes = Dict.pack({ v: map });
        } catch (error) {
          expect(String(error)).toMatch(/are one key in a dict/);
          return;
        }
        expect(deepEqual(Dict.unpackFrom(bytes).v, map)).toBe(true);
      }),
    );
  });
});

describe('dicts of declared types', () => {
  const Scores = struct({ v: t.dict(t.string, t.float64) });

  test('pack and read by them', () => {
    const bytes = Scores.pack({ v: { a: 1, b: 2 } });
    expect(Scores.unpackFrom(bytes).v).toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    expect(() => Scores.pack({ v: { a: 'x' as never } })).toThrow(PackError);
    expect(() => Scores.pack({ v: new Map([[1, 2]]) as never })).toThrow('v[0].key: 1 is not a string');
    expect(() => Scores.pack({ v: new Map([[null, 2]]) as never })).toThrow(/is null/);
  });

  test('have keys with a stable hash', () => {
    expect(() => t.dict(t.list, t.any)).toThrow(SchemaError);
    expect(() => t.dict(t.dict, t.any)).toThrow(/no stable hash/);
    expect(() => t.dict(t.tuple(t.string), t.any)).not.toThrow();
  });

  test('are Maps to TypeScript', () => {
    expectTypeOf<Infer<typeof Scores>['v']>().toEqualTypeOf<Map<string, number>>();
    expectTypeOf<Infer<typeof Dict>['v']>().toEqualTypeOf<Map<unknown, unknown>>();
    expectTypeOf<{ a: number }>().toExtend<InferInput<typeof Scores>['v']>();
    const Ids = struct({ v: t.dict(t.uint32, t.string.nullable()) });
    expectTypeOf<Infer<typeof Ids>['v']>().toEqualTypeOf<Map<number, string | null>>();
    // @ts-expect-error a plain object has text keys
    expect(() => Ids.pack({ v: { a: 'x' } })).toThrow(PackError);
  });
});

describe('records with dicts', () => {
  const record = Dict.unpackFrom(Dict.pack({ v: { b: [1], a: new Set([2]) } }));

  test('become plain objects and JSON', () => {
    const plain = record.toObject();
    expect(
      deepEqual(
        plain.v,
        new Map<string, unknown>([
          ['b', [1]],
          ['a', new Set([2])],
        ]),
      ),
    ).toBe(true);
    expect(plain.v).not.toBe(record.v);
    expect(JSON.parse(JSON.stringify(record))).toEqual({ v: { a: [2], b: [1] } });
    const mixed = Dict.unpackFrom(Dict.pack({ v: new Map([[[1, 2], 2n ** 60n]]) }));
    expect(JSON.parse(JSON.stringify(mixed))).toEqual({ v: [[[1, 2], String(2n ** 60n)]] });
  });

  test('compare by content', () => {
    expect(
      record.equals({
        v: new Map<string, unknown>([
          ['a', new Set([2])],
          ['b', [1]],
        ]),
      }),
    ).toBe(true);
    expect(
      record.equals({
        v: new Map<string, unknown>([
          ['a', new Set([2])],
          ['b', [2]],
        ]),
      }),
    ).toBe(false);
  });
});
