import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { array } from '../../containers/declaring/declare.js';
import { ArgumentError, ClosedError, IntegerRangeError, PackError } from '../../errors.js';
import { struct } from '../struct.js';
import { t } from '../t.js';

const WRITABLE = { writable: true } as const;
const integers = (bits: number, signed: boolean) =>
  signed
    ? fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n })
    : fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
const small = (bits: number, signed: boolean) => integers(bits, signed).map(Number);

/** Values of each type, and some that do not fit it. */
const TYPES = {
  uint8: [t.uint8, small(8, false), [-1, 256, 0.5, '1', null, undefined, Number.NaN, 256n]],
  int8: [t.int8, small(8, true), [-129, 128, true]],
  uint16: [t.uint16, small(16, false), [-1, 65536]],
  int16: [t.int16, small(16, true), [-32769, 32768]],
  uint32: [t.uint32, small(32, false), [-1, 2 ** 32]],
  int32: [t.int32, small(32, true), [-(2 ** 31) - 1, 2 ** 31]],
  uint64: [t.uint64, fc.maxSafeNat(), [-1, 2 ** 53, -1n, 2n ** 64n, 1.5]],
  int64: [t.int64, fc.maxSafeInteger(), [2 ** 53, 2n ** 63n, -(2n ** 63n) - 1n]],
  int: [t.int, fc.maxSafeInteger(), [2 ** 53]],
  biguint64: [t.biguint64, integers(64, false), [-1n, 2n ** 64n, 'x']],
  bigint64: [t.bigint64, integers(64, true), [2n ** 63n]],
  float32: [t.float32, fc.float(), [1e39, -1e39, 1n, '1']],
  float64: [t.float64, fc.double(), [1n, null, undefined]],
  float: [t.float, fc.double(), ['1']],
  bool: [t.bool, fc.boolean(), [2, 'true', null, undefined]],
} as const;

describe.each(Object.entries(TYPES))('a field of type %s', (_, [type, values, misfits]) => {
  // Fields of other sizes around it, so that one byte too many shows.
  const Row = struct({ a: t.uint8, value: type, b: t.uint8, c: t.uint16, tail: t.string });
  const frame = { a: 255, b: 255, c: 65535, tail: 'x' };
  const pack = (value: unknown) => array(Row).pack([{ ...frame, value: value as never }]);
  const open = (bytes: Uint8Array) =>
    array(Row).fromBuffer(bytes, WRITABLE).at(0)! as { value: unknown } & typeof frame;

  test('is assigned in place: the bytes are those of packing the value at first', () => {
    fc.assert(
      fc.property(values as fc.Arbitrary<unknown>, values as fc.Arbitrary<unknown>, (first, second) => {
        const bytes = pack(first);
        const row = open(bytes);
        row.value = second;
        expect(Object.is(row.value, second)).toBe(true);
        expect(bytes).toEqual(pack(second));
        expect(
          array(Row)
            .fromBuffer(bytes)
            .at(0)!
            .equals({ ...frame, value: second }),
        ).toBe(true);
      }),
    );
  });

  test.each(misfits.map((value) => [value]))('refuses %s and keeps its value', (misfit) => {
    const value = type === t.bool ? true : 1;
    const bytes = pack(value);
    const before = bytes.slice();
    const row = open(bytes);
    expect(() => {
      row.value = misfit;
    }).toThrow(PackError);
    expect(() => {
      row.value = misfit;
    }).toThrow(/^value: /);
    expect(bytes).toEqual(before);
  });
});

test('a bigint past 2^53 can be assigned to an int64, as it can be packed, and reads as it would then', () => {
  const row = array(struct({ n: t.int64 }))
    .fromBuffer(array(struct({ n: t.int64 })).pack([{ n: 1 }]), WRITABLE)
    .at(0)!;
  (row as { n: unknown }).n = 2n ** 60n;
  expect(() => row.n).toThrow(IntegerRangeError);
});

