/** Mappings with stored columns, a filter and secondary indexes, which lie where Python does not look. */
import fc from 'fast-check';
import { mapping, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { Item, itemOf, jsonOf, readByPython } from './items.js';
import { type EntryKey, entries, KINDS } from './keys.js';
import { describeWithPython } from './peer.js';

describeWithPython('mappings with columns, filters and indexes', (python) => {
  describe.each(KINDS)('by $name', (kind) => {
    const { name: mapper, text, multi, width } = kind;
    const options = { value: Item, multi, width: width === 4 ? (32 as const) : (64 as const) };
    const made = text ? mapping({ key: t.string, ...options }) : mapping({ key: t.uint64, ...options });
    const declaration = made as unknown as ReturnType<
      typeof mapping<EntryKey, InstanceType<typeof Item>, object>
    >;

    test('are read by Python', async () => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items }) => {
          const path = python.path('columns.sb');
          const rows = items.map((entry) => [entry[0], itemOf(entry)] as const);
          const third = (row: object) => `${(row as { id: number }).id % 3}`;
          const indexes = ['id', { name: 'third', keys: third }];
          const sections = { columns: ['score', 'id'] as const, indexes, filter: true };
          await buildMapping(path, declaration, rows, { ...sections, dedupe: false });
          const answer = await readByPython(python, { path, mapper, keys: items.map(([key]) => key) });
          expect(answer.length).toBe(items.length);
          expect(answer.rows).toEqual(items.map(jsonOf));
          using map = openMapping(path, declaration);
          expect(map.array.column('score')).toEqual(Float64Array.from(items, ([, id]) => id / 4));
          expect(map.by('id').size).toBe(items.length);
          expect(map.by('third').count('1')).toBe(items.filter(([, id]) => id % 3 === 1).length);
          expect(map.array.column('id')).toEqual(Float64Array.from(items, ([, id]) => id));
        }),
        { seed: 11_301, numRuns: 25 },
      );
    });
  });
});
