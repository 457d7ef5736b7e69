/** The same of what works with files: each argument is wrong in turn, and no call throws an error of the engine, or waits for ever. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, idMapper, mapping, mergeIdMappers, SharedBuffersError, struct, t } from 'sharedbuffers';
import {
  buildArray,
  buildArrayFromChunks,
  buildBundle,
  buildIdMapper,
  buildMapping,
  buildMappingFromChunks,
  liveArray,
  liveIdMapper,
  liveMapping,
  mergeIdMapperFiles,
  openArray,
  openBundle,
  openFile,
  openIdMapper,
  openMapping,
  verify,
} from 'sharedbuffers/node';
import { bundleEntry, openRemote, s3Source } from 'sharedbuffers/remote';
import { buildFrom, inferSchema, readRows } from 'sharedbuffers/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';

const WRONG: readonly unknown[] = [
  undefined,
  null,
  5,
  Number.NaN,
  '',
  {},
  [],
  [null],
  () => 1,
  Symbol('s'),
  1n,
];
const City = struct({ id: t.uint32, name: t.string });
const Cities = mapping({ key: t.string, value: City });
const Ids = idMapper({ key: t.string });
const folder = mkdtempSync(join(tmpdir(), 'arguments-'));
const cities = join(folder, 'cities.sb');
const target = join(folder, 'target.sb');
const nowhere = 'http://127.0.0.1:1/cities.sb';

beforeAll(() => buildMapping(cities, Cities, [['a', { id: 1, name: 'x' }]]));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows are read when they are asked for. */
async function firstRow(...given: Parameters<typeof readRows>): Promise<unknown> {
  for await (const row of readRows(...given)) return row;
  return undefined;
}

type Call = (...given: never[]) => unknown;
const CALLS: readonly (readonly [Call, readonly unknown[]])[] = [
  [openMapping, [cities, Cities, {}]],
  [openArray, [cities, array(City), {}]],
  [openIdMapper, [cities, Ids, {}]],
  [openFile, [cities, {}]],
  [openBundle, [cities, {}]],
  [verify, [cities, {}]],
  [liveMapping, [cities, Cities, {}]],
  [liveArray, [cities, array(City), {}]],
  [liveIdMapper, [cities, Ids, {}]],
  [buildMapping, [target, Cities, [], {}]],
  [buildArray, [target, City, [], {}]],
  [buildIdMapper, [target, Ids, [], {}]],
  [buildBundle, [target, [], {}]],
  [buildMappingFromChunks, [target, Cities, [], {}]],
  [buildArrayFromChunks, [target, City, [], {}]],
  [mergeIdMapperFiles, [target, Ids, [], {}]],
  [mergeIdMappers, [Ids, [], {}]],
  [openRemote, [nowhere, Cities, { retries: 0 }]],
  [bundleEntry, [nowhere, 'a']],
  [s3Source, [{ bucket: 'b', key: 'k' }]],
  [buildFrom, [target, [{ a: 1 }], { key: 'a' }]],
  [firstRow, [[{ a: 1 }]]],
  [inferSchema, [[{ a: 1 }]]],
];

/** Reads far away take a signal, and nothing else that they do not know. */
test('reads far away', async () => {
  const packed = Cities.pack([['a', { id: 1, name: 'x' }]], {
    ordered: true,
    indexes: [{ name: 'name', ordered: true }],
  });
  const remote = await openRemote(new Blob([packed as Uint8Array<ArrayBuffer>]), Cities);
  const index = remote.by('name');
  for (const wrong of [null, 5, 'x', { signal: 'x' }, { signal: null }, { signals: 1 }]) {
    const options = wrong as object;
    const reads = [
      () => remote.get('a', options),
      () => remote.has('a', options),
      () => remote.getMany(['a'], options),
      () => remote.hasMany(['a'], options),
      () => remote.getAll('a', options),
      () => remote.indexNames(options),
      () => remote.range('a', 'b', options).next(),
      () => remote.prefix('a', options).next(),
      () => remote.first(options),
      () => remote.last(options),
      () => remote.nearest('a', options),
      () => remote.keys(options).next(),
      () => remote.values(options).next(),
      () => remote.entries(options).next(),
      () => remote.prefetchIndex(options),
      () => remote.prefetchFilter(options),
      () => remote.array.at(0, options),
      () => remote.array.slice(0, 1, options),
      () => remote.array.column('id', options),
      () => index.get('x', options),
      () => index.has('x', options),
      () => index.count('x', options),
      () => index.getAll('x', options),
      () => index.keys(options).next(),
      () => index.range('a', 'b', options).next(),
      () => index.prefix('a', options).next(),
      () => index.first(options),
      () => index.last(options),
      () => index.nearest('x', options),
    ];
    for (const read of reads)
      await expect(async () => await read(), String(read)).rejects.toThrow(SharedBuffersError);
  }
  expect((await remote.get('a', { signal: new AbortController().signal }))?.id).toBe(1);
  remote.close();
});

test.each(CALLS)('%o', async (call, right) => {
  const any = call as (...given: unknown[]) => unknown;
  const tries: unknown[][] = [[]];
  for (const at of right.keys()) for (const each of WRONG) tries.push(right.with(at, each));
  let thrown = 0;
  for (const given of tries) {
    try {
      const made = (await any(...given)) as { close?: () => unknown } | undefined;
      await made?.close?.();
    } catch (error) {
      if (!(error instanceof SharedBuffersError))
        throw new Error(`not an error of the library: ${error}`, { cause: error });
      thrown += 1;
    }
  }
  expect(thrown).toBeGreaterThan(WRONG.length / 2);
});
