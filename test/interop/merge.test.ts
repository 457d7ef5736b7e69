/** Merged id mappers (docs/format.md 11): by each library from files of both, read by both. */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { mergeIdMappers } from 'sharedbuffers';
import { buildIdMapper, mergeIdMapperFiles, openIdMapper } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { inOrder } from './encoding.js';
import { APPROXIMATE, type Entry, entries, KINDS, type Kind, keyJson } from './keys.js';
import { describeWithPython, type Peer } from './peer.js';

const RUNS = 40;

interface ReadMapper {
  readonly length: number;
  readonly items: readonly (readonly [Json, Json])[];
  readonly found: readonly Json[];
}

/** Files with the entries, by Python and by us in turn. */
async function parts(python: Peer, kind: Kind, lists: readonly (readonly Entry[])[]): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, items] of lists.entries()) {
    const path = python.path(`part ${index}.sb`);
    if (index % 2 === 0) await python.ask('write_mapper', { path, mapper: kind.name, items });
    else await buildIdMapper(path, kind.declaration, items);
    paths.push(path);
  }
  return paths;
}

async function mergeOurs(python: Peer, { declaration }: Kind, paths: readonly string[]): Promise<string> {
  const path = python.path('ours.sb');
  await mergeIdMapperFiles(path, declaration, paths, { checksums: false });
  const opened = paths.map((each) => openIdMapper(each, declaration));
  const bytes = mergeIdMappers(declaration, opened);
  for (const mapper of opened) mapper.close();
  expect(readFileSync(path).equals(bytes)).toBe(true);
  return path;
}

/** Lists of entries; Python cannot merge mappers that are all empty. */
const several = (kind: Kind, distinct: boolean) =>
  fc
    .array(
      entries(kind, { distinct }).map(({ items }) => items),
      { minLength: 1, maxLength: 5 },
    )
    .filter((lists) => lists.some(({ length }) => length > 0));

/** Every key only in the first list that has it. */
function once(lists: readonly (readonly Entry[])[]): Entry[][] {
  const seen = new Set();
  return lists.map((items) => items.filter(([key]) => !seen.has(key) && seen.add(key)));
}

describeWithPython('merges', (python) => {
  describe.each([...KINDS.filter(({ text }) => !text), ...APPROXIMATE])('of $name', (kind) => {
    test('have the same bytes where every key comes once', async () => {
      await fc.assert(
        fc.asyncProperty(several(kind, true), async (lists) => {
          const paths = await parts(python, kind, once(lists));
          const [ours, theirs] = [await mergeOurs(python, kind, paths), python.path('theirs.sb')];
          await python.ask('merge_mappers', { path: theirs, mapper: kind.name, parts: paths });
          expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true);
        }),
        { seed: 11_301, numRuns: RUNS },
      );
    });

    test('have the same entries, and are those of one build with all', async () => {
      await fc.assert(
        fc.asyncProperty(several(kind, false), async (lists) => {
          const paths = await parts(python, kind, lists);
          const [ours, theirs] = [await mergeOurs(python, kind, paths), python.path('theirs.sb')];
          await python.ask('merge_mappers', { path: theirs, mapper: kind.name, parts: paths });
          const built = python.path('built.sb');
          await python.ask('write_mapper', { path: built, mapper: kind.name, items: lists.flat() });
          expect(readFileSync(ours).equals(readFileSync(built))).toBe(true);
          // Python leaves values of one key in the order of the parts; merged once more by us, they are sorted.
          using merged = openIdMapper(theirs, kind.declaration);
          const bytes = mergeIdMappers(kind.declaration, [merged]);
          expect(readFileSync(built).equals(bytes)).toBe(true);
        }),
        { seed: 11_302, numRuns: RUNS },
      );
    });
  });

  describe.each(KINDS.filter(({ text }) => text))('of $name, which Python cannot merge', (kind) => {
    test('are read by it', async () => {
      await fc.assert(
        fc.asyncProperty(several(kind, !kind.multi), async (made) => {
          const lists = kind.multi ? made : once(made);
          const path = await mergeOurs(python, kind, await parts(python, kind, lists));
          const items = lists.flat();
          const keys = items.map(([key]) => key);
          const seen = await python.ask<ReadMapper>('read_mapper', { path, mapper: kind.name, keys });
          expect(seen.length).toBe(items.length);
          const expected = items.map(([key, value]) => [keyJson(key), value]);
          expect(inOrder(seen.items)).toEqual(inOrder(expected));
          items.forEach(([key, value], index) => {
            const all = items.filter(([other]) => other === key).map(([, each]) => each);
            if (kind.multi) expect(inOrder(seen.found[index] as Json[])).toEqual(inOrder(all));
            else expect(seen.found[index]).toBe(value);
          });
        }),
        { seed: 11_303, numRuns: RUNS },
      );
    });
  });

  test('of a file of ours with one of Python in another order of equal hashes', async () => {
    const kind = KINDS.find(({ name }) => name === 'StringIdMultiMapper')!;
    const path = python.path('bytes.sb');
    writeFileSync(path, kind.declaration.pack([['a', 1]]));
    const items = [
      [{ $b: '61' }, 2],
      ['a', 3],
    ];
    await python.ask('write_mapper', { path: python.path('theirs.sb'), mapper: kind.name, items });
    const merged = await mergeOurs(python, kind, [path, python.path('theirs.sb')]);
    const seen = await python.ask<ReadMapper>('read_mapper', {
      path: merged,
      mapper: kind.name,
      keys: ['a', { $b: '61' }],
    });
    expect(seen.found.map((values) => inOrder(values as Json[]))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});
