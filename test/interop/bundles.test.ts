/** Zip bundles: arrays, mappings and id mappers in one file, mapped in place by both libraries (docs/format.md 11). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { array, idMapper, mapping, t } from 'sharedbuffers';
import { buildArray, buildBundle, buildIdMapper, buildMapping, openBundle } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { encoded, normal } from './encoding.js';
import { Item, itemOf, jsonOf, readByPython, SPEC } from './items.js';
import type { Entry } from './keys.js';
import { describeWithPython, type Peer } from './peer.js';
import { expectedOf, inputOf, type Sample, samples, structOf, theirsOf } from './records.js';

const ITEMS = Array.from({ length: 500 }, (_, n): Entry => [`key ${n}`, n]);
const KEYS = ['key 0', 'key 499', 'key 500', ''];
const byText = mapping({ key: t.string, value: Item });
const byNumber = idMapper({ key: t.uint64 });
/** Names of all kinds that zip files have, one of them in a folder. */
const NAMES = { mapping: 'by name.sb', mapper: 'índice/ids.sb', array: '配列.sb' };

interface ReadArray {
  readonly rows: readonly Json[];
  readonly fast_rows: readonly Json[];
}

/** Files by each library, all with the same content. */
async function files(python: Peer, by: 'us' | 'Python'): Promise<[name: string, path: string][]> {
  const [map, mapper, list] = ['mapping', 'mapper', 'array'].map((kind) =>
    python.path(`${kind} by ${by}.sb`),
  );
  const ids = ITEMS.map(([, id]): [number, number] => [id * 3, id]);
  if (by === 'us') {
    await buildMapping(
      map!,
      byText,
      ITEMS.map((entry) => [String(entry[0]), itemOf(entry)] as const),
    );
    await buildIdMapper(mapper!, byNumber, ids);
    await buildArray(list!, Item, ITEMS.map(itemOf));
  } else {
    const rows = ITEMS.map(jsonOf);
    const items = ITEMS.map(([key], index) => [key, rows[index]]);
    await python.ask('write_mapping', { path: map, mapper: 'StringIdMapper', schema: SPEC, items });
    await python.ask('write_mapper', { path: mapper, mapper: 'NumericIdMapper', items: ids });
    await python.ask('write_array', { path: list, schema: SPEC, rows });
  }
  return [
    [NAMES.mapping, map!],
    [NAMES.mapper, mapper!],
    [NAMES.array, list!],
  ];
}

async function checkByPython(python: Peer, path: string): Promise<void> {
  expect(await python.ask('check_zip', { path })).toEqual(Object.values(NAMES));
  const request = { path, entry: NAMES.mapping, mapper: 'StringIdMapper', keys: KEYS };
  const { found, rows } = await readByPython(python, request);
  expect(found).toEqual([jsonOf(ITEMS[0]!), jsonOf(ITEMS[499]!), null, null]);
  expect(rows).toEqual(ITEMS.map(jsonOf));
  const ids = await python.ask<{ found: Json }>('read_mapper', {
    path,
    entry: NAMES.mapper,
    mapper: 'NumericIdMapper',
    keys: [0, 3, 4, 1497],
  });
  expect(ids.found).toEqual([0, 1, null, 499]);
  const array = await python.ask<ReadArray>('read_array', { path, entry: NAMES.array });
  expect(array.rows.map(normal)).toEqual(ITEMS.map(jsonOf));
}

async function checkByUs(path: string): Promise<void> {
  using bundle = await openBundle(path);
  expect(bundle.mapped).toBe(true);
  expect(bundle.names).toEqual(Object.values(NAMES));
  const map = bundle.mapping(NAMES.mapping, byText);
  expect(KEYS.map((key) => map.get(key)?.id)).toEqual([0, 499, undefined, undefined]);
  expect([...map.array].map((row) => row.toObject())).toEqual(ITEMS.map(itemOf));
  const mapper = bundle.idMapper(NAMES.mapper, byNumber);
  expect([0, 3, 4, 1497].map((key) => mapper.get(key))).toEqual([0, 1, undefined, 499]);
  const rows = bundle.array(NAMES.array, Item);
  expect([...rows].map((row) => row.toObject())).toEqual(ITEMS.map(itemOf));
}

describeWithPython('bundles', (python) => {
  test.each(['us', 'Python'] as const)('of ours, of files by %s, are read by both', async (by) => {
    const path = python.path('ours.zip');
    await buildBundle(path, await files(python, by));
    await checkByUs(path);
    await checkByPython(python, path);
  });

  test.each(['us', 'Python'] as const)('of Python, of files by %s, are read by both', async (by) => {
    const path = python.path('theirs.zip');
    await python.ask('write_zip', { path, entries: await files(python, by) });
    await checkByUs(path);
    await checkByPython(python, path);
  });

  test('that are compressed are refused by both', async () => {
    const path = python.path('compressed.zip');
    await python.ask('write_zip', { path, entries: await files(python, 'us'), compress: true });
    using bundle = await openBundle(path);
    expect(() => bundle.array(NAMES.array)).toThrow('compressed');
    await expect(python.ask('read_array', { path, entry: NAMES.array })).rejects.toThrow('uncompressed');
  });

  test('with arrays of all kinds of records, from memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(samples(3), { minLength: 1, maxLength: 4 }), async (all) => {
        const path = python.path('samples.zip');
        const bytesOf = (sample: Sample) =>
          array(structOf(sample.schema) as never).pack(
            sample.rows.map((row) => inputOf(sample, row)) as never[],
          );
        await buildBundle(
          path,
          all.map((sample, index) => [`${index}`, bytesOf(sample)]),
        );
        using bundle = await openBundle(path);
        for (const [index, sample] of all.entries()) {
          const rows = bundle.array(`${index}`, structOf(sample.schema) as never);
          expect([...rows].map(encoded)).toEqual(sample.rows.map((row) => expectedOf(sample, row)));
          const read = await python.ask<ReadArray>('read_array', { path, entry: `${index}` });
          expect(read.rows.map(normal)).toEqual(sample.rows.map((row) => theirsOf(sample, row)));
        }
      }),
      { seed: 11_701, numRuns: 30 },
    );
  });

  test('hold the very bytes of their files', async () => {
    const path = python.path('bytes.zip');
    const entries = await files(python, 'Python');
    await buildBundle(path, entries);
    const bundle = readFileSync(path);
    for (const [, file] of entries) expect(bundle.includes(readFileSync(file))).toBe(true);
  });
});
