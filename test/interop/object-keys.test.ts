/** Object id mappers (docs/format.md 11): keys of all kinds that have a stable hash, in one file. */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { idMapper, type Key, mergeIdMappers, t } from 'sharedbuffers';
import { buildIdMapper, openIdMapper } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { Decoder } from '../golden/decode.js';
import type { Json } from '../golden/manifest.js';
import { orMiss } from '../or-miss.js';
import { hashClass, keyOf, keys } from './dicts.js';
import { encoded, inOrder, normal, readForm, sharesAlike } from './encoding.js';
import { describeWithPython } from './peer.js';

const RUNS = 150;
const mapper = 'ObjectIdMapper';
const declaration = idMapper({ key: t.any });

type Entry = readonly [key: Json, value: number];

interface ReadMapper {
  readonly length: number;
  readonly items: readonly (readonly [Json, Json])[];
  readonly found: readonly Json[];
  readonly has: readonly boolean[];
}

const entries: fc.Arbitrary<readonly Entry[]> = fc
  .uniqueArray(keys, { maxLength: 40, selector: hashClass })
  .chain((unique) =>
    fc
      .array(fc.maxSafeNat(), { minLength: unique.length, maxLength: unique.length })
      .map((values) => unique.map((key, index): Entry => [key, values[index]!])),
  );

/** Keys with their kind told where JavaScript does not know it. */
function toPack(items: readonly Entry[]): [Key, number][] {
  const decoder = new Decoder();
  return items.map(([key, value]) => [decoder.untyped(key) as Key, value]);
}

/** The file of the bytes up to the index, and the index: what lies between is padding. */
function partsOf(path: string): { keys: string; index: string; aligned: boolean } {
  const file = readFileSync(path);
  const [length, index] = [Number(file.readBigUInt64LE(0)), Number(file.readBigUInt64LE(8))];
  const end = index + 24 * length;
  return {
    keys: file.subarray(16, index).toString('hex'),
    index: file.subarray(index, end).toString('hex'),
    aligned: index % 8 === 0,
  };
}

