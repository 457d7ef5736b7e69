/** Typed mapping files (docs/format.md 11), with and without the sections that Python passes by. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { mapping, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { Item, itemOf, jsonOf, readByPython, SPEC } from './items.js';
import { type Entry, type EntryKey, entries, KINDS, type Kind, keyJson } from './keys.js';
import { describeWithPython } from './peer.js';

const RUNS = 40;

function declarationOf({ text, multi, width }: Kind) {
  const options = { value: Item, multi, width: width === 4 ? (32 as const) : (64 as const) };
  const made = text ? mapping({ key: t.string, ...options }) : mapping({ key: t.uint64, ...options });
  return made as unknown as ReturnType<typeof mapping<EntryKey, InstanceType<typeof Item>, object>>;
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

    test.each([{ sections: true }, { sections: false }, { index: 'compact' }, { index: 'none' }] as const)(
      'of ours are read by Python: %o',
      async (options) => {
        await fc.assert(
          fc.asyncProperty(entries(kind), async ({ items, misses }) => {
            const path = python.path('ours.sb');
            await buildMapping(
              path,
              declaration,
              items.map((entry) => [entry[0], itemOf(entry)] as const),
              {
                ...options,
                // Python's length counts records: as many as entries only when equal ones are not stored once.
                dedupe: false,
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
      },
    );
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

  test.each(['table', 'compact'] as const)(
    'of many entries, with a %s, are read by Python',
    async (index) => {
      const path = python.path('many.sb');
      const items = Array.from({ length: 20_000 }, (_, n): Entry => [`key ${n}`, n]);
      const kind = KINDS[0]!;
      await buildMapping(
        path,
        declarationOf(kind),
        items.map((entry) => [entry[0], itemOf(entry)] as const),
        { index },
      );
      const chosen = items.filter((_, at) => at % 37 === 0);
      const keys = [...chosen.map(([key]) => key), 'key', 'key 20000', ''];
      const answer = await readByPython(python, { path, mapper: kind.name, keys });
      expect(answer.found).toEqual([...chosen.map(jsonOf), null, null, null]);
      expect(answer.length).toBe(items.length);
    },
  );
});
