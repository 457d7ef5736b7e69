/** Mappings in which equal records are stored once (docs/format.md 11). */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { mapping, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { output } from '../cli/harness.js';
import { inOrder } from './encoding.js';
import { Item, itemOf, jsonOf, readByPython, SPEC } from './items.js';
import { type Entry, type EntryKey, entries, KINDS, type Kind } from './keys.js';
import { describeWithPython } from './peer.js';

const RUNS = 60;

function declarationOf({ text, multi, width }: Kind) {
  const options = { value: Item, multi, width: width === 4 ? (32 as const) : (64 as const) };
  const made = text ? mapping({ key: t.string, ...options }) : mapping({ key: t.uint64, ...options });
  return made as unknown as ReturnType<typeof mapping<EntryKey, InstanceType<typeof Item>, object>>;
}

/** Keys, and one of a few records for each. */
const repeating = (kind: Kind): fc.Arbitrary<readonly (readonly [EntryKey, Entry])[]> =>
  entries(kind, { distinct: true }).chain(({ items }) =>
    fc
      .array(fc.nat(6), { minLength: items.length, maxLength: items.length })
      .map((records) => items.map(([key], index) => [key, [`record ${records[index]}`, records[index]!]])),
  );

describeWithPython('equal records', (python) => {
  describe.each(KINDS)('of mappings by $name', (kind) => {
    const { name: mapper, multi } = kind;
    const declaration = declarationOf(kind);
    const [theirs, ours] = ['theirs.sb', 'ours.sb'];

    test('are stored once by both, and read by both', async () => {
      await fc.assert(
        fc.asyncProperty(repeating(kind), async (items) => {
          const rows = items.map(([key, entry]) => [key, jsonOf(entry)]);
          const request = { mapper, schema: SPEC, items: rows, dedupe: true };
          await python.ask('write_mapping', { path: python.path(theirs), ...request });
          const options = { dedupe: true, sections: false, describeStructs: false };
          const values = items.map(([key, entry]) => [key, itemOf(entry)] as const);
          await buildMapping(python.path(ours), declaration, values, options);
          const files = [ours, theirs].map((name) => readFileSync(python.path(name)));
          // String mappers differ in the padding before the index.
          if (!kind.text) expect(files[0]!.equals(files[1]!)).toBe(true);

          const distinct = new Map(items.map(([, entry]) => [entry[1], jsonOf(entry)]));
          const keys = items.map(([key]) => key);
          const expected = items.map(([, entry]) => jsonOf(entry));
          for (const name of [ours, theirs]) {
            const path = python.path(name);
            const answer = await readByPython(python, { path, mapper, keys });
            expect(answer.length).toBe(distinct.size);
            expect(answer.rows).toEqual([...distinct.values()]);
            expect(answer.found).toEqual(multi ? expected.map((each) => [each]) : expected);
            using map = openMapping(path, declaration);
            expect([map.size, map.array.length]).toEqual([items.length, distinct.size]);
            expect(keys.map((key) => map.get(key)!.id)).toEqual(items.map(([, entry]) => entry[1]));
            expect(inOrder([...map.values()].map(({ id }) => id))).toEqual(
              inOrder(items.map(([, entry]) => entry[1])),
            );
          }
        }),
        { seed: 11_601, numRuns: RUNS },
      );
    });
  });

  test('that are one object under several integer keys are the same bytes where nothing is said', async () => {
    const four = [0, 1, 2, 3].map((n) => itemOf(['record', n]));
    const keys = Array.from({ length: 200 }, (_, n) => (n * 77) % 1009);
    const mapper = 'NumericIdMapper';
    const items = keys.map((key, n) => [key, jsonOf(['record', n % 4])]);
    await python.ask('write_mapping', {
      path: python.path('theirs.sb'),
      mapper,
      schema: SPEC,
      items,
      dedupe: true,
    });
    const declaration = mapping({ key: t.uint64, value: Item });
    const options = { sections: false, describeStructs: false };
    await buildMapping(
      python.path('ours.sb'),
      declaration,
      keys.map((key, n) => [key, four[n % 4]!] as const),
      options,
    );
    const [ours, theirs] = ['ours.sb', 'theirs.sb'].map((name) => readFileSync(python.path(name)));
    expect(ours!.equals(theirs!)).toBe(true);
  });

  test('that are one object are stored once where nothing is said, and the keys are texts', async () => {
    const path = python.path('default.sb');
    const declaration = mapping({ key: t.string, value: Item });
    const four = [0, 1, 2, 3].map((n) => itemOf(['record', n]));
    const items = Array.from({ length: 300 }, (_, n) => [`key ${n}`, four[n % 4]!] as const);
    await buildMapping(path, declaration, items);
    const keys = items.map(([key]) => key);
    const answer = await readByPython(python, { path, mapper: 'StringIdMapper', keys });
    expect(answer.length).toBe(4);
    expect(answer.found).toEqual(items.map((_, n) => jsonOf(['record', n % 4])));
  });

  test('by the command line are those that Python builds, byte for byte', async () => {
    const fields = {
      name: 'string',
      score: 'float64',
      id: 'uint64',
      tags: 'set<uint8>',
      note: 'string? | null',
    };
    const [rows, schema] = [python.path('rows.ndjson'), python.path('schema.json')];
    const keys = Array.from({ length: 200 }, (_, n) => (n * 77) % 1009);
    const entryAt = (n: number): Entry => ['record', n % 4];
    const lines = keys.map((key, n) => {
      const item = itemOf(entryAt(n));
      return JSON.stringify({ ...item, tags: [...item.tags], key });
    });
    writeFileSync(rows, `${lines.join('\n')}\n`);
    writeFileSync(schema, JSON.stringify({ fields }));
    const items = keys.map((key, n) => [key, jsonOf(entryAt(n))]);
    const [theirs, ours] = [python.path('theirs.sb'), python.path('ours.sb')];
    const mapper = 'NumericIdMapper';
    await python.ask('write_mapping', { path: theirs, mapper, schema: SPEC, items, dedupe: true });
    const asPython = ['--dedupe', '--no-sections', '--no-describe-structs'];
    const given = ['--key', 'key', '--schema', schema, '--ignore-unknown', '-q', ...asPython];
    await output(['build', rows, '-o', ours, ...given]);
    expect(readFileSync(ours).equals(readFileSync(theirs))).toBe(true);
    const answer = await readByPython(python, { path: ours, mapper, keys });
    expect([answer.length, answer.found]).toEqual([4, keys.map((_, n) => jsonOf(entryAt(n)))]);
  });
});
