/** Approximate mappers, which keep hashes alone, and the entries that builds leave out (docs/format.md 11). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { DiscardOptions } from 'sharedbuffers';
import { buildIdMapper, openIdMapper } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { integerOf } from '../golden/decode.js';
import type { Json } from '../golden/manifest.js';
import { integer } from './encoding.js';
import { APPROXIMATE, type Entry, entries, KINDS, type Kind } from './keys.js';
import { describeWithPython, type Peer } from './peer.js';

const RUNS = 60;

interface ReadMapper {
  readonly length: number;
  readonly items: readonly (readonly [Json, Json])[];
  readonly found: readonly (readonly number[] | null)[];
  readonly has: readonly boolean[];
}

/** A few entries often, so that hashes and whole entries repeat. */
const repeating = (kind: Kind) =>
  entries(kind)
    .filter(({ items }) => items.length > 0)
    .chain(({ items }) =>
      fc
        .array(fc.constantFrom(...items), { maxLength: 20 })
        .map((again): readonly Entry[] => [...items, ...again]),
    );

/** The files of both, which are of the same bytes. */
async function bothFiles(
  python: Peer,
  { name, declaration }: Kind,
  items: readonly Entry[],
  options: DiscardOptions = {},
): Promise<string> {
  const [ours, theirs] = [python.path('ours.sb'), python.path('theirs.sb')];
  await buildIdMapper(ours, declaration, items, { ...options, checksums: false });
  const named = {
    discard_duplicates: options.discardDuplicates ?? false,
    discard_duplicate_keys: options.discardDuplicateKeys ?? false,
  };
  await python.ask('write_mapper', { path: theirs, mapper: name, items, options: named });
  expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true);
  return ours;
}

describeWithPython('approximate mappers', (python) => {
  describe.each(APPROXIMATE)('$name', (kind) => {
    test('have the same bytes, and find the same', async () => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items, misses }) => {
          const path = await bothFiles(python, kind, items);
          const keys = [...items.map(([key]) => key), ...misses];
          const seen = await python.ask<ReadMapper>('read_mapper', { path, mapper: kind.name, keys });
          using mapper = openIdMapper(path, kind.declaration);
          expect(mapper.size).toBe(seen.length);
          const all = keys.map((key) => mapper.getAll(key).map(Number));
          expect(all).toEqual(seen.found.map((values) => values ?? []));
          expect(keys.map((key) => mapper.has(key))).toEqual(seen.has);
          expect(keys.map((key) => mapper.get(key))).toEqual(all.map(([first]) => first));
          const given = [...mapper].map((entry) => entry.map((each) => integer(BigInt(each))));
          expect(given).toEqual(seen.items);
        }),
        { seed: 11_201, numRuns: RUNS },
      );
    });

    test('take a hash for a key', async () => {
      const items = Array.from({ length: 200 }, (_, n): [string, number] => [`key ${n % 150}`, n]);
      const path = await bothFiles(python, kind, items);
      const { items: given } = await python.ask<ReadMapper>('read_mapper', {
        path,
        mapper: kind.name,
        keys: [],
      });
      const hashes = given.map(([hash]) => hash);
      const { found } = await python.ask<ReadMapper>('read_mapper', {
        path,
        mapper: kind.name,
        keys: hashes,
      });
      using mapper = openIdMapper(path, kind.declaration);
      expect(hashes.map((hash) => mapper.getAll(integerOf(hash) as number).map(Number))).toEqual(found);
    });

    test('of hashes in place of keys', async () => {
      const items = [
        [7, 1],
        ['seven', 2],
        [2 ** 32 - 1, 3],
        [7, 4],
      ] as const;
      const path = await bothFiles(python, kind, items);
      using mapper = openIdMapper(path, kind.declaration);
      expect(mapper.getAll(7)).toEqual([1, 4]);
    });
  });
});

describeWithPython('discards', (python) => {
  const numeric = KINDS.filter(({ text }) => !text);
  const options: readonly DiscardOptions[] = [
    { discardDuplicates: true },
    { discardDuplicateKeys: true },
    { discardDuplicates: true, discardDuplicateKeys: true },
  ];

  describe.each([...numeric, ...APPROXIMATE])('of $name', (kind) => {
    test.each(options)('have the same bytes: %o', async (option) => {
      let dropped = 0;
      await fc.assert(
        fc.asyncProperty(repeating(kind), async (made) => {
          // Of one key Python keeps the value whose bytes come first: of one byte, the smallest.
          const items = option.discardDuplicateKeys
            ? made.map(([key, value]) => [key, value % 256] as const)
            : made;
          const path = await bothFiles(python, kind, items, option);
          using mapper = openIdMapper(path, kind.declaration);
          dropped += items.length - mapper.size;
        }),
        { seed: 11_202, numRuns: RUNS },
      );
      expect(dropped).toBeGreaterThan(RUNS);
    });
  });

  test('of keys keep the smallest value, where Python keeps the one whose bytes come first', async () => {
    const kind = KINDS.find(({ name }) => name === 'NumericIdMapper')!;
    const items: Entry[] = [
      [7, 1],
      [7, 256],
    ];
    const path = python.path('kept.sb');
    const options = { discard_duplicate_keys: true };
    await python.ask('write_mapper', { path, mapper: kind.name, items, options });
    using theirs = openIdMapper(path, kind.declaration);
    expect([...theirs]).toEqual([[7, 256]]);
    const bytes = kind.declaration.pack(items, { discardDuplicateKeys: true });
    expect([...kind.declaration.fromBuffer(bytes)]).toEqual([[7, 1]]);
  });
});
