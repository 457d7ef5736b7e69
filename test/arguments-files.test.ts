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
