import { as, CorruptBufferError, IntegerRangeError, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { AnyType, ElementType } from '../../schema/type.js';

function packOne(type: AnyType, v: unknown): Uint8Array {
  return struct({ v: type }).pack({ v } as never);
}

function readAs(type: AnyType, bytes: Uint8Array): unknown {
  return struct({ v: type }).unpackFrom(bytes).v;
}

function roundTrip(type: AnyType, value: unknown): unknown {
  return readAs(type, packOne(type, value));
}

/** The sequence's bytes: after the struct's bitmaps and pointer. */
function body(type: AnyType, value: unknown): Uint8Array {
  return packOne(type, value).subarray(16);
}

/** Code of a sequence's elements: its first byte. */
function elementCode(type: AnyType, value: unknown): string {
  return String.fromCharCode(body(type, value)[0]!);
}

describe('elements without a declared type', () => {
  test.each<[unknown[], string]>([
    [[], 'B'],
    [[0, 255], 'B'],
    [[-1, 127], 'b'],
    [[256], 'H'],
    [[-1, 128], 'h'],
    [[65536], 'i'],
    [[2 ** 31], 'I'],
    [[-1, 2 ** 31], 'q'],
    [[2 ** 32], 'q'],
    [[2n ** 63n], 'Q'],
    [[1, 2.5], 'd'],
    [[-0, 1], 'd'],
    [[2 ** 60, 1], 'd'],
    [[1, null], 'T'],
    [[1, true], 'T'],
    [['a'], 'T'],
    [[2n ** 60n, 0.5], 'T'],
  ])('%s takes code %s and comes back', (values, code) => {
    expect(elementCode(t.list, values)).toBe(code);
    expect(roundTrip(t.list, values)).toEqual(values);
    expect(roundTrip(t.tuple, values)).toEqual(values);
  });

  test('lists come as arrays, tuples as frozen ones, wherever they lie', () => {
    const value = [['l'], Object.freeze(['t']), as(t.tuple, [1]), as(t.list, Object.freeze([2]) as number[])];
    const [list, frozen, tuple, thawed] = roundTrip(t.list, value) as unknown[][];
    expect([list, frozen, tuple, thawed]).toEqual([['l'], ['t'], [1], [2]]);
    expect([list, frozen, tuple, thawed].map(Object.isFrozen)).toEqual([false, true, true, false]);
    expect(Object.isFrozen(roundTrip(t.tuple, [1, 2]))).toBe(true);
    expect(Object.isFrozen(roundTrip(t.list, [1, 2]))).toBe(false);
  });

  test.each<[ArrayLike<unknown>, string]>([
    [Int8Array.of(1, -2), 'b'],
    [Uint8ClampedArray.of(1, 2), 'B'],
    [Uint16Array.of(1, 2), 'H'],
    [Int16Array.of(1, 2), 'h'],
    [Uint32Array.of(1, 2), 'I'],
    [Int32Array.of(1, 2), 'i'],
    [BigInt64Array.of(1n, -(2n ** 60n)), 'q'],
    [BigUint64Array.of(1n, 2n ** 64n - 1n), 'Q'],
    [Float32Array.of(0.5, 2), 'f'],
    [Float64Array.of(0.1, 2), 'd'],
    [new Float32Array(0), 'f'],
  ])('typed arrays keep their element type: %s', (values, code) => {
    expect(elementCode(t.list, values)).toBe(code);
    const back = roundTrip(t.list, values) as unknown[];
    expect(back.map(Number)).toEqual(Array.from(values, Number));
  });

  test('a long typed array of narrow integers goes to 64 bits, which Python reads', () => {
    const values = new Uint8Array(0xffffff).fill(7, 5, 9);
    const bytes = body(t.list, values);
    expect(String.fromCharCode(bytes[0]!)).toBe('q');
    expect(bytes.length).toBe(8 + 8 * values.length);
    expect([bytes[8 + 8 * 4], bytes[8 + 8 * 5]]).toEqual([0, 7]);
  });

  test('cycles and shared elements keep their identity', () => {
    const shared = ['s'];
    const cycle: unknown[] = [shared, shared];
    cycle.push(cycle);
    const back = roundTrip(t.list, cycle) as unknown[][];
    expect(back[0]).toEqual(['s']);
    expect(back[1]).toBe(back[0]);
    // A bare list inside itself is followed by a copy with its type in front (docs/format.md 4).
    expect(back[2]![2]).toBe(back[2]);
  });

  test('refuses elements that have no stored form, with their index', () => {
    expect(() => packOne(t.list, ['a', undefined])).toThrow('v[1]: is undefined, which has no stored form');
    expect(() => packOne(t.list, ['a', ['b', new WeakSet()]])).toThrow('v[1][1]: a WeakSet');
    expect(() => packOne(t.list, new Array(2))).toThrow(PackError);
    expect(() => packOne(t.list, new Set())).toThrow('v: a Set is not an array for list');
    expect(() => packOne(t.list, 'abc')).toThrow(PackError);
    expect(() => packOne(t.list, new DataView(new ArrayBuffer(8)))).toThrow(PackError);
  });

  test('refuses what nests too deep, in lists and around cycles of tuples', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    expect(() => packOne(t.list, deep)).toThrow(/nest deeper/);
  });
});

