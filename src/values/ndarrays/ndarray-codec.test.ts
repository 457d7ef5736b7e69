import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { array, ClosedError, NdArray, SharedBuffersError, Sharing, struct, t } from 'sharedbuffers';
import { openArray } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { NdDtype } from './dtype.js';

const Holder = struct({ v: t.ndarray });
const Both = struct({ a: t.ndarray, b: t.ndarray });
const Any = struct({ v: t.any });

const DTYPES: NdDtype[] = [
  '<u8',
  '<i8',
  '<u4',
  '<i4',
  '<u2',
  '<i2',
  '|u1',
  '|i1',
  '<f8',
  '<f4',
  '|b1',
  '<f2',
  '>f8',
  '>i2',
  '<c8',
  '<c16',
  '>c16',
  '<U2',
  '|S3',
  '|V5',
  '<f16',
  [
    ['a', '<i4'],
    ['b', '<i4'],
  ],
  [
    ['', '|V3'],
    [
      'x',
      [
        ['y', '<f8'],
        ['é', '|S1'],
      ],
    ],
  ],
];

const itemSizes = new Map(DTYPES.map((dtype) => [dtype, sizeOf(dtype)]));
function sizeOf(dtype: NdDtype): number {
  if (typeof dtype !== 'string') return dtype.reduce((sum, [, inner]) => sum + sizeOf(inner), 0);
  return Number(dtype.slice(2)) * (dtype[1] === 'U' ? 4 : 1);
}

const arrays = fc
  .record({ dtype: fc.constantFrom(...DTYPES), shape: fc.array(fc.nat(3), { maxLength: 3 }) })
  .chain(({ dtype, shape }) => {
    const length = shape.reduce((product, size) => product * size, itemSizes.get(dtype)!);
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => NdArray.fromBytes(dtype, shape, bytes));
  });

function same(read: NdArray, packed: NdArray): void {
  expect(read.dtype).toEqual(packed.dtype);
  expect(read.shape).toEqual(packed.shape);
  expect(read.toBytes()).toEqual(packed.toBytes());
}

describe('what was packed is read back', () => {
  test('at any offset, by its type and by none', () => {
    fc.assert(
      fc.property(arrays, fc.nat(20), (array, offset) => {
        for (const type of [Holder, Any]) {
          const buffer = new Uint8Array(4096);
          type.packInto({ v: array }, buffer, offset);
          same(type.unpackFrom(buffer, offset).v as NdArray, array);
        }
      }),
    );
  });

  test('in lists', () => {
    const list = struct({ v: t.list(t.ndarray) });
    fc.assert(
      fc.property(fc.array(arrays, { maxLength: 4 }), (values) => {
        const read = list.unpackFrom(list.pack({ v: values })).v;
        expect(read.length).toBe(values.length);
        read.forEach((array, index) => {
          same(array, values[index]!);
        });
      }),
    );
  });

  test('typed arrays as arrays of one dimension', () => {
    for (const data of [
      Float32Array.of(1.5),
      BigUint64Array.of(2n ** 64n - 1n),
      new Uint8ClampedArray([7, 8]),
    ]) {
      const read = Holder.unpackFrom(Holder.pack({ v: data })).v;
      expect(Array.from(read.data as Iterable<unknown>)).toEqual(Array.from(data as Iterable<unknown>));
      expect(read.shape).toEqual([data.length]);
    }
    const floats = Any.unpackFrom(Any.pack({ v: Float64Array.of(1, 2) })).v as NdArray;
    expect(floats.toArray()).toEqual([1, 2]);
    expect(Any.unpackFrom(Any.pack({ v: Uint8Array.of(1) })).v).toBeInstanceOf(Uint8Array);
  });
});

test('reading copies nothing where elements are aligned', () => {
  const bytes = new Uint8Array(Holder.pack({ v: Float64Array.of(1, 2, 3) }));
  const { v } = Holder.unpackFrom(bytes);
  // 8 of the struct's header, 8 of its pointer, 16 + 8 + 8 in front of the data.
  expect([v.data.buffer, v.data.byteOffset]).toEqual([bytes.buffer, 48]);
  expect(v.data).toBeInstanceOf(Float64Array);
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes, 1);
  const copied = Holder.unpackFrom(moved.subarray(1)).v;
  expect(copied.data.buffer).not.toBe(moved.buffer);
  expect(copied.toArray()).toEqual([1, 2, 3]);
});

test('plain numbers in fields of a struct of alignment 8 are always aligned', () => {
  const Mixed = struct({ name: t.string, n: t.uint8, v: t.ndarray });
  const plain = arrays.filter(({ type }) => type.data !== undefined);
  fc.assert(
    fc.property(fc.string(), plain, (name, v) => {
      const rows = array(Mixed).pack([
        { name, n: 1, v },
        { name: `${name}.`, n: 2, v },
      ]);
      for (const row of array(Mixed).fromBuffer(rows)) expect(row.v.data.buffer).toBe(rows.buffer);
    }),
  );
});

test('one array is stored once', () => {
  const array = NdArray.of(new Float64Array(100));
  const twice = Both.pack({ a: array, b: array });
  const apart = Both.pack({ a: array, b: array.copy() });
  expect(apart.length - twice.length).toBeGreaterThan(800);
  const { a, b } = Both.unpackFrom(twice);
  expect(a.data.byteOffset).toBe(b.data.byteOffset);
});

