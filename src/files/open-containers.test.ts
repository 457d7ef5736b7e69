import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ArgumentError,
  array,
  CorruptBufferError,
  FileError,
  idMapper,
  mapping,
  SchemaError,
  struct,
  t,
} from 'sharedbuffers';
import { openArray, openIdMapper, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mmapSystem } from './mapping/mmap-system.js';

const canMap = !(mmapSystem() instanceof Error);
const Inner = struct({ x: t.uint8 });
const Row = struct({ id: t.uint32, name: t.string, tags: t.list, inner: Inner, wide: t.biguint64 });
const rows = Array.from({ length: 50 }, (_, id) => ({
  id,
  name: `name ${id}`,
  tags: [id, 'x'],
  inner: { x: id },
  wide: 2n ** 60n + BigInt(id),
}));
const Texts = mapping({ key: t.string, value: Row });
const Integers = mapping({ key: t.uint32, value: Row });
const Ids = idMapper({ key: t.string });

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-'));
  writeFileSync(path('array'), array(Row).pack(rows));
  writeFileSync(path('texts'), Texts.pack(rows.map((row) => [row.name, row])));
  writeFileSync(
    path('bare'),
    Texts.pack(
      rows.map((row) => [row.name, row]),
      { sections: false },
    ),
  );
  writeFileSync(path('integers'), Integers.pack(rows.map((row) => [row.id, row])));
  writeFileSync(path('far'), Integers.pack(rows.map((row) => [row.id * 1000, row])));
  writeFileSync(path('ids'), Ids.pack(rows.map((row) => [row.name, row.id])));
  writeFileSync(path('empty'), new Uint8Array());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const golden = (name: string): string =>
  fileURLToPath(new URL(`../../test/fixtures/golden/mapping/${name}.bin`, import.meta.url));

function errorOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe.each([
  { mmap: true, mapped: canMap },
  { mmap: false, mapped: false },
])('with $mmap', ({ mmap, mapped }) => {
  test('an array is read', () => {
    using read = openArray(path('array'), Row, { mmap });
    expect(read.mapped).toBe(mapped);
    expect(Array.from(read, (row) => row.toObject())).toEqual(rows);
    expect(read.column('id')).toEqual(Uint32Array.from(rows, ({ id }) => id));
  });

  test('mappings are read', () => {
    using texts = openMapping(path('texts'), Texts, { mmap });
    using integers = openMapping(path('integers'), Integers, { mmap });
    expect([texts.mapped, integers.mapped]).toEqual([mapped, mapped]);
    for (const row of rows) {
      expect(texts.get(row.name)?.toObject()).toEqual(row);
      expect(integers.get(row.id)?.toObject()).toEqual(row);
    }
  });

  test('an id mapper is read', () => {
    using ids = openIdMapper(path('ids'), Ids, { mmap });
    expect(ids.mapped).toBe(mapped);
    expect(new Map(ids)).toEqual(new Map(rows.map((row) => [row.name, row.id])));
  });

  test('what the file says itself need not be declared', () => {
    using read = openArray(path('array'), undefined, { mmap });
    expect(Array.from(read, (row) => row.toObject())).toEqual(rows);
    using texts = openMapping(path('texts'), undefined, { mmap });
    expect([...texts.keys()].every((key) => typeof key === 'string')).toBe(true);
    expect(texts.get('name 7')?.toObject()).toEqual(rows[7]);
    using integers = openMapping(path('integers'), undefined, { mmap });
    expect([...integers.keys()]).toEqual(rows.map(({ id }) => id));
    expect(integers.get(7)?.toObject()).toEqual(rows[7]);
    using keyed = openMapping(path('bare'), mapping({ key: t.string }), { mmap });
    expect(keyed.get('name 7')?.toObject()).toEqual(rows[7]);
  });

  test('an empty file is none of them', () => {
    expect(() => openArray(path('empty'), Row, { mmap })).toThrow(CorruptBufferError);
    expect(() => openMapping(path('empty'), Texts, { mmap })).toThrow(CorruptBufferError);
    expect(() => openMapping(path('empty'), undefined, { mmap })).toThrow(CorruptBufferError);
    expect(() => openIdMapper(path('empty'), Ids, { mmap })).toThrow(CorruptBufferError);
  });

  test('a file that is not there names its path', () => {
    for (const open of [
      () => openArray(path('none'), Row, { mmap }),
      () => openMapping(path('none'), undefined, { mmap }),
      () => openIdMapper(path('none'), Ids, { mmap }),
    ]) {
      expect(open).toThrow(FileError);
      expect(open).toThrow(`cannot open ${path('none')}`);
    }
  });
});

