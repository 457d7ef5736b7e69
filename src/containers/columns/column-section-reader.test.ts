/** Stored columns: what they hold is held against the records, which are read where there is no section. */
import * as fc from 'fast-check';
import {
  ClosedError,
  type Mapping,
  mapping,
  type NumberColumn,
  SchemaError,
  shareBuffer,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import { WINDOW_BYTES } from '../../bytes/window.js';
import { SectionKind, sectionHeader } from '../../mappers/tables/sections.js';
import { float64 } from '../../values/numbers/number-types.js';
import { columnKind } from './column-kinds.js';
import { StoredColumns } from './column-section-reader.js';

const NUMBERS = {
  a: t.uint8,
  b: t.int8,
  c: t.uint16,
  d: t.int16,
  e: t.uint32,
  f: t.int32,
  g: t.float32,
  h: t.float64,
  i: t.float,
  j: t.uint64,
  k: t.int64,
  l: t.int,
  m: t.biguint64,
  n: t.bigint64,
};
const NAMES = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[];
const Row = struct({ ...NUMBERS, text: t.string.optional(), maybe: t.float64.optional(), yes: t.bool });
const Rows = mapping({ key: t.string, value: Row });
const safe = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

const row = fc.record(
  {
    a: fc.nat(255),
    b: fc.integer({ min: -128, max: 127 }),
    c: fc.nat(65_535),
    d: fc.integer({ min: -32_768, max: 32_767 }),
    e: fc.nat(2 ** 32 - 1),
    f: fc.integer(),
    g: fc.float(),
    h: fc.double(),
    i: fc.double(),
    j: fc.nat(Number.MAX_SAFE_INTEGER),
    k: fc.integer(safe),
    l: fc.integer(safe),
    m: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    n: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    text: fc.string(),
    maybe: fc.double(),
    yes: fc.boolean(),
  },
  { requiredKeys: [...NAMES, 'yes'] },
);
type RowInput = Parameters<typeof Row.pack>[0];
const keyed = (rows: readonly unknown[]) => rows.map((each, id) => [`${id}`, each as RowInput] as const);

/** Whether a typed array lies within bytes, and is no copy. */
const within = (column: ArrayBufferView, bytes: Uint8Array) => column.buffer === bytes.buffer;
const names = (map: Mapping<never, object>, ...list: string[]) =>
  list.map((name) => map.array.column(name as never));

const few = Array.from({ length: 5 }, (_, id) => ({
  ...Object.fromEntries(NAMES.map((name) => [name, name === 'm' || name === 'n' ? BigInt(id) : id])),
  yes: true,
})) as unknown as RowInput[];
const full = Rows.pack(keyed(few), { columns: NAMES });

describe('stored columns', () => {
  test('of all kinds of numbers are what the records hold, in place and aligned', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.shuffledSubarray(NAMES),
        (rows, columns) => {
          const bytes = Rows.pack(keyed(rows), { columns });
          const map = Rows.fromBuffer(bytes);
          const plain = Rows.fromBuffer(Rows.pack(keyed(rows)));
          for (const name of NAMES) {
            const column = map.array.column(name) as object as NumberColumn;
            expect(column).toEqual(plain.array.column(name));
            expect(within(column, bytes)).toBe(columns.includes(name));
            if (columns.includes(name)) expect(column.byteOffset % 64).toBe(0);
          }
          expect(map.array.column('text')).toEqual(rows.map(({ text }) => text));
          expect([...map.array].map((each) => each.toObject())).toEqual(
            [...plain.array].map((each) => each.toObject()),
          );
          expect(map.get('0')!.h).toBe(plain.get('0')!.h);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('follow the array, not the entries', () => {
    const [one, two] = few as [RowInput, RowInput];
    const bytes = Rows.pack(
      [
        ['x', two],
        ['y', one],
        ['z', two],
      ],
      { columns: ['h'] },
    );
    expect(Rows.fromBuffer(bytes).array.column('h')).toEqual(Float64Array.of(1, 0));
    const Integers = mapping({ key: t.uint32, value: Row });
    const kept = Integers.pack(
      [
        [7, two],
        [5, one],
        [7, one],
      ],
      { columns: ['h'], discardDuplicateKeys: true },
    );
    // The third entry's record is the second's.
    expect(Integers.fromBuffer(kept).array.column('h')).toEqual(Float64Array.of(1, 0));
  });

  test('are made of records as hooks leave them', () => {
    const changes = struct({ n: t.float64 });
    const declaration = mapping({ key: t.string, value: changes });
    const bytes = declaration.pack(
      [
        ['a', { n: 1 }],
        ['b', { n: 2 }],
      ],
      {
        columns: ['n'],
        onWrite: {
          before: (record) => Object.assign(record, { n: (record as { n: number }).n + 10 }),
          after: (_record, index, _offset, own) => {
            if (index === 1) new DataView(own.buffer, own.byteOffset).setFloat64(8, 99, true);
          },
        },
      },
    );
    const { array } = declaration.fromBuffer(bytes);
    expect([...array].map(({ n }) => n)).toEqual([11, 99]);
    expect(array.column('n')).toEqual(Float64Array.of(11, 99));
    expect(within(array.column('n'), bytes)).toBe(true);
  });

  test('are made of chunks', () => {
    const chunks = [Rows.packChunk(keyed(few.slice(0, 2))), Rows.packChunk(keyed(few.slice(2)))];
    const bytes = Rows.joinChunks(chunks, { columns: ['h', 'm'] });
    const { array } = Rows.fromBuffer(bytes);
    expect(array.column('h')).toEqual(Float64Array.of(0, 1, 2, 3, 4));
    expect(array.column('m')).toEqual(BigUint64Array.of(0n, 1n, 2n, 3n, 4n));
    expect(within(array.column('m'), bytes)).toBe(true);
  });

  test('of no records are empty', () => {
    const map = Rows.fromBuffer(Rows.pack([], { columns: ['h'] }));
    expect(map.array.column('h')).toEqual(new Float64Array(0));
  });

  test('are copied from bytes that are not aligned', () => {
    const odd = new Uint8Array(full.length + 1);
    odd.set(full, 1);
    const { array } = Rows.fromBuffer(odd.subarray(1));
    expect(array.column('h')).toEqual(Float64Array.of(0, 1, 2, 3, 4));
    expect(within(array.column('h'), odd)).toBe(false);
    expect(within(array.column('a'), odd)).toBe(true);
  });

  test('lie in shared memory', () => {
    const shared = shareBuffer(full);
    const column = Rows.fromBuffer(shared).array.column('h');
    expect(column.buffer).toBe(shared);
    expect([...column]).toEqual([0, 1, 2, 3, 4]);
  });

  test('are not given after close', () => {
    const map = Rows.fromBuffer(full);
    map.close();
    expect(() => map.array.column('h')).toThrow(ClosedError);
  });

  test('of fields that are read as another type are passed by', () => {
    const Other = struct({ j: t.biguint64, n: t.int64, h: t.float64.nullable() });
    const { array } = mapping({ key: t.string, value: Other }).fromBuffer(full);
    expect(array.column('j')).toEqual(BigUint64Array.of(0n, 1n, 2n, 3n, 4n));
    expect(array.column('n')).toEqual(Float64Array.of(0, 1, 2, 3, 4));
    expect(array.column('h')).toEqual([0, 1, 2, 3, 4]);
  });

  test('go when the bytes are opened writable, for all readers', () => {
    const bytes = full.slice();
    const reader = Rows.fromBuffer(bytes);
    expect(within(reader.array.column('h'), bytes)).toBe(true);
    const writer = Rows.fromBuffer(bytes, { writable: true });
    writer.array.at(2)!.h = 77;
    for (const map of [reader, writer, Rows.fromBuffer(bytes)]) {
      expect(names(map as never, 'h')).toEqual([Float64Array.of(0, 1, 77, 3, 4)]);
      expect(map.get('2')!.h).toBe(77);
    }
  });

  test('stay when bytes cannot be opened as declared', () => {
    const bytes = full.slice();
    const Other = mapping({ key: t.string, value: struct({ h: t.string }) });
    expect(() => Other.fromBuffer(bytes, { writable: true })).toThrow(SchemaError);
    expect(bytes).toEqual(full);
  });

  test('longer than a window are passed by', () => {
    const rows = WINDOW_BYTES / 8 + 1;
    const text = new TextEncoder().encode(
      JSON.stringify({ rows, columns: [{ name: 'h', type: 'float64', at: 0 }] }),
    );
    const head = new Uint8Array(40 + text.length);
    head.set(sectionHeader(SectionKind.columns, 2 ** 40));
    head[32] = text.length;
    head.set(text, 40);
    const memory = new Memory(2 ** 41, (base, length) => head.slice(base, base + length));
    const columns = new StoredColumns(memory, { start: 32, length: 2 ** 40, version: 1 });
    expect(columns.entries).toEqual([{ name: 'h', type: 'float64', at: 0 }]);
    expect(columns.column('h', columnKind(float64)!, rows)).toBeUndefined();
  });
});