describe('a field that cannot be assigned', () => {
  const Row = struct({
    n: t.uint32,
    o: t.uint16.optional(),
    z: t.float64.nullable(),
    s: t.string,
    d: t.datetime,
    l: t.list(t.uint8),
    nested: struct({ n: t.uint8 }),
  });
  const row = { n: 1, z: null, s: 'x', d: new Date(0), l: [1], nested: { n: 1 } };
  const bytes = array(Row).pack([row]);
  const open = (options?: { writable: boolean }) => array(Row).fromBuffer(bytes, options);
  const assign = (record: object | undefined, name: string, value: unknown) => () => {
    (record as { [name: string]: unknown })[name] = value;
  };

  test('lies in memory that is read only', () => {
    for (const options of [undefined, {}, { writable: false }] as { writable: boolean }[]) {
      const record = open(options).at(0)!;
      expect(assign(record, 'n', 2)).toThrow(ArgumentError);
      expect(assign(record, 'n', 2)).toThrow(
        'struct.n cannot be assigned: the buffer was not opened { writable: true }',
      );
      expect(assign(record.nested, 'n', 2)).toThrow(ArgumentError);
    }
    expect(assign(Row.unpackFrom(Row.pack(row)), 'n', 2)).toThrow(ArgumentError);
    expect(open().at(0)!.toObject()).toMatchObject({ n: 1, nested: { n: 1 } });
  });

  test('is of variable size', () => {
    for (const name of ['s', 'd', 'l', 'nested']) {
      expect(assign(open({ writable: true }).at(0), name, row[name as keyof typeof row])).toThrow(
        ArgumentError,
      );
      expect(assign(open({ writable: true }).at(0), name, null)).toThrow('only numbers and bools');
    }
  });

  test('is missing or None in the record', () => {
    const record = open({ writable: true }).at(0);
    expect(assign(record, 'o', 5)).toThrow('struct.o is missing in this record, which has no room for it');
    expect(assign(record, 'z', 5)).toThrow('struct.z is None in this record');
    expect(assign(record, 'z', null)).toThrow(ArgumentError);
  });

  test('is one that the file does not have', () => {
    const Later = struct({ n: t.uint32, added: t.uint8.optional() });
    const old = array(struct({ n: t.uint32 })).pack([{ n: 1 }]);
    const records = array(Later).fromBuffer(old, WRITABLE);
    const record = records.at(0);
    expect(assign(record, 'added', 1)).toThrow('struct.added is missing in this record');
    records.close();
    expect(assign(record, 'added', 1)).toThrow(ClosedError);
  });

  test('belongs to a closed container', () => {
    const records = open({ writable: true });
    const record = records.at(0);
    const nested = record!.nested;
    records.close();
    expect(assign(record, 'n', 2)).toThrow(ClosedError);
    expect(assign(record, 's', 2)).toThrow(ClosedError);
    expect(assign(nested, 'n', 2)).toThrow(ClosedError);
  });

  test('leaves the bytes as they were, in all of these', () => {
    expect(bytes).toEqual(array(Row).pack([row]));
  });
});

describe('fields of records of differing shapes', () => {
  const Row = struct({
    a: t.int64.optional(),
    b: t.uint32.nullable(),
    c: t.uint16.optional(),
    d: t.uint8.nullable(),
    e: t.bool,
  });
  const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
  const rows = fc.record({
    a: optional(fc.maxSafeInteger()),
    b: fc.option(small(32, false)),
    c: optional(small(16, false)),
    d: fc.option(small(8, false)),
    e: fc.boolean(),
  });
  const CHANGED = { a: -7, b: 4_000_000_000, c: 60_000, d: 200, e: true };

  test.each([1, 2, 4, 8, 16] as const)('lie where reading finds them, at alignment %d', (alignment) => {
    const Aligned = struct(
      {
        a: t.int64.optional(),
        b: t.uint32.nullable(),
        c: t.uint16.optional(),
        d: t.uint8.nullable(),
        e: t.bool,
      },
      { alignment },
    );
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 4 }), (values) => {
        const bytes = array(Aligned).pack(values);
        const expected = values.map((row) => {
          const present = Object.entries(CHANGED).filter(
            ([name]) => (row as Record<string, unknown>)[name] != null,
          );
          return { ...row, ...Object.fromEntries(present) };
        });
        for (const record of array(Aligned).fromBuffer(bytes, WRITABLE).cursor()) {
          for (const [name, value] of Object.entries(CHANGED)) {
            const fields = record as object as { [name: string]: unknown };
            if (fields[name] != null) fields[name] = value;
          }
        }
        expect(bytes).toEqual(array(Aligned).pack(expected));
      }),
    );
  });

  test('are those of the file where the declaration has another order', () => {
    const Other = struct({ e: t.bool, c: t.uint16.optional() });
    const bytes = array(Row).pack([{ a: 1, b: null, c: 3, d: 4, e: false }]);
    const record = array(Other).fromBuffer(bytes, WRITABLE).at(0)!;
    record.e = true;
    record.c = 9;
    expect(bytes).toEqual(array(Row).pack([{ a: 1, b: null, c: 9, d: 4, e: true }]));
  });
});

test('a struct shared within a record is one in memory: a change shows in both places', () => {
  const Point = struct({ x: t.float64 });
  const Pair = struct({ from: Point, to: Point });
  const point = { x: 1 };
  const pair = array(Pair)
    .fromBuffer(array(Pair).pack([{ from: point, to: point }]), WRITABLE)
    .at(0)!;
  pair.from.x = 2;
  expect(pair.to.x).toBe(2);
});

test('a subclass has its getters over assigned fields, and these are not assigned', () => {
  class Row extends struct({ n: t.uint8 }) {
    get twice(): number {
      return this.n * 2;
    }
  }
  const row = array(Row)
    .fromBuffer(array(Row).pack([{ n: 4 }]), WRITABLE)
    .at(0)!;
  row.n = 5;
  expect(row.twice).toBe(10);
  expect(() => {
    row.twice = 3;
  }).toThrow(TypeError);
});