describeWithPython('object id mappers', (python) => {
  const read = (path: string, wanted: readonly Json[]) =>
    python.ask<ReadMapper>('read_mapper', { path, mapper, keys: wanted });

  test('from Python are read, and find what it finds', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.array(keys, { maxLength: 5 }), async (items, others) => {
        const path = python.path('theirs.sb');
        await python.ask('write_mapper', { path, mapper, items });
        const wanted = [...items.map(([key]) => key), ...others];
        const { found, has } = await read(path, wanted);
        using opened = openIdMapper(path, declaration);
        expect(opened.size).toBe(items.length);
        expect(inOrder([...opened].map(encoded))).toEqual(inOrder(items.map(readForm)));
        expect(wanted.map((key) => orMiss(() => opened.get(keyOf(key)), undefined) ?? null)).toEqual(found);
        expect(wanted.map((key) => orMiss(() => opened.has(keyOf(key)), false))).toEqual(has);
      }),
      { seed: 11_401, numRuns: RUNS },
    );
  });

  test('of ours are read by Python', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.array(keys, { maxLength: 5 }), async (items, others) => {
        const path = python.path('ours.sb');
        await buildIdMapper(path, declaration, toPack(items));
        const wanted = [...items.map(([key]) => key), ...others];
        const seen = await read(path, wanted);
        expect(seen.length).toBe(items.length);
        expect(inOrder(seen.items.map(normal))).toEqual(inOrder(items.map(normal)));
        using opened = openIdMapper(path, declaration);
        expect(seen.found).toEqual(
          wanted.map((key) => orMiss(() => opened.get(keyOf(key)), undefined) ?? null),
        );
        expect(seen.found.slice(0, items.length)).toEqual(items.map(([, value]) => value));
      }),
      { seed: 11_402, numRuns: RUNS },
    );
  });

  test('have the same bytes, but for the padding before the index', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(entries, async (items) => {
        if (!sharesAlike(items.map(([key]) => key))) return;
        const [ours, theirs] = [python.path('ours.sb'), python.path('theirs.sb')];
        await buildIdMapper(ours, declaration, toPack(items), { checksums: false });
        await python.ask('write_mapper', { path: theirs, mapper, items });
        const [a, b] = [partsOf(ours), partsOf(theirs)];
        expect(a.keys.startsWith(b.keys)).toBe(true);
        expect(a.keys.slice(b.keys.length)).toMatch(/^(00){0,7}$/);
        expect(a.index).toBe(b.index);
        if (!b.aligned) return;
        expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true);
        compared += 1;
      }),
      { seed: 11_403, numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(0);
  });

  test('of thousands of keys of all kinds', async () => {
    const items = Array.from({ length: 5_000 }, (_, n): Entry => {
      const kinds: readonly Json[] = [
        `key ${n}`,
        { $b: `ff${n.toString(16).padStart(8, '0')}` },
        n + 2,
        -n - 1,
        { $f: n + 0.5 },
        { $tuple: [n, `${n}`, { $tuple: [null, { $f: n + 0.25 }] }] },
      ];
      return [kinds[n % kinds.length]!, n];
    });
    const path = python.path('many.sb');
    await buildIdMapper(path, declaration, toPack(items));
    const seen = await read(
      path,
      items.map(([key]) => key),
    );
    expect(seen.found).toEqual(items.map(([, value]) => value));
    await python.ask('write_mapper', { path, mapper, items });
    using opened = openIdMapper(path, declaration);
    expect(items.map(([key]) => opened.get(keyOf(key)))).toEqual(seen.found);
  });

  describe('with keys that are one to Python', () => {
    const same: readonly Json[] = [1, true, { $f: 1 }];

    test.each(same)('%j is found by all', async (stored) => {
      const path = python.path('one.sb');
      await buildIdMapper(path, declaration, toPack([[stored, 7]]));
      expect((await read(path, same)).found).toEqual([7, 7, 7]);
      await python.ask('write_mapper', { path, mapper, items: [[stored, 7]] });
      using opened = openIdMapper(path, declaration);
      expect([1, true, 1n].map((key) => opened.get(key))).toEqual([7, 7, 7]);
    });

    test('text and bytes are two', async () => {
      const items: Entry[] = [
        ['a', 1],
        [{ $b: '61' }, 2],
      ];
      const path = python.path('two.sb');
      await buildIdMapper(path, declaration, toPack(items));
      expect((await read(path, ['a', { $b: '61' }])).found).toEqual([1, 2]);
      await python.ask('write_mapper', { path, mapper, items });
      using opened = openIdMapper(path, declaration);
      expect(['a', Uint8Array.of(0x61)].map((key) => opened.get(key))).toEqual([1, 2]);
    });
  });

  test('with keys that are sets are found by walking', async () => {
    const path = python.path('sets.sb');
    const items = [[2, 3], ['a', 'b', 'c'], [], [{ $tuple: ['x'] }, null]].map(
      ($set, n): Entry => [{ $set }, n],
    );
    await python.ask('write_mapper', { path, mapper, items });
    using opened = openIdMapper(path, declaration);
    expect(items.map(([key]) => opened.get(keyOf(key)))).toEqual([0, 1, 2, 3]);
    await buildIdMapper(python.path('ours.sb'), declaration, toPack(items));
    const seen = await read(python.path('ours.sb'), []);
    expect(inOrder(seen.items.map(normal))).toEqual(inOrder(items.map(normal)));
  });

  test('merged from files of both are read by Python', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(40), async (items, cut) => {
        const [first, second] = [python.path('first.sb'), python.path('second.sb')];
        await python.ask('write_mapper', { path: first, mapper, items: items.slice(0, cut) });
        await buildIdMapper(second, declaration, toPack(items.slice(cut)));
        using a = openIdMapper(first, declaration);
        using b = openIdMapper(second, declaration);
        const path = python.path('merged.sb');
        const merged = mergeIdMappers(declaration, [a, b]);

        writeFileSync(path, merged);
        const seen = await read(
          path,
          items.map(([key]) => key),
        );
        expect(seen.found).toEqual(items.map(([, value]) => value));
        expect(inOrder(seen.items.map(normal))).toEqual(inOrder(items.map(normal)));
      }),
      { seed: 11_404, numRuns: 50 },
    );
  });
});