test('descriptions of types are not shared with other values', () => {
  const sharing = new Sharing();
  const Text = struct({ a: t.any, v: t.ndarray });
  const v = NdArray.fromBytes('<f2', [1], Uint8Array.of(0, 0x3e));
  const alone = Text.pack({ a: 'x', v });
  const beside = Text.pack({ a: '<f2', v }, { sharing });
  expect(beside.length).toBe(alone.length);
  expect(Text.unpackFrom(beside).v.toArray()).toEqual([1.5]);
});

test('plain copies are independent, JSON is nested', () => {
  const record = Holder.unpackFrom(Holder.pack({ v: NdArray.of(BigInt64Array.of(1n, 2n, 3n, 4n), [2, 2]) }));
  const { v } = record.toObject();
  expect(v.data.buffer).not.toBe(record.v.data.buffer);
  expect(v.toArray()).toEqual(record.v.toArray());
  expect(JSON.stringify(record)).toBe('{"v":[["1","2"],["3","4"]]}');
  const rows = NdArray.fromBytes(
    [
      ['n', '<f4'],
      ['s', '|S1'],
    ],
    [1],
    Uint8Array.of(0, 0, 128, 63, 65),
  );
  expect(JSON.stringify(Any.unpackFrom(Any.pack({ v: rows })))).toBe('{"v":[{"n":1,"s":"QQ=="}]}');
  expect(record.equals({ v: NdArray.of(BigInt64Array.of(1n, 2n, 3n, 4n), [2, 2]) })).toBe(true);
  expect(record.equals({ v: NdArray.of(BigInt64Array.of(1n, 2n, 3n, 5n), [2, 2]) })).toBe(false);
});

test('other values are refused', () => {
  for (const value of [[1, 2], new ArrayBuffer(8), 'x', null, { data: new Float64Array(1), shape: [1] }])
    expect(() => Holder.pack({ v: value as never })).toThrow(/^v: /);
});

test('repetition of one element beyond what a value takes is refused before it is spelled out', () => {
  const endless = NdArray.of(new Float64Array(1), [2 ** 40], [0]);
  expect(() => Holder.pack({ v: endless })).toThrow('takes more than');
});

describe('damaged arrays', () => {
  /** Bare arrays start 16 bytes into the record. */
  const START = 16;
  const damage = (array: NdArray, at: number, value: bigint): (() => unknown) => {
    const bytes = Holder.pack({ v: array });
    new DataView(bytes.buffer).setBigInt64(START + at, value, true);
    return () => Holder.unpackFrom(bytes).v;
  };
  const table = NdArray.of(new Uint16Array(6), [2, 3]);

  test.each([
    ['a type outside of the memory', 0, 10_000n],
    ['a type of 2^62', 0, 2n ** 62n],
    ['data outside of the memory', 8, 10_000n],
    ['data before the memory', 8, -10_000n],
    ['a shape of other size', 16, 0x0000_0003_0300_0242n],
    ['a shape of no numbers', 16, 0x0000_0000_0000_0254n],
    ['a shape of 2^24 dimensions', 16, 0x0000_0000_ffff_ff42n],
    ['a negative shape', 16, 0x0000_fefd_0000_0262n],
    ['no such type', 24, 0x0000_0000_0000_0b62n],
    ['a type that is no number', 24, 0x0000_0000_0000_0154n],
    ['more data than there is', 32, 2n ** 40n],
    ['data that is no multiple', 32, 11n],
  ])('%s', (_, at, value) => {
    expect(damage(table, at, value)).toThrow(SharedBuffersError);
    expect(damage(table, at, value)).toThrow(expect.objectContaining({ code: 'SB_CORRUPT' }));
  });

  test('an array whose type is itself', () => {
    const bytes = Any.pack({ v: NdArray.of(Uint8Array.of(1)) });
    // The value's type code is 16 bytes in, its header 24.
    new DataView(bytes.buffer).setBigInt64(24, -8n, true);
    expect(() => Any.unpackFrom(bytes).v).toThrow('nest deeper than');
  });

  test('any byte changed gives an array or an error, within memory', () => {
    fc.assert(
      fc.property(arrays, fc.nat(), fc.nat(255), (array, place, byte) => {
        const bytes = Any.pack({ v: array });
        bytes[place % bytes.length] = byte;
        try {
          const { v } = Any.unpackFrom(bytes) as { v: unknown };
          if (!(v instanceof NdArray)) return;
          expect(v.byteLength).toBeLessThanOrEqual(bytes.length);
          if (v.shape.length < 10 && v.shape.every((size) => size < 1000)) v.toArray();
        } catch (error) {
          expect(error).toBeInstanceOf(SharedBuffersError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([true, false])('after close nothing can be read; mapped: %s', (mmap) => {
  const folder = mkdtempSync(join(tmpdir(), 'ndarray-'));
  const path = join(folder, 'a.sb');
  writeFileSync(path, array(Holder).pack([{ v: Float64Array.of(1, 2) }]));
  const rows = openArray(path, Holder, { mmap });
  const { v } = rows.at(0)!;
  expect(v.toArray()).toEqual([1, 2]);
  const kept = v.copy();
  rows.close();
  expect(() => v.get(0)).toThrow(ClosedError);
  expect(() => v.toArray()).toThrow(ClosedError);
  expect(() => v.toBytes()).toThrow(ClosedError);
  expect(() => v.copy()).toThrow(ClosedError);
  expect(kept.toArray()).toEqual([1, 2]);
  rmSync(folder, { recursive: true });
});
