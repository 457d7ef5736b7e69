import fc from 'fast-check';
import { as, CorruptBufferError, PackError, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { AnyType } from '../../schema/type.js';

function packOne(type: AnyType, v: unknown): Uint8Array {
  return struct({ v: type }).pack({ v } as never);
}

function readAs(type: AnyType, bytes: Uint8Array): unknown {
  return struct({ v: type }).unpackFrom(bytes).v;
}

function roundTrip(type: AnyType, value: unknown): unknown {
  return readAs(type, packOne(type, value));
}

/** Code and length, in bytes, of the stored set. */
function form(type: AnyType, value: unknown): [string, number] {
  const bytes = packOne(type, value);
  return [String.fromCharCode(bytes[16]!), bytes.length - 16];
}

describe('forms (docs/format.md 5)', () => {
  test.each<[unknown[], string, number]>([
    [[], 'm', 8],
    [[0, 55], 'm', 8],
    [[56], 'M', 16],
    [[0, 119], 'M', 16],
    [[120], 'B', 8],
    [[-1, 5], 'b', 8],
    [[5n, 3], 'm', 8],
    [[0.5, 3], 'd', 24],
    [[NaN, Infinity, -1], 'd', 32],
  ])('%s', (values, code, length) => {
    expect(form(t.set, new Set(values))).toEqual([code, length]);
    expect(roundTrip(t.set, new Set(values))).toEqual(new Set(values.map(Number)));
  });

  test('numbers are sorted, NaN last, and 5 and 5n are one member', () => {
    expect([...(roundTrip(t.set, new Set([300, 5, -1])) as Set<number>)]).toEqual([-1, 5, 300]);
    expect([...(roundTrip(t.set, new Set([NaN, 2.5, -1])) as Set<number>)]).toEqual([-1, 2.5, NaN]);
    expect(roundTrip(t.set, new Set([500, 500n, 7]))).toEqual(new Set([7, 500]));
  });

  test('declared floats stay floats; float32 members that round to one are one', () => {
    expect(form(t.set(t.float64), new Set([1, 2]))[0]).toBe('d');
    expect(form(t.set(t.float32), new Set([1, 2]))[0]).toBe('f');
    expect(roundTrip(t.set(t.float32), new Set([0.1, 0.1 + 1e-12]))).toEqual(new Set([Math.fround(0.1)]));
  });

  test('the order of members does not change the bytes', () => {
    const member = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(member), fc.nat(), (members, turn) => {
        const at = members.length === 0 ? 0 : turn % members.length;
        const turned = [...members.slice(at), ...members.slice(0, at)];
        const bytes = packOne(t.set, new Set(members));
        expect((readAs(t.set, bytes) as Set<unknown>).size).toBeLessThanOrEqual(members.length);
        // Text and bytes of one content hash alike; their order is free.
        const hashes = members.map((one) =>
          one instanceof Uint8Array ? Buffer.from(one).toString('latin1') : one,
        );
        if (new Set(hashes).size === members.length && !members.includes(NaN)) {
          const other = packOne(t.set, new Set(turned));
          expect(new Set(readAs(t.set, other) as Set<unknown>)).toEqual(readAs(t.set, bytes));
        }
      }),
    );
  });
});

