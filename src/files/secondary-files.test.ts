/** Secondary indexes of files, against a plain Map: more pairs than a sorter holds, bundles, and what JSON gives. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapping, type SecondaryIndex, struct, t } from 'sharedbuffers';
import { buildBundle, buildMapping, openBundle, openMapping, verify } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

// So that sorters spill to files after some thousand pairs.
vi.mock(import('./building/external-sort.js'), async (original) => {
  const { EntrySorter } = await original();
  return {
    EntrySorter: class extends EntrySorter {
      constructor(options: ConstructorParameters<typeof EntrySorter>[0]) {
        super({ ...options, maxEntries: 3000 });
      }
    },
  } as never;
});

const Row = struct({ id: t.uint32, name: t.string, tags: t.list(t.uint32), at: t.uint64 });
const Rows = mapping({
  key: t.uint64,
  value: Row,
  indexes: [
    'tags',
    'at',
    { name: 'name', ordered: true },
    { name: 'first', keys: (row) => row.name.slice(0, 6) },
  ],
});
const ROWS = 20_000;
const rowAt = (id: number) => ({
  id,
  name: `name ${(id * 7919) % 5003}${id % 3 === 0 ? '' : ' of some length'}`,
  tags: [id % 11, 100 + (id % 4000)],
  at: id * 2 ** 21,
});

let folder: string;
let path: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secondary-'));
  path = join(folder, 'rows.sb');
  const rows = Array.from({ length: ROWS }, (_, id) => [id, rowAt(id)] as const);
  await buildMapping(path, Rows, rows);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function byKey<K>(keysOf: (row: ReturnType<typeof rowAt>) => readonly K[]): Map<K, number[]> {
  const all = new Map<K, number[]>();
  for (let id = 0; id < ROWS; id += 1) {
    for (const key of keysOf(rowAt(id))) all.set(key, [...(all.get(key) ?? []), id]);
  }
  return all;
}

function found<K extends string | number>(
  index: SecondaryIndex<K, { readonly id: number }>,
): Map<K, number[]> {
  return new Map(Array.from(index.keys(), (key) => [key, index.getAll(key).map(({ id }) => id)]));
}

describe('files with secondary indexes', () => {
  test('lead to what a Map leads to, with pairs that were spilled', async () => {
    using read = openMapping(path, Rows);
    expect(found(read.by('tags'))).toEqual(byKey(({ tags }) => tags));
    expect(found(read.by('name'))).toEqual(byKey(({ name }) => [name]));
    expect(found(read.by('at'))).toEqual(byKey(({ at }) => [at]));
    expect(found(read.by('first'))).toEqual(byKey(({ name }) => [name.slice(0, 6)]));
    const names = [...byKey(({ name }) => [name]).keys()].filter(
      (name) => name >= 'name 12' && name < 'name 13',
    );
    expect([...new Set(Array.from(read.by('name').range('name 12', 'name 13'), ([key]) => key))]).toEqual(
      names.sort(),
    );
    expect(await verify(path)).toMatchObject({ ok: true, findings: [] });
    expect(readdirSync(folder)).toEqual(['rows.sb']);
  });

  test('have them in a bundle, too, at any offset', async () => {
    const bundle = join(folder, 'all.zip');
    await buildBundle(bundle, [
      ['a.sb', path],
      ['b.sb', path],
    ]);
    using opened = await openBundle(bundle);
    for (const name of ['a.sb', 'b.sb']) {
      const read = opened.mapping(name, Rows);
      expect(found(read.by('tags'))).toEqual(byKey(({ tags }) => tags));
      expect(read.by('name').get(rowAt(77).name)?.id).toBe(77);
    }
    rmSync(bundle);
  });

  test('take the space that is said', async () => {
    const plain = join(folder, 'plain.sb');
    await buildMapping(
      plain,
      Rows,
      Array.from({ length: ROWS }, (_, id) => [id, rowAt(id)] as const),
      { indexes: [] },
    );
    const few = join(folder, 'few.sb');
    await buildMapping(
      few,
      Rows,
      Array.from({ length: ROWS }, (_, id) => [id, rowAt(id)] as const),
      {
        indexes: [{ name: 'few', keys: (row) => `a longer text that is stored once ${Number(row.id) % 50}` }],
      },
    );
    const each = (statSync(few).size - statSync(plain).size) / ROWS;
    expect(each).toBeGreaterThan(4);
    expect(each).toBeLessThan(4.5);
    rmSync(plain);
    rmSync(few);
  });

  test('see rows as JSON gives them once they are values', async () => {
    const json = join(folder, 'json.sb');
    const rows = [['1', { id: 1, name: 'a', tags: [5, 5], at: '9007199254740991' }]] as const;
    const Texts = mapping({ key: t.string, value: Row });
    await buildMapping(json, Texts, rows, { from: 'json', indexes: ['tags', 'at'] });
    using read = openMapping(json, Texts);
    expect([read.by('tags').count(5), read.by('at').get(9007199254740991)?.id]).toEqual([1, 1]);
    rmSync(json);
  });
});