describe('elements of a declared type', () => {
  test('floats pack as their type, whatever their values', () => {
    expect(elementCode(t.list(t.float64), [1, 2])).toBe('d');
    expect(elementCode(t.list(t.float32), [1, 2])).toBe('f');
    expect(elementCode(t.list(t.float32), Float64Array.of(1, 2))).toBe('f');
    expect(roundTrip(t.list(t.float32), [0.1])).toEqual([Math.fround(0.1)]);
    expect(elementCode(t.list(t.float64), [])).toBe('B');
  });

  test('integers pack in the narrowest code and are checked against their type', () => {
    expect(elementCode(t.list(t.int64), [1, 2])).toBe('B');
    expect(roundTrip(t.list(t.bigint64), [1, 2n])).toEqual([1n, 2n]);
    expect(() => packOne(t.list(t.uint8), [1, 300])).toThrow('v[1]: 300 does not fit uint8');
    expect(() => packOne(t.list(t.uint8), Int16Array.of(1, -1))).toThrow('v[1]: -1 does not fit uint8');
    expect(() => packOne(t.list(t.int32), [1.5])).toThrow('v[0]: 1.5 is not an integer for int32');
    expect(roundTrip(t.list(t.uint8), [-0])).toEqual([0]);
    expect(() => readAs(t.list(t.uint64), packOne(t.list(t.biguint64), [2n ** 60n]))).toThrow(
      IntegerRangeError,
    );
  });

  test('types that are no numbers refuse numbers, though untyped lists pack them', () => {
    expect(() => packOne(t.list(t.string), [1, 2])).toThrow('v[0]: 1 is not a string');
    expect(() => packOne(t.list(t.string), Uint8Array.of(1))).toThrow(PackError);
    expect(() => packOne(t.list(t.bytes), [1.5])).toThrow(PackError);
    expect(() => readAs(t.list(t.string), packOne(t.list, [1, 2]))).toThrow(CorruptBufferError);
    expect(() => readAs(t.list(t.bool), packOne(t.list, [1, 2]))).toThrow(CorruptBufferError);
    expect(() => readAs(t.list(t.string), packOne(t.list, [true]))).toThrow('where string is declared');
    expect(roundTrip(t.list(t.bool), [true, false])).toEqual([true, false]);
    expect(roundTrip(t.list(t.bool), [1, 0])).toEqual([true, false]);
  });

  test('null is for nullable elements', () => {
    for (const [type, values] of [
      [t.uint8, [1, null, 255]],
      [t.int64, [-0, null]],
      [t.float32, [0.5, null]],
      [t.bool, [null, true]],
      [t.bigint64, [5n, null]],
      [t.string, [null, 'a']],
      [t.list(t.string), [null, ['a']]],
      [t.any, [null, 'a']],
    ] as [ElementType, unknown[]][]) {
      const expected = values.map((value) => (value === 0 ? 0 : value));
      expect(roundTrip(t.list(type.nullable()), values)).toEqual(expected);
      expect(() => packOne(t.list(type), values), type.toString()).toThrow(PackError);
      expect(() => readAs(t.list(type), packOne(t.list(type.nullable()), values))).toThrow(
        CorruptBufferError,
      );
    }
    expect(() => packOne(t.list(t.string), ['a', null])).toThrow(
      'v[1]: is null but elements are declared as string',
    );
    expect(() => packOne(t.list(t.uint8.nullable()), [null, 300])).toThrow('v[1]: 300 does not fit uint8');
  });

  test('one array packs by each type it is declared as', () => {
    const numbers = [1, 2];
    const type = struct({
      a: t.list(t.list(t.float64)),
      b: t.list(t.tuple),
      c: t.list(t.list),
      d: t.any,
      e: t.list(t.list(t.bigint64)),
    });
    const record = type.unpackFrom(
      type.pack({ a: [numbers], b: [numbers], c: [numbers], d: numbers, e: [numbers] }),
    );
    expect([record.a, record.c]).toEqual([[numbers], [numbers]]);
    expect([record.b, record.d]).toEqual([[numbers], numbers]);
    expect(Object.isFrozen(record.b[0])).toBe(true);
    expect(record.e).toEqual([[1n, 2n]]);
  });

  test('a shared value is checked against each type', () => {
    const type = struct({ a: t.list, b: t.list(t.uint8.nullable()) });
    expect(() => type.pack({ a: [300, 'x'], b: [null, 300] })).toThrow('b[1]: 300 does not fit uint8');
    const flags = struct({ a: t.list, b: t.list(t.bool) });
    const record = flags.unpackFrom(flags.pack({ a: [1, 0, 'x'], b: [1, 0] as unknown as boolean[] }));
    expect(record.b).toEqual([true, false]);
  });

  test('structs need no code as long as they stand alone, and one to stand in lists', () => {
    const point = struct({ x: t.int32 }, { name: 'Point' });
    expect(() => packOne(t.list(point), [{ x: 1 }])).toThrow('Point has no type code');
  });
});
