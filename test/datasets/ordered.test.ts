/** Ranges, ends, nearest keys and indexes over shards, against one mapping of the same rows. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Infer, mapping, struct, t } from 'sharedbuffers';
import { buildDataset, liveDataset, openDataset, verifyDataset } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const City = struct({
  name: t.string,
  tags: t.list(t.string),
  day: t.date,
  height: t.float64,
});
type Row = Infer<typeof City>;
const indexes = ['name', { name: 'tag', field: 'tags', ordered: true }, 'day', 'height'] as const;
const Texts = mapping({ key: t.string, value: City, indexes });
const Signed = mapping({ key: t.int64, signed: true, value: City, indexes });
const Bytes = mapping({ key: t.bytes, value: City });

let root: string;
let made = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ordered-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const row = (i: number): Row => ({
  name: `name ${i % 5}`,
  tags: [`t${i % 3}`, `\u{1f600}${i % 2}`, '\uffee'],
  day: new Date(86_400_000 * (i % 4)) as never,
  height: (i % 7) - 3.5,
});
const plain = <K>(entries: Iterable<[K, object]>) =>
  Array.from(entries, ([key, record]) => [key, (record as { name: string }).name, (record as Row).height]);
const one = <K>(entry: [K, object] | undefined) => (entry === undefined ? undefined : plain([entry])[0]);

/** A data set and a mapping of the same rows. */
async function both<D extends typeof Texts | typeof Signed | typeof Bytes>(
  declaration: D,
  rows: [never, Row][],
  shards: number,
) {
  const path = join(root, `${made++}`);
  await buildDataset(path, declaration as typeof Texts, rows, { shards, ordered: declaration !== Signed });
  const ordered = declaration === (Signed as unknown) ? {} : { ordered: true };
  return {
    path,
    one: (declaration as typeof Texts).fromBuffer((declaration as typeof Texts).pack(rows, ordered)),
  };
}

// Characters whose order by code points is not that of UTF-16 units.
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'ö', '\uffee', '\u{1f600}', '\u{10ffff}'),
  maxLength: 4,
});
const integer = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.maxSafeInteger());
const bytes = fc.uint8Array({ maxLength: 3 });