describe('a declaration that does not fit', () => {
  const Bytes = mapping({ key: t.bytes, value: Row });

  test.each([
    [
      'texts',
      mapping({ key: t.uint32, value: Row }),
      'has 64-bit string keys, not the declared 64-bit keys of type uint32',
    ],
    [
      'texts',
      mapping({ key: t.string, value: Row, width: 32 }),
      'not the declared 32-bit keys of type string',
    ],
    ['integers', Texts, 'has 64-bit integer keys, not the declared 64-bit keys of type string'],
    ['far', mapping({ key: t.uint8, value: Row, width: 32 }), 'not the declared 32-bit keys of type uint8'],
    ['bare', mapping({ key: t.uint32, value: Row }), 'it fits 64-bit string'],
    ['bare', mapping({ key: t.string, value: Row, width: 32 }), 'it fits 64-bit string'],
  ] as const)('to the keys of %s is refused', (name, declaration, message) => {
    const error = errorOf(() => openMapping(path(name), declaration as typeof Texts));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error.message).toContain(path(name));
    expect(error.message).toContain(message);
  });

  test('that is no declaration is refused in words', () => {
    for (const declaration of [Row, {}, 5, null]) {
      if (declaration !== null)
        expect(() => openMapping(path('texts'), declaration as never)).toThrow(ArgumentError);
      expect(() => openIdMapper(path('texts'), declaration as never)).toThrow(ArgumentError);
    }
    expect(() => openIdMapper(path('texts'), undefined as never)).toThrow(
      'openIdMapper takes what idMapper(',
    );
  });

  test('but only in what the bytes do not tell apart is none', () => {
    using texts = openMapping(path('texts'), Bytes);
    expect(texts.get(new TextEncoder().encode('name 3'))?.id).toBe(3);
    expect([...texts.keys()][0]).toBeInstanceOf(Uint8Array);
    using integers = openMapping(path('integers'), mapping({ key: t.biguint64, value: Row, multi: true }));
    expect(integers.getAll(3n).map(({ id }) => id)).toEqual([3]);
    expect([...integers.keys()][3]).toBe(3n);
  });

  test('to the records is refused, with the fields', () => {
    const Other = struct({ id: t.string, name: t.uint8 });
    const message = /id is stored as uint32, declared as string; name is stored as mapped_unicode/;
    for (const open of [
      () => openArray(path('array'), Other),
      () => openMapping(path('texts'), mapping({ key: t.string, value: Other })),
    ]) {
      expect(open).toThrow(SchemaError);
      expect(open).toThrow(message);
    }
  });

  test('to a file of Python is refused where it shows, and asked for where there is none', () => {
    const file = golden('map_StringIdMapper_20050');
    const unnamed = errorOf(() => openMapping(file));
    expect(unnamed).toBeInstanceOf(SchemaError);
    expect(unnamed.message).toMatch(
      /does not say what its keys are.*name them, as in mapping\(\{ key: t.string \}\)/,
    );
    for (const width of [32, 64] as const) {
      const declared = mapping({ key: t.uint32, width });
      expect(() => openMapping(file, declared)).toThrow(
        /is not one of \d\d-bit keys of type uint32; it fits 64-bit string/,
      );
    }
    expect(() => openMapping(golden('map_NumericIdMapper_1050'), mapping({ key: t.string }))).toThrow(
      SchemaError,
    );
    using read = openMapping(file, mapping({ key: t.string }));
    expect(read.get('user:1')?.id).toBe(1);
  });
});

test('a column of a name that is no field lists the fields', () => {
  using read = openArray(path('array'), Row);
  const column = () => read.column('height' as 'id');
  expect(column).toThrow(ArgumentError);
  expect(column).toThrow('there is no field height; the fields are id, name, tags, inner, wide');
});
