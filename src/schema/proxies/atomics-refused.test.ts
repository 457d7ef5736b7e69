/** Fields that are not changed atomically: what they say, and where alignment lets them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { array } from '../../containers/declaring/declare.js';
import { ArgumentError, ClosedError } from '../../errors.js';
import { struct } from '../struct.js';
import { t } from '../t.js';
import type { Writable } from '../writable-types.js';
import { atomicAdd, atomicCompareExchange } from './atomics.js';

const WRITABLE = { writable: true } as const;
const Row = struct({
  uint8: t.uint8,
  int8: t.int8,
  uint16: t.uint16,
  uint32: t.uint32,
  bigint64: t.bigint64,
  float32: t.float32,
  name: t.string,
});
const ROW = { uint8: 1, int8: 1, uint16: 1, uint32: 1, bigint64: 1n, float32: 1, name: 'x' };
const open = (): { row: Writable<InstanceType<typeof Row>> } => ({
  row: array(Row)
    .fromBuffer(array(Row).pack([ROW]), WRITABLE)
    .at(0)!,
});

describe('what cannot be changed', () => {
  const messageOf = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      expect(error).toBeInstanceOf(ArgumentError);
      return (error as Error).message;
    }
    throw new Error('it was changed');
  };

  test('is a field of another kind, or none', () => {
    const { row } = open();
    expect(messageOf(() => atomicAdd(row, 'name' as never, 1))).toMatch('only numbers and bools');
    expect(messageOf(() => atomicAdd(row, 'toString' as never, 1))).toMatch('has no field "toString"');
    expect(messageOf(() => atomicAdd({ uint8: 1 }, 'uint8', 1))).toMatch(
      'a plain object has no field "uint8"',
    );
    expect(messageOf(() => atomicAdd(null as never, 'uint8' as never, 1))).toMatch('null has no field');
  });

  test('lies in read-only memory', () => {
    const row = array(Row)
      .fromBuffer(array(Row).pack([ROW]))
      .at(0)!;
    expect(messageOf(() => atomicAdd(row, 'uint8', 1))).toMatch('{ writable: true }');
    expect(messageOf(() => atomicCompareExchange(row, 'uint8', 1, 2))).toMatch('{ writable: true }');
  });

  test('is missing or None', () => {
    const Sparse = struct({ a: t.int64.optional(), b: t.int64.nullable() });
    const row = array(Sparse)
      .fromBuffer(array(Sparse).pack([{ b: null }]), WRITABLE)
      .at(0)!;
    expect(messageOf(() => atomicAdd(row, 'a', 1))).toMatch('struct.a is missing');
    expect(messageOf(() => atomicCompareExchange(row, 'b', 1, 2))).toMatch('struct.b is None');
  });

  test('is closed', () => {
    const rows = array(Row).fromBuffer(array(Row).pack([ROW]), WRITABLE);
    const row = rows.at(0)!;
    atomicAdd(row, 'uint32', 1);
    rows.close();
    expect(() => atomicAdd(row, 'uint32', 1)).toThrow(ClosedError);
    expect(() => atomicCompareExchange(row, 'uint32', 1, 2)).toThrow(ClosedError);
  });

  test('is not aligned, because its schema is not', () => {
    const Tight = struct({ a: t.uint32, b: t.uint8, c: t.float64 }, { alignment: 1 });
    const bytes = array(Tight).pack([
      { a: 1, b: 1, c: 1 },
      { a: 1, b: 1, c: 1 },
    ]);
    const rows = array(Tight).fromBuffer(bytes, WRITABLE);
    const row = rows.at(0)!;
    expect(messageOf(() => atomicAdd(row, 'c', 1))).toBe(
      'struct.c, at byte 58 of the buffer, is not aligned in memory to its 8 bytes, so it cannot be changed atomically: ' +
        'use { alignment: 8 } and an aligned buffer, or just assign it',
    );
    expect(atomicAdd(row, 'b', 4)).toBe(1);
    row.c = 7;
    expect(row.toObject()).toEqual({ a: 1, b: 5, c: 7 });
  });

  test('is not aligned, because the buffer is not', () => {
    const packed = array(Row).pack([ROW]);
    for (const shift of [0, 1, 2, 4, 8]) {
      const bytes = new Uint8Array(new ArrayBuffer(packed.length + 8), shift, packed.length);
      bytes.set(packed);
      const row = array(Row).fromBuffer(bytes, WRITABLE).at(0)!;
      const sizes = { bigint64: 8, float32: 4, uint16: 2, int8: 1 } as const;
      for (const [name, size] of Object.entries(sizes) as [keyof typeof sizes, number][]) {
        const change = () => atomicAdd(row, name as 'int8', 1);
        if (shift % size === 0) change();
        else expect(messageOf(change)).toMatch('not aligned');
        expect(row[name]).toEqual(
          name === 'bigint64' ? BigInt(shift % 8 === 0 ? 2 : 1) : shift % size === 0 ? 2 : 1,
        );
      }
    }
  });
});

test('records that lack earlier fields, and structs in them, are aligned all the same', () => {
  const Inner = struct({ small: t.uint8, big: t.float64.optional(), middle: t.uint16 });
  const Outer = struct({
    a: t.int64.optional(),
    b: t.uint32.optional(),
    c: t.int32,
    d: t.uint16.nullable(),
    e: t.int16,
    f: t.uint8.optional(),
    g: t.bigint64,
    text: t.string.optional(),
    inner: Inner,
  });
  const optional = <T>(value: T) => fc.constantFrom(value, undefined);
  const rows = fc.record({
    a: optional(1),
    b: optional(1),
    c: fc.constant(1),
    d: fc.constantFrom(1, null),
    e: fc.constant(1),
    f: optional(1),
    g: fc.constant(1n),
    text: fc.option(fc.string(), { nil: undefined }),
    inner: fc.record({ small: fc.constant(1), big: optional(1), middle: fc.constant(1) }),
  });
  fc.assert(
    fc.property(fc.array(rows, { minLength: 1, maxLength: 5 }), (values) => {
      const bytes = array(Outer).pack(values);
      for (const row of array(Outer).fromBuffer(bytes, WRITABLE).cursor()) {
        for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const) {
          if (row[name] != null) atomicAdd(row, name, 1);
        }
        for (const name of ['small', 'big', 'middle'] as const) {
          if (row.inner[name] !== undefined) atomicAdd(row.inner, name, 1);
        }
      }
      const add = (object: object): object =>
        Object.fromEntries(
          Object.entries(object).map(([name, value]) => [
            name,
            typeof value === 'number' ? value + 1 : typeof value === 'bigint' ? value + 1n : value,
          ]),
        );
      const expected = values.map((row) => ({ ...add(row), inner: add(row.inner) }));
      expect(bytes).toEqual(array(Outer).pack(expected as typeof values));
    }),
  );
});