describe('members', () => {
  test('arrays are tuples, and equal ones are one member', () => {
    const back = roundTrip(
      t.set,
      new Set([['a', ['b']], Object.freeze(['a', Object.freeze(['b'])]), 'x']),
    ) as Set<unknown>;
    expect(back).toEqual(new Set([['a', ['b']], 'x']));
    expect([...back].filter(Array.isArray).every(Object.isFrozen)).toBe(true);
  });

  test('a set inside hashes in stored order, whatever its own', () => {
    const one = packOne(t.set, new Set(['z', new Set([500, 1, 'a']), ['t', new Set([9000, 7])]]));
    const other = packOne(t.set, new Set([['t', new Set([7, 9000])], new Set(['a', 500, 1]), 'z']));
    expect(other).toEqual(one);
    expect(readAs(t.set, one)).toEqual(new Set(['z', new Set([500, 1, 'a']), ['t', new Set([9000, 7])]]));
  });

  test('what has no stable hash is refused', () => {
    expect(() => packOne(t.set, new Set(['a', {}]))).toThrow(PackError);
    expect(() => packOne(t.set, new Set(['a', as(t.list, [1])]))).toThrow('use a tuple');
    expect(() => t.set(t.list)).toThrow(SchemaError);
    expect(() => t.set(t.list(t.string))).toThrow(SchemaError);
    const self = new Set<unknown>(['a']);
    self.add(self);
    expect(() => packOne(t.set, self)).toThrow(/nest deeper/);
  });

  test('are checked against their declared type', () => {
    expect(roundTrip(t.set(t.string), new Set(['b', 'a']))).toEqual(new Set(['a', 'b']));
    expect(roundTrip(t.set(t.bigint64), new Set([1, 2n]))).toEqual(new Set([1n, 2n]));
    expect(roundTrip(t.set(t.bool), new Set([true]))).toEqual(new Set([true]));
    expect(roundTrip(t.set(t.tuple(t.float64)), new Set([[1, 2]]))).toEqual(new Set([[1, 2]]));
    expect(() => packOne(t.set(t.uint8), new Set([300]))).toThrow('v[0]: 300 does not fit uint8');
    expect(() => packOne(t.set(t.string), new Set([1]))).toThrow(PackError);
    expect(() => packOne(t.set, ['a'])).toThrow('v: an Array is not a Set for set');
  });

  test('null is for nullable members', () => {
    expect(roundTrip(t.set, new Set(['a', null]))).toEqual(new Set(['a', null]));
    expect(roundTrip(t.set(t.uint8.nullable()), new Set([1, null]))).toEqual(new Set([1, null]));
    expect(() => packOne(t.set(t.uint8), new Set([1, null]))).toThrow('is null');
    expect(() => packOne(t.set(t.uint8.nullable()), new Set([300, null]))).toThrow('300 does not fit uint8');
    expect(() => readAs(t.set(t.string), packOne(t.set, new Set(['a', null])))).toThrow(CorruptBufferError);
  });

  test('that are stored as another type are refused in reading', () => {
    expect(() => readAs(t.set(t.string), packOne(t.set, new Set([5])))).toThrow(CorruptBufferError);
    expect(() => readAs(t.set(t.string), packOne(t.set, new Set([500])))).toThrow(CorruptBufferError);
    expect(() => readAs(t.set(t.uint8), packOne(t.set, new Set([500])))).toThrow(CorruptBufferError);
    expect(readAs(t.set(t.string), packOne(t.set, new Set()))).toEqual(new Set());
  });
});

describe('typed arrays are sets of their numbers', () => {
  test('which keep the element type, sorted and once each', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 1 }), (values) => {
        const small = values.every((value) => value >= 0 && value < 120);
        const sorted = [...new Set(values)].sort((a, b) => a - b);
        const read = [...(roundTrip(t.set, Int16Array.from(values)) as Set<number>)];
        expect(read).toEqual(sorted);
        expect(form(t.set, Int16Array.from(values))[0]).toBe(small ? form(t.set, new Set(values))[0] : 'h');
      }),
    );
    expect(form(t.set, Float32Array.of(2, 1, 2))).toEqual(['f', 16]);
    expect(form(t.set, BigUint64Array.of(500n, 3n))).toEqual(['Q', 24]);
    expect(form(t.set, Uint8Array.of(5, 5, 0))).toEqual(['m', 8]);
    expect(form(t.set, new Int32Array(0))).toEqual(['m', 8]);
    expect(form(t.set, new Float32Array(0))).toEqual(['f', 8]);
  });

  test('or are packed by the declared type', () => {
    expect(form(t.set(t.uint32), Int32Array.of(500, 3))).toEqual(form(t.set, new Set([500, 3])));
    expect(form(t.set(t.float64), Float32Array.of(0.5))).toEqual(['d', 16]);
    expect(() => packOne(t.set(t.uint8), Int16Array.of(-1))).toThrow('-1 does not fit uint8');
    expect(() => packOne(t.set(t.string), Int16Array.of(-1))).toThrow(PackError);
  });
});
