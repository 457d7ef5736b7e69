/** What a file is, said by opening it as anything, and as everything else. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  array,
  CorruptBufferError,
  FileError,
  idMapper,
  mapping,
  SchemaError,
  struct,
  t,
} from 'sharedbuffers';
import { buildBundle, openArray, openBundle, openFile, openIdMapper, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string });
const Named = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.uint64 });
const rows = Array.from({ length: 3 }, (_, id) => ({ id, name: `name ${id}` }));
const CONTAINERS = {
  array: array(Row).pack(rows),
  mapping: Named.pack(rows.map((row) => [row.name, row])),
  idMapper: Ids.pack(rows.map(({ id }) => [id, id * 2])),
};
/** Each kind as messages call it, and what opens it. */
const SAID = {
  array: ['an array of 3 records', 'openArray', 'array(…).fromBuffer', 'bundle.array'],
  mapping: ['a mapping of 3 entries', 'openMapping', 'mapping(…).fromBuffer', 'bundle.mapping'],
  idMapper: ['an id mapper of 3 entries', 'openIdMapper', 'idMapper(…).fromBuffer', 'bundle.idMapper'],
  bundle: ['a zip bundle', 'openBundle', 'openBundle, of a file', 'openBundle, of a file'],
} as const;
type Kind = keyof typeof SAID;
const KINDS = Object.keys(SAID) as Kind[];
const OTHERS: readonly [name: string, bytes: Uint8Array, said: string][] = [
  ['empty', new Uint8Array(0), 'is empty'],
  ['text.csv', Buffer.from('id,name\n1,Rosario\n'), 'is text'],
  ['text.json', Buffer.from('{"id": 1, "name": "Córdoba"}\n'.repeat(500)), 'is text'],
  ['utf16.txt', Buffer.from('\ufeffid;name', 'utf16le'), 'is text'],
  ['rows.gz', gzipSync('id,name\n'), 'is compressed by gzip'],
  ['rows.zst', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0), 'is compressed by zstd'],
  ['rows.parquet', Buffer.from('PAR1\x15\x04\0\0\0\0PAR1'), 'is a Parquet file'],
  ['rows.sqlite', Buffer.from('SQLite format 3\0\x10\0'), 'is an SQLite database'],
];

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'open-file-'));
  for (const [name, bytes] of Object.entries(CONTAINERS)) writeFileSync(path(name), bytes);
  for (const [name, bytes] of OTHERS) writeFileSync(path(name), bytes);
  await buildBundle(path('bundle'), [...Object.entries(CONTAINERS), ['inner', readFileSync(path('array'))]]);
  await buildBundle(path('nested'), [['bundle', path('bundle')], ...Object.entries(CONTAINERS)]);
  mkdirSync(path('sub'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES: Readonly<Record<Kind, (path: string) => unknown>> = {
  array: (file) => openArray(file, Row),
  mapping: (file) => openMapping(file, Named),
  idMapper: (file) => openIdMapper(file, Ids),
  bundle: (file) => openBundle(file),
};

async function errorOf(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('openFile', () => {
  test('opens each kind as what it is', () => {
    using list = openFile(path('array'));
    if (list.kind !== 'array') throw new Error(list.kind);
    expect(list.at(1)?.toObject()).toEqual(rows[1]);
    using map = openFile(path('mapping'), { mmap: false });
    if (map.kind !== 'mapping') throw new Error(map.kind);
    expect(map.get('name 2')?.toObject()).toEqual(rows[2]);
    expect(map.mapped).toBe(false);
    using ids = openFile(path('idMapper'));
    if (ids.kind !== 'idMapper') throw new Error(ids.kind);
    expect([...ids]).toEqual(rows.map(({ id }) => [id, id * 2]));
    using bundle = openFile(pathToFileURL(path('bundle')));
    if (bundle.kind !== 'bundle') throw new Error(bundle.kind);
    expect(bundle.names).toEqual([...Object.keys(CONTAINERS), 'inner']);
  });

  test('tells the keys of files that do not say them', () => {
    const rowsOf = 200;
    const many = Array.from({ length: rowsOf }, (_, id) => ({ id, name: `name ${id}` }));
    const declared = {
      string: mapping({ key: t.string, value: Row }),
      narrow: mapping({ key: t.string, value: Row, width: 32 }),
      integer: mapping({ key: t.uint32, value: Row }),
      approximate: mapping({ key: t.string, value: Row, approximate: true }),
    };
    for (const [name, declaration] of Object.entries(declared)) {
      const keyed = many.map((row) => [name === 'integer' ? row.id * 7 : row.name, row]);
      writeFileSync(path(name), (declaration as typeof Named).pack(keyed as never, { sections: false }));
      using map = openFile(path(name));
      if (map.kind !== 'mapping') throw new Error(map.kind);
      const id = map.get(name === 'integer' ? 700 : 'name 100')?.id;
      expect([name, id]).toEqual([name, 100]);
    }
    const golden = new URL(
      '../../test/fixtures/golden/mapping/map_StringIdMapper_20050.bin',
      import.meta.url,
    );
    using python = openFile(golden);
    expect(python.kind === 'mapping' && python.get('user:1')?.id).toBe(1);
  });

  test('opens for writing what can be written', () => {
    writeFileSync(path('counters'), CONTAINERS.array);
    using list = openFile(path('counters'), { writable: true });
    if (list.kind !== 'array') throw new Error(list.kind);
    const first = list.at(0)!;
    first.id = 99;
    using again = openArray(path('counters'), Row);
    expect(again.at(0)?.id).toBe(99);
    expect(() => openFile(path('bundle'), { writable: true })).toThrow(/is a zip bundle, which is read-only/);
  });

  test.each(OTHERS)('says what %s is', async (name, bytes, said) => {
    for (const open of [openFile, ...Object.values(FILES)]) {
      const error = await errorOf(() => open(path(name)));
      expect(error).toBeInstanceOf(CorruptBufferError);
      expect(error.message).toContain(`${path(name)} ${said}, not `);
    }
    for (const declaration of [array(Row), Named, Ids]) {
      const error = await errorOf(() => declaration.fromBuffer(bytes));
      expect(error).toBeInstanceOf(CorruptBufferError);
      expect(error.message).toContain(`the buffer ${said}, not `);
    }
  });

  test('refuses folders and what is not there, with the path', async () => {
    for (const open of [openFile, ...Object.values(FILES)]) {
      const folderError = await errorOf(() => open(path('sub')));
      expect(folderError).toBeInstanceOf(FileError);
      expect(folderError.message).toContain(`${path('sub')}: it is a folder`);
      expect((await errorOf(() => open(path('none')))).message).toContain(path('none'));
    }
  });

  test('names the path of every file that is cut short', async () => {
    for (const [name, bytes] of Object.entries(CONTAINERS)) {
      for (const length of [1, 7, 20, bytes.length - 40, bytes.length - 1]) {
        writeFileSync(path('short'), bytes.subarray(0, length));
        for (const open of [openFile, FILES[name as Kind]]) {
          const error = await errorOf(() => open(path('short')));
          expect(error).toBeInstanceOf(CorruptBufferError);
          expect(error.message).toContain(path('short'));
        }
      }
    }
  });
});

const refused = (error: Error, name: string, { is, as, how }: { is: Kind; as: Kind; how: string }): void => {
  expect(error).toBeInstanceOf(SchemaError);
  const wanted = SAID[as][0].replace(/ of 3 \w+$/, '');
  expect(error.message).toBe(`${name} is ${SAID[is][0]}, not ${wanted}: use ${how}`);
};
const others = (is: Kind, kinds: readonly Kind[]): Kind[] => kinds.filter((kind) => kind !== is);

describe.each(KINDS)('what is of kind %s', (is) => {
  const [, opener, fromBuffer, fromBundle] = SAID[is];
  const inBuffers = others(is, ['array', 'mapping', 'idMapper']) as Exclude<Kind, 'bundle'>[];

  test.each(others(is, KINDS))('is refused as %s in a file', async (as) => {
    refused(await errorOf(() => FILES[as](path(is))), path(is), { is, as, how: opener });
  });

  test.each(inBuffers)('is refused as %s in a buffer and in a bundle', async (as) => {
    const declaration = { array: array(Row), mapping: Named, idMapper: Ids }[as];
    const bytes = readFileSync(path(is));
    refused(await errorOf(() => declaration.fromBuffer(bytes)), 'the buffer', { is, as, how: fromBuffer });
    using bundle = await openBundle(path('nested'));
    const open = {
      array: () => bundle.array(is),
      mapping: () => bundle.mapping(is),
      idMapper: () => bundle.idMapper(is, Ids),
    }[as];
    refused(await errorOf(open), `${path('nested')}: ${is}`, { is, as, how: fromBundle });
  });
});

test('an id mapper of other keys than declared is refused where it shows', () => {
  writeFileSync(path('ids'), Ids.pack(Array.from({ length: 200 }, (_, id) => [id * 5, id])));
  const Narrow = idMapper({ key: t.uint32, width: 32 });
  expect(() => openIdMapper(path('ids'), Narrow)).toThrow(
    `the index of ${path('ids')} is not one of 32-bit keys of type uint32; it fits 64-bit numeric`,
  );
  expect(() => openIdMapper(path('ids'), idMapper({ key: t.string }))).toThrow(CorruptBufferError);
});

test('mapping that is required is an error where there is none', () => {
  using list = openArray(path('array'), Row, { mmap: 'required' });
  expect([list.mapped, list.notMappedBecause]).toEqual([true, undefined]);
  using read = openArray(path('array'), Row, { mmap: false });
  expect([read.mapped, read.notMappedBecause]).toEqual([false, 'it was opened with mmap: false']);
  using buffer = array(Row).fromBuffer(CONTAINERS.array);
  expect([buffer.mapped, buffer.notMappedBecause]).toEqual([false, 'it was opened from a buffer']);
  expect(() => openArray(path('array'), Row, { mmap: 'yes' as never })).toThrow(
    /mmap is true, false or 'required'/,
  );
});
