/** Typed mapping files (FORMAT.md 11), with and without the sections that Python passes by. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { normal } from './encoding.js';
import { type Entry, type EntryKey, entries, KINDS, type Kind, keyJson } from './keys.js';
import { describeWithPython, type Peer, type SchemaSpec } from './peer.js';

const RUNS = 40;

const Item = struct({
  name: t.string,
  score: t.float64,
  id: t.uint64,
  tags: t.set(t.uint8),
  note: t.string.optional().nullable(),
});
const SPEC: SchemaSpec = {
  declared: [
    ['name', 'mapped_unicode'],
    ['score', 'float64'],
    ['id', 'uint64'],
    ['tags', 'mapped_frozenset'],
    ['note', 'mapped_unicode'],
  ],
};

/** A record that follows from its entry. */
function itemOf([key, id]: Entry) {
  const note = id % 3 === 0 ? {} : { note: id % 3 === 1 ? null : `note on ${key}` };
  return { name: `name of ${key}`, score: id / 4, id, tags: new Set([id % 56, 7]), ...note };
}

function jsonOf(entry: Entry): Json {
  const { tags, score, ...rest } = itemOf(entry);
  return normal({ $obj: 'proxy', attrs: { ...rest, score: { $f: score }, tags: { $set: [...tags] } } });
}

function declarationOf({ text, multi, width }: Kind) {
  const options = { value: Item, multi, width: width === 4 ? (32 as const) : (64 as const) };
  const made = text ? mapping({ key: t.string, ...options }) : mapping({ key: t.uint64, ...options });
  return made as unknown as ReturnType<typeof mapping<EntryKey, InstanceType<typeof Item>, object>>;
}

interface ReadMapping {
  readonly length: number;
  readonly items: readonly (readonly [Json, Json])[];
  readonly found: readonly Json[];
  readonly has: readonly boolean[];
  readonly rows: readonly Json[];
}

/** What Python reads from a file, sets in one order. */
async function readByPython(
  python: Peer,
  args: { path: string; mapper: string; keys: readonly EntryKey[] },
): Promise<ReadMapping> {
  return normal(await python.ask<Json>('read_mapping', args)) as unknown as ReadMapping;
}

const sorted = (values: readonly unknown[]): unknown[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describeWithPython('mappings', (python) => {
  describe.each(KINDS)('by $name', (kind) => {
    const { name, multi } = kind;
    const declaration = declarationOf(kind);

    test('from Python are read', async () => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items, misses }) => {
          const path = python.path('theirs.sb');
          const rows = items.map((entry) => [entry[0], jsonOf(entry)]);
          await python.ask('write_mapping', { path, mapper: name, schema: SPEC, items: rows });
          using map = openMapping(path, declaration);
          expect(map.size).toBe(items.length);
          expect([...map.array].map((row) => row.toObject())).toEqual(items.map(itemOf));
          for (const [key] of items) {
            const expected = items.filter(([other]) => other === key).map((entry) => entry[1]);
            expect(sorted(map.getAll(key).map(({ id }) => id))).toEqual(sorted(expected));
            expect(expected).toContain(map.get(key)!.id);
          }
          for (const key of misses) expect(map.get(key)).toBeUndefined();
        }),
        { seed: 11_101, numRuns: RUNS },
      );
    });

    test.each([true, false])('of ours are read by Python, sections: %s', async (sections) => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items, misses }) => {
          const path = python.path('ours.sb');
          await buildMapping(
            path,
            declaration,
            items.map((entry) => [entry[0], itemOf(entry)] as const),
            {
              sections,
            },
          );
          const keys = [...items.map(([key]) => key), ...misses];
          const answer = await readByPython(python, { path, mapper: name, keys });
          expect(answer.length).toBe(items.length);
          expect(answer.rows).toEqual(items.map(jsonOf));
          expect(sorted(answer.items)).toEqual(
            sorted(items.map((entry) => [keyJson(entry[0]), jsonOf(entry)])),
          );
          expect(answer.has).toEqual(keys.map((_, index) => index < items.length));
          keys.forEach((key, index) => {
            const matches = items.filter(([other]) => other === key).map(jsonOf);
            if (matches.length === 0) expect(answer.found[index]).toBeNull();
            else if (multi) expect(sorted(answer.found[index] as Json[])).toEqual(sorted(matches));
            else expect(answer.found[index]).toEqual(matches[0]);
          });
        }),
        { seed: 11_102, numRuns: RUNS },
      );
    });
  });

  describe.each(KINDS.filter(({ text }) => !text))('by $name', (kind) => {
    test('without sections have the same bytes', async () => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items }) => {
          const [ours, theirs] = [python.path('ours.sb'), python.path('theirs.sb')];
          const rows = items.map((entry) => [entry[0], jsonOf(entry)]);
          await python.ask('write_mapping', { path: theirs, mapper: kind.name, schema: SPEC, items: rows });
          await buildMapping(
            ours,
            declarationOf(kind),
            items.map((entry) => [entry[0], itemOf(entry)] as const),
            {
              sections: false,
              describeStructs: false,
            },
          );
          expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true);
        }),
        { seed: 11_103, numRuns: RUNS },
      );
    });
  });

  test('of many entries, with sections, are read by Python', async () => {
    const path = python.path('many.sb');
    const items = Array.from({ length: 20_000 }, (_, n): Entry => [`key ${n}`, n]);
    const kind = KINDS[0]!;
    await buildMapping(
      path,
      declarationOf(kind),
      items.map((entry) => [entry[0], itemOf(entry)] as const),
    );
    const chosen = items.filter((_, index) => index % 37 === 0);
    const keys = [...chosen.map(([key]) => key), 'key', 'key 20000', ''];
    const answer = await readByPython(python, { path, mapper: kind.name, keys });
    expect(answer.found).toEqual([...chosen.map(jsonOf), null, null, null]);
    expect(answer.length).toBe(items.length);
  });
});
