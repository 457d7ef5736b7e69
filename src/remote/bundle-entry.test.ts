/** Files in zip bundles that are far away. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  ArgumentError,
  array,
  CorruptBufferError,
  FileError,
  idMapper,
  mapping,
  SchemaError,
  SharedBuffersError,
  struct,
  t,
} from 'sharedbuffers';
import { buildBundle } from 'sharedbuffers/node';
import { bundleEntries, bundleEntry, openRemote, RemoteError } from 'sharedbuffers/remote';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RangeServer, serveRanges } from '../../test/range-server.js';
import { zipOf } from '../../test/tables/zip-of.js';

const City = struct({ name: t.string, population: t.uint32 });
const Cities = mapping({ key: t.string, value: City });
const Records = array(City);
const Ids = idMapper({ key: t.string });
const COUNT = 20_000;
const city = (index: number, by = 1) => ({ name: `City ${index}`, population: index * by });
const rows = (by: number) =>
  Array.from({ length: COUNT }, (_, index) => [`key/${index}`, city(index, by)] as const);
const contents = {
  'cities.sb': Cities.pack(rows(1), { columns: ['population'] }),
  'records.sb': Records.pack(
    Array.from({ length: 5 }, (_, index) => city(index)),
    { checksums: true },
  ),
  'ids.sb': Ids.pack([
    ['a', 1],
    ['b', 2],
  ]),
};

let folder: string;
let aligned: Uint8Array;
/** As Python writes them: entries start anywhere. */
const unaligned = zipOf({ 'read me': 'odd', ...contents }, 0);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-far-'));
  const path = join(folder, 'all.zip');
  await buildBundle(path, Object.entries(contents));
  aligned = readFileSync(path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

async function serve(bytes: Uint8Array): Promise<RangeServer> {
  const server = await serveRanges(bytes);
  closing.push(server);
  return server;
}

test('the directory tells what there is, and where it lies', async () => {
  const { url, state } = await serve(aligned);
  const entries = await bundleEntries(url);
  expect(entries).toEqual(
    Object.entries(contents).map(([name, { length }]) => ({ name, byteLength: length, refused: undefined })),
  );
  expect(state.requests.length).toBe(1);
  for (const [name, bytes] of Object.entries(contents)) {
    const { start, length } = await bundleEntry(url, name).place();
    expect(Buffer.from(aligned.subarray(start, start + length)).equals(bytes)).toBe(true);
  }
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(bundleEntry(url, 'ids.sb').place({ signal })).rejects.toThrow('enough');
  await expect(bundleEntries(url, { signal })).rejects.toThrow('enough');
  await expect(bundleEntries(new Blob([contents['ids.sb']]))).rejects.toThrow(SharedBuffersError);
});

test.each([
  ['aligned, as this library writes them', () => aligned],
  ['anywhere, as others do', () => unaligned],
])('entries read as the files do: %s', async (_, zip) => {
  const { url, state } = await serve(zip());
  const cities = await openRemote(bundleEntry(url, 'cities.sb'), Cities);
  closing.push(cities);
  // The end of the bundle, the header of the entry, and its own end.
  expect(state.requests.length).toBe(3);
  const keys = Array.from({ length: 200 }, (_, index) => `key/${index * 100}`);
  expect((await cities.getMany(keys)).map((record) => record!.population)).toEqual(
    keys.map((_, index) => index * 100),
  );
  expect(await cities.array.column('population')).toEqual(Uint32Array.from({ length: COUNT }, (_, at) => at));
  const records = await openRemote(bundleEntry(url, 'records.sb'), Records, { verifyBlocks: true });
  closing.push(records);
  expect((await records.at(-1))!.toObject()).toEqual(city(4));
  const ids = await openRemote(bundleEntry(new Blob([zip() as Uint8Array<ArrayBuffer>]), 'ids.sb'), Ids);
  expect(await ids.getMany(['b', 'c', 'a'])).toEqual([2, undefined, 1]);
  const undeclared = await openRemote(bundleEntry(url, 'cities.sb'));
  closing.push(undeclared);
  expect((await undeclared.get('key/7'))!.name).toBe('City 7');
});

test('many ranges at once, and none past the end of an entry', async () => {
  const { url, state } = await serve(unaligned);
  state.multipart = true;
  const cities = await openRemote(bundleEntry(url, 'cities.sb'), Cities, { gap: 0 });
  closing.push(cities);
  const keys = Array.from({ length: 300 }, (_, index) => `key/${index * 61}`);
  expect((await cities.getMany(keys)).map((record) => record!.name)).toEqual(
    keys.map((_, index) => `City ${index * 61}`),
  );
  expect(state.requests.some((range) => range.includes(','))).toBe(true);
});

test('a bundle that is replaced is looked through again', async () => {
  const server = await serve(unaligned);
  server.state.etag = '"first"';
  const cities = await openRemote(bundleEntry(server.url, 'cities.sb'), Cities, { retries: 0 });
  closing.push(cities);
  expect((await cities.get('key/3'))!.population).toBe(3);
  server.state.bytes = zipOf({ more: 'x'.repeat(99_999), 'cities.sb': Cities.pack(rows(2)) }, 0);
  server.state.etag = '"second"';
  expect((await cities.get('key/5'))!.population).toBe(10);
});

test('what cannot be read says why', async () => {
  const { url } = await serve(unaligned);
  const open = (input: string | Blob, entry: unknown = 'cities.sb') =>
    openRemote(bundleEntry(input, entry as string, { retries: 0 }), Cities, { retries: 0 });
  await expect(open(url, 'none.sb')).rejects.toThrow(/no entry none\.sb; it has read me, cities\.sb/);
  await expect(open(url, 'none.sb')).rejects.toBeInstanceOf(ArgumentError);
  await expect(open(url, 'records.sb')).rejects.toBeInstanceOf(SchemaError);
  await expect(open(url, 'read me')).rejects.toBeInstanceOf(CorruptBufferError);
  expect(() => bundleEntry(url, 5 as never)).toThrow(ArgumentError);
  expect(() => bundleEntry(url, 'a', { cache: 1 } as never)).toThrow(ArgumentError);
  const packed = await serve(zipOf(contents));
  await expect(open(packed.url)).rejects.toThrow(FileError);
  const plain = await serve(contents['cities.sb']);
  await expect(open(plain.url)).rejects.toThrow(/is a mapping of 20,000 entries, not a zip bundle/);
  const noRanges = await serve(unaligned);
  noRanges.state.handle = (_, response) => {
    response.writeHead(200, { 'Content-Length': unaligned.length }).end(unaligned);
    return true;
  };
  await expect(open(noRanges.url)).rejects.toBeInstanceOf(RemoteError);
});

test('damage in a bundle is told or read, never a hang', async () => {
  const small = zipOf({ 'a.sb': contents['records.sb'], 'b.sb': contents['ids.sb'] }, 0);
  await fc.assert(
    fc.asyncProperty(fc.nat(small.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const bytes = Uint8Array.from(small);
      bytes[at] = bytes[at]! ^ flip;
      const read = async () => {
        const records = await openRemote(bundleEntry(new Blob([bytes]), 'a.sb'), Records);
        return (await records.slice()).map((record) => record.toObject());
      };
      const result: unknown = await read().catch((error) => error);
      if (!Array.isArray(result)) expect(result).toBeInstanceOf(SharedBuffersError);
    }),
    { numRuns: 150 },
  );
});
