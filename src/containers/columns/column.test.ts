import * as fc from 'fast-check';
import {
  ArgumentError,
  array,
  ClosedError,
  IntegerRangeError,
  MissingFieldError,
  mapping,
  type NumberColumn,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { AnyType } from '../../schema/type.js';

/** The column of a field that holds these values. */
function column(type: AnyType, values: readonly unknown[]): unknown {
  const Row = struct({ before: t.string.optional(), field: type, after: t.uint8 });
  const rows = values.map((field, after) => ({
    ...(field === undefined ? {} : { field }),
    ...(after % 3 === 0 ? { before: 'x' } : {}),
    after: after % 256,
  }));
  return array(Row)
    .fromBuffer(array(Row).pack(rows as never))
    .column('field');
}

const integers = (min: number, max: number) => fc.array(fc.integer({ min, max }), { maxLength: 50 });
const doubles = fc.array(fc.double(), { maxLength: 50 });
const floats = fc.array(fc.float(), { maxLength: 50 });
const safe = fc.array(fc.maxSafeInteger(), { maxLength: 50 });
const SAFE = Number.MAX_SAFE_INTEGER;

describe('a column of numbers that are always there is a typed array', () => {
  const kinds: [string, AnyType, fc.Arbitrary<number[]>, (values: number[]) => NumberColumn][] = [
    ['uint8', t.uint8, integers(0, 255), (values) => Uint8Array.from(values)],
    ['int8', t.int8, integers(-128, 127), (values) => Int8Array.from(values)],
    ['uint16', t.uint16, integers(0, 65_535), (values) => Uint16Array.from(values)],
    ['int16', t.int16, integers(-32_768, 32_767), (values) => Int16Array.from(values)],
    ['uint32', t.uint32, fc.array(fc.nat(2 ** 32 - 1)), (values) => Uint32Array.from(values)],
    ['int32', t.int32, fc.array(fc.integer()), (values) => Int32Array.from(values)],
    ['float32', t.float32, floats, (values) => Float32Array.from(values)],
    ['float64', t.float64, doubles, (values) => Float64Array.from(values)],
    ['float', t.float, doubles, (values) => Float64Array.from(values)],
    ['int64', t.int64, safe, (values) => Float64Array.from(values)],
    ['int', t.int, safe, (values) => Float64Array.from(values)],
    ['uint64', t.uint64, fc.array(fc.nat(SAFE)), (values) => Float64Array.from(values)],
  ];

  test.each(kinds)('%s', (_, type, values, make) => {
    fc.assert(
      fc.property(values, (list) => {
        // An integer of -0 is 0.
        const stored = list.map((value) => (type === t.int64 || type === t.int ? value + 0 : value));
        expect(column(type, list)).toEqual(make(stored));
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['bigint64', t.bigint64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), BigInt64Array],
    ['biguint64', t.biguint64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), BigUint64Array],
  ] as const)('%s', (_, type, value, Column) => {
    fc.assert(
      fc.property(fc.array(value), (list) => {
        expect(column(type, list)).toEqual(Column.from(list));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a column of anything else is an array', () => {
  test.each([
    ['optional numbers', t.uint8.optional(), [1, undefined, 0]],
    ['nullable numbers', t.float64.nullable(), [1.5, null, 0]],
    ['both', t.bigint64.optional().nullable(), [1n, null, undefined]],
    ['booleans', t.bool, [true, false]],
    ['texts', t.string, ['a', '', '\u20ac']],
    ['lists', t.list, [[1, 'x'], []]],
    ['sets', t.set.optional(), [new Set([1]), undefined]],
  ] as const)('%s', (_, type, values) => {
    expect(column(type, values)).toEqual([...values]);
  });

  test('structs, each a proxy of its own', () => {
    const Inner = struct({ x: t.uint8 });
    const inner = column(Inner, [{ x: 1 }, { x: 2 }, { x: 3 }]) as { x: number }[];
    expect(inner.map(({ x }) => x)).toEqual([1, 2, 3]);
  });
});

describe('a column of many records, several stretches of them,', () => {
  const COUNT = 2 ** 16 + 1003;
  const numbers = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`n${index}`, t.uint8] as const),
  );
  // 33 fields and more take bitmaps of 64 bits; alignment 1 and 2, of 8 or 16 bits for few fields.
  const layouts = [
    ['alignment 1', {}, 1],
    ['alignment 2', { b: t.uint8, c: t.uint8, d: t.uint8, e: t.uint8, f: t.uint8 }, 2],
    ['alignment 8', {}, 8],
    ['alignment 16', {}, 16],
    ['32 fields', { ...numbers, n30: t.uint8 }, 8],
    ['40 fields', { ...numbers, a: t.uint8, b: t.uint8, c: t.uint8, d: t.uint8, e: t.uint8 }, 8],
  ] as const;

  test.each(layouts)('all alike: %s', (_, more, alignment) => {
    const Row = struct({ ...more, score: t.float64, tail: t.int16 }, { alignment });
    const rest = Object.fromEntries(Object.keys(more).map((name, index) => [name, index]));
    function* rows() {
      for (let id = 0; id < COUNT; id += 1) yield { ...rest, score: id / 4, tail: (id % 60_000) - 30_000 };
    }
    const read = array(Row).fromBuffer(array(Row).pack(rows() as never));
    expect(read.column('score')).toEqual(Float64Array.from({ length: COUNT }, (_entry, id) => id / 4));
    const tails = Int16Array.from({ length: COUNT }, (_entry, id) => (id % 60_000) - 30_000);
    expect(read.column('tail')).toEqual(tails);
  });

  test('of many shapes', () => {
    const Row = struct({ a: t.string.optional(), b: t.float64.nullable(), n: t.uint32, o: t.uint8 });
    const rows = Array.from({ length: 2 ** 16 + 1001 }, (_, id) => ({
      ...(id % 3 === 0 ? { a: 'x' } : {}),
      b: id % 5 === 0 ? null : id / 2,
      n: id * 3,
      o: id & 255,
    }));
    const read = array(Row).fromBuffer(array(Row).pack(rows));
    expect(read.column('n')).toEqual(Uint32Array.from(rows, ({ n }) => n));
    expect(read.column('o')).toEqual(Uint8Array.from(rows, ({ o }) => o));
  });

  test('some of which are damaged', () => {
    const Row = struct({ n: t.uint32 });
    const bytes = array(Row).pack(Array.from({ length: 1000 }, (_, n) => ({ n })));
    const view = new DataView(bytes.buffer);
    const index = Number(view.getBigUint64(8, true));
    for (const row of [0, 1, 249, 250, 500, 999]) {
      for (const offset of [
        0n,
        55n,
        BigInt(index - 7),
        BigInt(index),
        2n ** 31n,
        2n ** 32n + 56n,
        2n ** 52n,
      ]) {
        // A first record before the end of the header is one of version 0.
        if (row === 0 && offset < 56n) continue;
        const damaged = bytes.slice();
        new DataView(damaged.buffer).setBigUint64(index + 8 * row, offset, true);
        expect(() => array(Row).fromBuffer(damaged).column('n')).toThrow('not among the records');
      }
      const bare = bytes.slice();
      bare[Number(view.getBigUint64(index + 8 * row, true))] = 0;
      expect(() => array(Row).fromBuffer(bare).column('n')).toThrow(MissingFieldError);
    }
  });
});

describe('a column throws', () => {
  test('after close, of no records too', () => {
    const Row = struct({ n: t.uint32 });
    for (const rows of [[], [{ n: 1 }]]) {
      const read = array(Row).fromBuffer(array(Row).pack(rows));
      read.close();
      expect(() => read.column('n')).toThrow(ClosedError);
    }
  });

  test('where a required field is missing', () => {
    const [Stored, Declared] = [
      struct({ id: t.uint8, n: t.uint8.optional() }),
      struct({ id: t.uint8, n: t.uint8 }),
    ];
    const bytes = array(Stored).pack([{ id: 1, n: 1 }, { id: 2 }]);
    const read = array(Declared).fromBuffer(bytes);
    expect(() => read.column('n')).toThrow(MissingFieldError);
    expect(read.column('id')).toEqual(Uint8Array.of(1, 2));
  });

  test('where an integer has no exact number', () => {
    const [Stored, Declared] = [struct({ n: t.biguint64 }), struct({ n: t.uint64 })];
    const read = array(Declared).fromBuffer(array(Stored).pack([{ n: 1n }, { n: 2n ** 53n }]));
    expect(() => read.column('n')).toThrow(IntegerRangeError);
  });
});

describe('a column is put into an array that is given', () => {
  const Row = struct({
    score: t.float64,
    size: t.uint16,
    big: t.bigint64,
    name: t.string,
    note: t.string.optional(),
  });
  const rows = Array.from({ length: 300 }, (_, row) => ({
    score: row / 4,
    size: row,
    big: BigInt(-row),
    name: `row ${row}`,
    ...(row % 2 === 0 ? { note: 'even' } : {}),
  }));
  const records = array(Row).fromBuffer(array(Row).pack(rows));

  test('of numbers', () => {
    const scores = new Float64Array(300).fill(Number.NaN);
    expect(records.column('score', { into: scores })).toBe(scores);
    expect(scores).toEqual(records.column('score'));
    const shared = new Uint16Array(new SharedArrayBuffer(600));
    expect(records.column('size', { into: shared })).toBe(shared);
    expect([...shared]).toEqual(rows.map(({ size }) => size));
    const big = new BigInt64Array(300);
    expect(records.column('big', { into: big })).toBe(big);
    expect([...big]).toEqual(rows.map((row) => row.big));
  });

  test('of other values', () => {
    const names = new Array<string>(300);
    expect(records.column('name', { into: names })).toBe(names);
    expect(names).toEqual(rows.map(({ name }) => name));
    const notes = new Array<string | undefined>(300).fill('before');
    expect(records.column('note', { into: notes })).toEqual(rows.map(({ note }) => note));
  });

  test('as the file has it stored', () => {
    const declared = mapping({ key: t.uint32, value: Row });
    const bytes = declared.pack(
      rows.map((row, key) => [key, row] as const),
      { columns: ['score'] },
    );
    const stored = declared.fromBuffer(bytes).array;
    const scores = new Float64Array(300);
    expect(stored.column('score', { into: scores })).toBe(scores);
    expect(scores).toEqual(records.column('score'));
    scores.fill(0);
    expect(stored.column('score')).toEqual(records.column('score'));
  });

  test('unless it is of another class or length', () => {
    const wrong: [keyof (typeof rows)[0], unknown][] = [
      ['score', new Float64Array(299)],
      ['score', new Float32Array(300)],
      ['score', new Array(300)],
      ['score', null],
      ['size', new Int16Array(300)],
      ['big', new BigUint64Array(300)],
      ['name', new Array(301)],
      ['name', new Float64Array(300)],
      ['name', { length: 300 }],
    ];
    for (const [name, into] of wrong) {
      expect(() => records.column(name, { into: into as never })).toThrow(ArgumentError);
    }
  });
});
