/** Mappings by keys of any kind, and by hashes of texts alone (docs/format.md 11). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Key, mapping, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { Decoder } from '../golden/decode.js';
import type { Json } from '../golden/manifest.js';
import { orMiss } from '../or-miss.js';
import { hashClass, keyOf, keys } from './dicts.js';
import { encoded, inOrder, normal, readForm } from './encoding.js';
import { Item, itemOf, jsonOf, readByPython, SPEC } from './items.js';
import { APPROXIMATE, type Entry, entries } from './keys.js';
import { describeWithPython } from './peer.js';

const RUNS = 40;
const OPTIONS = [{ sections: true }, { sections: true, index: 'compact' }, { sections: false }] as const;

type ObjectEntry = readonly [key: Json, id: number];

const objectEntries: fc.Arbitrary<readonly ObjectEntry[]> = fc
  .uniqueArray(keys, { maxLength: 30, selector: hashClass })
  .map((unique) => unique.map((key, index): ObjectEntry => [key, index]));

const named = ([key, id]: ObjectEntry): Entry => [JSON.stringify(key), id];

describeWithPython('mappings by ObjectIdMapper', (python) => {
  const mapper = 'ObjectIdMapper';
  const declaration = mapping({ key: t.any, value: Item });

  test('from Python are read', async () => {
    await fc.assert(
      fc.asyncProperty(objectEntries, fc.array(keys, { maxLength: 5 }), async (items, others) => {
        const path = python.path('theirs.sb');
        const rows = items.map((entry) => [entry[0], jsonOf(named(entry))]);
        await python.ask('write_mapping', { path, mapper, schema: SPEC, items: rows });
        using map = openMapping(path, declaration);
        expect([...map.array].map((row) => row.toObject())).toEqual(items.map(named).map(itemOf));
        expect(items.map(([key]) => map.get(keyOf(key))?.id)).toEqual(items.map(([, id]) => id));
        const { has } = await readByPython(python, { path, mapper, keys: others });
        expect(others.map((key) => orMiss(() => map.has(keyOf(key)), false))).toEqual(has);
        expect(inOrder([...map.keys()].map(encoded))).toEqual(inOrder(items.map(([key]) => readForm(key))));
      }),
      { seed: 11_501, numRuns: RUNS },
    );
  });

  test.each(OPTIONS)('of ours are read by Python: %o', async (options) => {
    await fc.assert(
      fc.asyncProperty(objectEntries, fc.array(keys, { maxLength: 5 }), async (items, others) => {
        const path = python.path('ours.sb');
        const decoder = new Decoder();
        const rows = items.map((entry) => [decoder.untyped(entry[0]) as Key, itemOf(named(entry))] as const);
        await buildMapping(path, declaration, rows, options);
        const wanted = [...items.map(([key]) => key), ...others];
        const answer = await readByPython(python, { path, mapper, keys: wanted });
        expect(answer.rows).toEqual(items.map(named).map(jsonOf));
        expect(answer.found.slice(0, items.length)).toEqual(answer.rows);
        expect(inOrder(answer.items)).toEqual(
          inOrder(items.map((entry) => [normal(entry[0]), jsonOf(named(entry))])),
        );
        using map = options.sections ? openMapping(path) : openMapping(path, declaration);
        expect(wanted.map((key) => orMiss(() => map.has(keyOf(key)), false))).toEqual(answer.has);
      }),
      { seed: 11_502, numRuns: RUNS },
    );
  });
});

describeWithPython('mappings by hashes', (python) => {
  describe.each(APPROXIMATE)('of $name', ({ name: mapper, width, ...kind }) => {
    const declaration = mapping({
      key: t.string,
      width: width === 4 ? 32 : 64,
      approximate: true,
      value: Item,
    });
    const made = entries({ ...kind, name: mapper, width });

    test('from Python are read', async () => {
      await fc.assert(
        fc.asyncProperty(made, async ({ items, misses }) => {
          const path = python.path('theirs.sb');
          const rows = items.map((entry) => [entry[0], jsonOf(entry)]);
          await python.ask('write_mapping', { path, mapper, schema: SPEC, items: rows });
          using map = openMapping(path, declaration);
          expect([...map.array].map((row) => row.toObject())).toEqual(items.map(itemOf));
          for (const [key] of items) {
            const ids = items.filter(([other]) => other === key).map((entry) => entry[1]);
            expect(map.getAll(key).map(({ id }) => id)).toEqual(ids);
          }
          for (const key of misses) expect(map.getAll(key)).toEqual([]);
        }),
        { seed: 11_503, numRuns: RUNS },
      );
    });

    test.each(OPTIONS)('of ours are read by Python: %o', async (options) => {
      await fc.assert(
        fc.asyncProperty(made, async ({ items, misses }) => {
          const path = python.path('ours.sb');
          const rows = items.map((entry) => [entry[0], itemOf(entry)] as const);
          await buildMapping(path, declaration, rows, { ...options, describeStructs: false });
          const wanted = [...items.map(([key]) => key), ...misses];
          const answer = await readByPython(python, { path, mapper, keys: wanted });
          expect(answer.rows).toEqual(items.map(jsonOf));
          const found = wanted.map((key) => items.filter(([other]) => other === key).map(jsonOf));
          expect(answer.found.map((each) => each ?? [])).toEqual(found);
          expect(answer.has).toEqual(found.map(({ length }) => length > 0));
          if (options.sections) return;
          const theirs = python.path('theirs.sb');
          const same = items.map((entry) => [entry[0], jsonOf(entry)]);
          await python.ask('write_mapping', { path: theirs, mapper, schema: SPEC, items: same });
          expect(readFileSync(path).equals(readFileSync(theirs))).toBe(true);
        }),
        { seed: 11_504, numRuns: RUNS },
      );
    });
  });
});
