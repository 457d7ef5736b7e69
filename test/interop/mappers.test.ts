/** Id mapper files (docs/format.md 11): string and numeric, of both widths, simple and multi. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildIdMapper, openIdMapper } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { type Entry, entries, KINDS, keyJson } from './keys.js';
import { describeWithPython } from './peer.js';

const RUNS = 60;

interface ReadMapper {
  readonly length: number;
  readonly items: readonly (readonly [Json, Json])[];
  readonly found: readonly Json[];
  readonly has: readonly boolean[];
}

const sorted = (values: readonly unknown[]): unknown[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const pair = ([key, value]: Entry): Json[] => [keyJson(key), value];

describeWithPython('id mappers', (python) => {
  describe.each(KINDS)('$name', (kind) => {
    const { name, declaration, multi } = kind;

    test('from Python are read', async () => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items, misses }) => {
          const path = python.path('theirs.sb');
          await python.ask('write_mapper', { path, mapper: name, items });
          using mapper = openIdMapper(path, declaration);
          expect(mapper.size).toBe(items.length);
          expect(sorted([...mapper].map(([key, value]) => [key, Number(value)]))).toEqual(sorted(items));
          for (const [key] of items) {
            const values = items.filter(([other]) => other === key).map(([, value]) => value);
            expect(sorted(mapper.getAll(key).map(Number))).toEqual(sorted(values));
            expect(values).toContain(Number(mapper.get(key)));
          }
          for (const key of misses) expect(mapper.get(key)).toBeUndefined();
        }),
        { seed: 11_001, numRuns: RUNS },
      );
    });

    test('of ours are read by Python', async () => {
      await fc.assert(
        fc.asyncProperty(entries(kind), async ({ items, misses }) => {
          const path = python.path('ours.sb');
          await buildIdMapper(path, declaration, items);
          const keys = [...items.map(([key]) => key), ...misses];
          const answer = await python.ask<ReadMapper>('read_mapper', { path, mapper: name, keys });
          expect(answer.length).toBe(items.length);
          expect(sorted(answer.items)).toEqual(sorted(items.map(pair)));
          expect(answer.has).toEqual(keys.map((_, index) => index < items.length));
          using ours = openIdMapper(path, declaration);
          const found = keys.map((key) => {
            const values = ours.getAll(key).map(Number);
            return values.length === 0 ? null : multi ? values : values[0];
          });
          expect(answer.found).toEqual(found);
        }),
        { seed: 11_002, numRuns: RUNS },
      );
    });

    test('have the same bytes, but for the padding before the index', async () => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(entries(kind, { distinct: true }), async ({ items }) => {
          const [ours, theirs] = [python.path('ours.sb'), python.path('theirs.sb')];
          await buildIdMapper(ours, declaration, items, { checksums: false });
          await python.ask('write_mapper', { path: theirs, mapper: name, items });
          const [a, b] = [readFileSync(ours), readFileSync(theirs)];
          const index = [a, b].map((file) => Number(file.readBigUInt64LE(8)));
          // What ends the keys in Python's file ends them in ours, up to 7 bytes before the index.
          expect(index[0]).toBe(Math.ceil(index[1]! / 8) * 8);
          expect(a.readBigUInt64LE(0)).toBe(b.readBigUInt64LE(0));
          expect(a.subarray(16, index[1]).toString('hex')).toBe(b.subarray(16, index[1]).toString('hex'));
          const size = items.length * (kind.text ? 3 : 2) * kind.width;
          const entriesOf = (file: Buffer, at: number) => file.subarray(at, at + size).toString('hex');
          expect(entriesOf(a, index[0]!)).toBe(entriesOf(b, index[1]!));
          if (index[0] !== index[1]) return;
          expect(a.equals(b)).toBe(true);
          compared += 1;
        }),
        { seed: 11_003, numRuns: RUNS },
      );
      expect(compared).toBeGreaterThan(0);
    });
  });
});
