/** The same of what works with files: each argument is wrong in turn, and no call throws an error of the engine, or waits for ever. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArgumentError,
  array,
  idMapper,
  mapping,
  mergeIdMappers,
  SharedBuffersError,
  struct,
  t,
} from 'sharedbuffers';
import {
  buildArray,
  buildArrayFromChunks,
  buildBundle,
  buildDataset,
  buildIdMapper,
  buildMapping,
  buildMappingFromChunks,
  buildShard,
  cleanDataset,
  listRuns,
  liveArray,
  liveDataset,
  liveIdMapper,
  liveMapping,
  mergeIdMapperFiles,
  openArray,
  openBundle,
  openDataset,
  openFile,
  openIdMapper,
  openMapping,
  publishDataset,
  rollbackDataset,
  uploadDataset,
  verify,
  verifyDataset,
} from 'sharedbuffers/node';
import {
  bundleEntries,
  bundleEntry,
  datasetFiles,
  inspectRemote,
  isDatasetUrl,
  openRemote,
  openRemoteDataset,
  type RemoteDataset,
  type RemoteFolder,
  type RemoteMapping,
  s3Folder,
  s3Source,
} from 'sharedbuffers/remote';
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
const dataset = join(folder, 'dataset');
const shard = { run: 'r', shards: 1, shard: 0 };
const place = { bucket: 'b', prefix: 'p', endpoint: 'http://127.0.0.1:1' };

beforeAll(async () => {
  await buildMapping(cities, Cities, [['a', { id: 1, name: 'x' }]]);
  await buildDataset(dataset, Cities, [['a', { id: 1, name: 'x' }]], { shards: 2 });
});
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
  [bundleEntries, [nowhere, { retries: 0 }]],
  [s3Source, [{ bucket: 'b', key: 'k' }]],
  [buildFrom, [target, [{ a: 1 }], { key: 'a' }]],
  [firstRow, [[{ a: 1 }]]],
  [openDataset, [dataset, Cities, {}]],
  [liveDataset, [dataset, Cities, {}]],
  [verifyDataset, [dataset, {}]],
  [listRuns, [dataset]],
  [rollbackDataset, [dataset, 'none']],
  [cleanDataset, [dataset, {}]],
  [buildDataset, [join(folder, 'built'), Cities, [], { shards: 1 }]],
  [buildShard, [join(folder, 'shards'), Cities, [], shard]],
  [publishDataset, [join(folder, 'shards'), { run: 'r', shards: 1 }]],
  [uploadDataset, [dataset, s3Folder(place), { run: 'none' }]],
  [openRemoteDataset, [nowhere, Cities, { retries: 0 }]],
  [datasetFiles, [nowhere, { retries: 0 }]],
  [isDatasetUrl, [nowhere]],
  [inspectRemote, [nowhere, { retries: 0 }]],
  [s3Folder, [place]],
  [inferSchema, [[{ a: 1 }]]],
];

type Far = RemoteMapping<string, InstanceType<typeof City>, { name: string }>;
type Reads = Omit<Far, 'array'> | RemoteDataset<string, InstanceType<typeof City>, { name: string }>;

/** All reads of a mapping, or of a data set, and of its index. */
function readsOf(remote: Reads, options: object): readonly (() => unknown)[] {
  const index = remote.by('name');
  return [
    () => remote.get('a', options),
    () => remote.has('a', options),
    () => remote.getMany(['a'], options),
    () => remote.hasMany([], options),
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
}

/** Reads far away take a signal, and nothing else that they do not know. */
test('reads far away', async () => {
  const built = { ordered: true, indexes: [{ name: 'name', ordered: true }] } as const;
  const rows: [string, { id: number; name: string }][] = [['a', { id: 1, name: 'x' }]];
  await buildDataset(join(folder, 'far'), Cities, rows, { ...built, shards: 2 });
  const local: RemoteFolder = {
    name: 'far',
    file: (path) => {
      const bytes = readFileSync(join(folder, 'far', path));
      const read = async (offset: number, length: number) => {
        const from = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
        return { bytes: new Uint8Array(bytes.subarray(from, from + length)), size: bytes.length };
      };
      return { name: path, read };
    },
  };
  const remote = await openRemote(new Blob([Cities.pack(rows, built)]), Cities);
  const set = await openRemoteDataset(local, Cities);
  const wrong = [null, 5, 'x', { signal: 'x' }, { signal: null }, { signals: 1 }] as readonly object[];
  for (const options of wrong) {
    const reads = [
      ...readsOf(remote as object as Reads, options),
      ...readsOf(set as object as Reads, options),
      () => remote.array.at(0, options),
      () => remote.array.slice(0, 1, options),
      () => remote.array.column('id', options),
      () => set.column('id', options).next(),
      () => set.shard(0, options),
      () => set.refresh(options),
      () => set.pin(undefined, options),
    ];
    for (const read of reads)
      await expect(async () => await read(), String(read)).rejects.toThrow(SharedBuffersError);
  }
  const { signal } = new AbortController();
  expect([(await remote.get('a', { signal }))?.id, (await set.get('a', { signal }))?.id]).toEqual([1, 1]);
  remote.close();
  set.close();
});

test.each([openRemote, openRemoteDataset])('options that are none send no request', async (open) => {
  for (const each of WRONG) {
    if (each === undefined || (typeof each === 'object' && each !== null && !(0 in each))) continue;
    const opened = (open as Call)(...([nowhere, Cities, each] as never[]));
    await expect(opened).rejects.toThrow(ArgumentError);
  }
});

/** Whether the library threw an error of its own. */
async function isRefused(call: Call, given: readonly unknown[]): Promise<boolean> {
  try {
    const made = (await call(...(given as never[]))) as { close?: () => unknown } | undefined;
    await made?.close?.();
    return false;
  } catch (error) {
    if (error instanceof SharedBuffersError) return true;
    throw new Error(`not an error of the library: ${error}`, { cause: error });
  }
}

test.each(CALLS)('%o', async (call, right) => {
  // All at once: some try for a while to reach what is nowhere.
  const tries = right.flatMap((_, at) => WRONG.map((each) => right.with(at, each)));
  const refused = await Promise.all([[], ...tries].map((given) => isRefused(call, given)));
  expect(refused.filter(Boolean).length).toBeGreaterThan(WRONG.length / 2);
});