describe.each([
  ['text', Texts, text],
  ['signed integers', Signed, integer],
  ['bytes', Bytes, bytes],
] as const)('keys of %s', (kind, declaration, keys) => {
  test('are in one order, whatever the number of shards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(keys as fc.Arbitrary<string>, { maxLength: 40, selector: String }),
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.tuple(keys as fc.Arbitrary<string>, keys as fc.Arbitrary<string>), {
          minLength: 3,
          maxLength: 6,
        }),
        fc.option(fc.nat(6), { nil: undefined }),
        async (names, power, ends, limit) => {
          const rows = names.map((name, i): [never, Row] => [name as never, row(i)]);
          const { path, one: whole } = await both(declaration as typeof Texts, rows, 2 ** power);
          using set = await openDataset(path, declaration as typeof Texts);
          expect(plain(set.range())).toEqual(plain(whole.range()));
          expect([one(set.first()), one(set.last())]).toEqual([one(whole.first()), one(whole.last())]);
          for (const [from, to] of ends) {
            for (const options of [{}, { limit }, { reverse: true }, { limit, reverse: true }]) {
              expect(plain(set.range(from, to, options))).toEqual(plain(whole.range(from, to, options)));
              expect(plain(set.range(undefined, to, options))).toEqual(
                plain(whole.range(undefined, to, options)),
              );
              if (kind === 'signed integers') continue;
              expect(plain(set.prefix(from, options))).toEqual(plain(whole.prefix(from, options)));
            }
            expect(one(set.nearest(from))).toEqual(one(whole.nearest(from)));
          }
          expect((await verifyDataset(path)).findings).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('indexes', () => {
  const rows = Array.from({ length: 300 }, (_, i): [string, Row] => [`k${i}`, row(i)]);

  test('give the records of all shards', async () => {
    const { path, one: whole } = await both(Texts, rows as [never, Row][], 8);
    using set = await openDataset(path, Texts);
    const [names, tags] = [set.by('name'), set.by('tag')];
    for (const name of ['name', 'tag', 'height'] as const) {
      expect(set.by(name).keyCount, name).toBe(whole.by(name).keyCount);
    }
    expect(set.indexNames).toEqual(['name', 'tag', 'day', 'height']);
    for (const name of ['name 0', 'name 4', 'none']) {
      const wanted = whole.by('name').getAll(name);
      expect([names.has(name), names.count(name), names.getAll(name).length]).toEqual([
        wanted.length > 0,
        wanted.length,
        wanted.length,
      ]);
      expect(names.getAll(name).every((city) => city.name === name)).toBe(true);
      expect([...names.iterate(name)].length).toBe(wanted.length);
      expect(names.get(name)?.name).toBe(wanted[0]?.name);
    }
    expect([names.size, tags.size, [...names].length]).toEqual([300, 900, 300]);
    // Each once, in the order of one file's index.
    for (const index of ['name', 'tag', 'day', 'height'] as const) {
      expect([...set.by(index).keys()].map(String)).toEqual([...whole.by(index).keys()].map(String));
    }
    const keysOf = (entries: Iterable<[unknown, object]>) => Array.from(entries, ([key]) => String(key));
    for (const options of [{}, { limit: 77 }, { reverse: true }, { limit: 5, reverse: true }]) {
      expect(keysOf(tags.range('t1', undefined, options))).toEqual(
        keysOf(whole.by('tag').range('t1', undefined, options)),
      );
      expect(keysOf(tags.prefix('t', options))).toEqual(keysOf(whole.by('tag').prefix('t', options)));
      const heights = [set, whole].map((each) => keysOf(each.by('height').range(-1.6, 2.6, options)));
      expect(heights[0]).toEqual(heights[1]);
      const days = [set, whole].map((each) => keysOf(each.by('day').range(undefined, undefined, options)));
      expect(days[0]).toEqual(days[1]);
    }
    for (const each of [set, whole]) {
      const [heights, days] = [each.by('height'), each.by('day')];
      expect([heights.first()?.[0], heights.last()?.[0], heights.nearest(0.9)?.[0]]).toEqual([
        -3.5, 2.5, 0.5,
      ]);
      expect([String(days.first()?.[0]), String(days.nearest(new Date(1e12) as never)?.[0])]).toEqual([
        '1970-01-01',
        '1970-01-04',
      ]);
    }
    expect(() => names.range('a')).toThrow(/ordered: true/);
    expect(() => set.by('nobody' as 'name')).toThrow(/nobody/);
    set.close();
    expect(() => names.get('name 0')).toThrow(/closed/);
    expect(() => set.by('day')).toThrow(/closed/);
  });

  test('by functions are built, of options, too', async () => {
    const path = join(root, `${made++}`);
    const given = { indexes: [{ name: 'short', keys: (city: Row) => city.name.slice(-1) }] };
    await buildDataset(path, mapping({ key: t.string, value: City }), rows, { shards: 4, ...given });
    using set = await openDataset(path);
    expect(set.by('short').count('2')).toBe(60);
    expect((await verifyDataset(path)).ok).toBe(true);
  });

  test('and ranges of a live data set are of the version that is current', async () => {
    const { path } = await both(Texts, rows as [never, Row][], 4);
    using live = await liveDataset(path, Texts);
    const walk = live.range('k1');
    expect(walk.next().value?.[0]).toBe('k1');
    await buildDataset(path, Texts, rows.slice(0, 3), { shards: 2, ordered: true });
    await live.reload();
    expect([...live.range()].map(([key]) => key)).toEqual(['k0', 'k1', 'k2']);
    expect(walk.next().value?.[0]).toBe('k10');
    expect([
      live.by('name').count('name 1'),
      live.indexNames.length,
      live.first()?.[0],
      live.last()?.[0],
    ]).toEqual([1, 4, 'k0', 'k2']);
    expect([live.nearest('k1x')?.[0], [...live.prefix('k2')].length]).toEqual(['k1', 1]);
  });
});

test('without an order, ranges say how to have one; wrong ends are told though no shard has such keys', async () => {
  const path = join(root, `${made++}`);
  const rows = Array.from({ length: 50 }, (_, i): [string, Row] => [`k${i}`, row(i)]);
  await buildDataset(path, Texts, rows, { shards: 4 });
  using set = await openDataset(path, Texts);
  for (const call of [() => set.range('a'), () => set.prefix('a'), () => set.first(), () => set.nearest('a')])
    expect(call).toThrow(/ordered: true/);
  expect(set.manifest.parts[0]).not.toHaveProperty('min');
  const ordered = join(root, `${made++}`);
  await buildDataset(ordered, Texts, rows, { shards: 4, ordered: true });
  using other = await openDataset(ordered, Texts);
  expect([...other.range('z')]).toEqual([]);
  expect(() => other.range(5 as never)).toThrow(/no key/);
  expect(() => other.range('z', undefined, { limit: -1 })).toThrow(/limit/);
});

test('shards outside of a range are not opened, and wrong ends in a manifest are found', async () => {
  const path = join(root, `${made++}`);
  const rows = Array.from({ length: 4 }, (_, i): [string, Row] => [`k${i}`, row(i)]);
  const { run, parts } = await buildDataset(path, Texts, rows, { shards: 8, ordered: true });
  const first = parts.find(({ min }) => min === 'k0')!;
  for (const { path: part } of parts)
    if (part !== first.path) renameSync(join(path, run, part), join(path, run, `${part}.away`));
  using set = await openDataset(path, Texts);
  expect(set.first()?.[0]).toBe('k0');
  expect([...set.range(undefined, 'k1')].length).toBe(first.max === 'k0' ? 1 : 1);
  expect(() => [...set.range()]).toThrow(/cannot open/);
  for (const { path: part } of parts)
    if (part !== first.path) renameSync(join(path, run, `${part}.away`), join(path, run, part));
  const manifest = join(path, run, 'manifest.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"min": "k0"', '"min": "k00"'));
  expect((await verifyDataset(path)).findings).toMatchObject([{ code: 'contradiction', shard: first.shard }]);
});
