/** Typed array files (docs/format.md 10). */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildArray, openArray } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { encoded, normal, sharesAlike } from './encoding.js';
import { describeWithPython, type Peer } from './peer.js';
import {
  ALIGNMENTS,
  arrayOf,
  expectedOf,
  inputOf,
  type Sample,
  samples,
  structOf,
  theirsOf,
} from './records.js';

const RUNS = 100;

interface ReadArray {
  readonly rows: readonly Json[];
  readonly fast_rows: readonly Json[];
}

async function theirFile(python: Peer, { schema, rows }: Sample, shared = false): Promise<string> {
  const path = python.path('theirs.sb');
  await python.ask('write_array', { path, schema, rows, shared });
  return path;
}

describeWithPython('arrays', (python) => {
  test('from Python are read, with a declaration and without', async () => {
    await fc.assert(
      fc.asyncProperty(samples(6), fc.boolean(), async (sample, shared) => {
        const path = await theirFile(python, sample, shared);
        using declared = openArray(path, structOf(sample.schema) as never);
        expect([...declared].map(encoded)).toEqual(sample.rows.map((row) => expectedOf(sample, row)));
        using array = openArray(path);
        expect(array.length).toBe(sample.rows.length);
      }),
      { seed: 10_001, numRuns: RUNS },
    );
  });

  test('of ours are read by Python', async () => {
    await fc.assert(
      fc.asyncProperty(samples(6), async (sample) => {
        const path = python.path('ours.sb');
        const inputs = sample.rows.map((row) => inputOf(sample, row));
        await buildArray(path, structOf(sample.schema) as never, inputs as never[]);
        const { rows, fast_rows } = await python.ask<ReadArray>('read_array', { path });
        const expected = sample.rows.map((row) => theirsOf(sample, row));
        expect(rows.map(normal)).toEqual(expected);
        expect(fast_rows.map(normal)).toEqual(expected);
      }),
      { seed: 10_002, numRuns: RUNS },
    );
  });

  test('have the same bytes', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(samples(4), async (sample) => {
        if (!sample.rows.every(sharesAlike)) return;
        const theirs = readFileSync(await theirFile(python, sample));
        const ours = arrayOf(sample, false);
        expect(Buffer.from(ours).toString('hex')).toBe(theirs.toString('hex'));
        compared += 1;
      }),
      { seed: 10_003, numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS / 4);
  });

  test.each(ALIGNMENTS)('of alignment %i', async (alignment) => {
    const schema: Sample['schema'] = {
      declared: [
        ['flag', 'bool'],
        ['name', 'mapped_unicode'],
        ['score', 'float64'],
        ['age', 'uint8'],
        ['tags', 'mapped_frozenset'],
      ],
      alignment,
    };
    const rows = Array.from({ length: 50 }, (_, n) => ({
      $obj: 'row',
      attrs: {
        flag: n % 2 === 0,
        name: 'n'.repeat(n),
        score: { $f: n / 4 },
        age: n,
        tags: { $set: [n, 3 * n + 1] },
      },
    }));
    const sample: Sample = { schema, rows };
    const ours = arrayOf(sample, false);
    const path = await theirFile(python, sample);
    expect(Buffer.from(ours).equals(readFileSync(path))).toBe(true);
    writeFileSync(python.path('ours.sb'), ours);
    const read = await python.ask<ReadArray>('read_array', { path: python.path('ours.sb') });
    expect(read.rows.map(normal)).toEqual(rows.map((row) => theirsOf(sample, row)));
    using array = openArray(path, structOf(schema) as never);
    expect([...array].map(encoded)).toEqual(rows.map((row) => expectedOf(sample, row)));
  });

  test('without records', async () => {
    const sample: Sample = { schema: { declared: [['a', 'int32']] }, rows: [] };
    const path = await theirFile(python, sample);
    expect(Buffer.from(arrayOf(sample, false)).equals(readFileSync(path))).toBe(true);
    using array = openArray(path);
    expect(array.length).toBe(0);
    expect([...array]).toEqual([]);
  });

  test('of fields that Python reads in place', async () => {
    const declared = ['list', 'tuple', 'frozenset'].map((kind): [string, string] => [
      kind,
      `proxied_${kind}`,
    ]);
    const attrs = {
      list: [1, 'a', { $f: 2.5 }],
      tuple: { $tuple: [300, -4] },
      frozenset: { $set: ['x', 'y', 'z'] },
    };
    const path = await theirFile(python, { schema: { declared }, rows: [{ $obj: 'row', attrs }] });
    using array = openArray(path);
    const row = array.at(0) as Record<string, Iterable<unknown>> | undefined;
    expect([...row!.list!]).toEqual([1, 'a', 2.5]);
    expect([...row!.tuple!]).toEqual([300, -4]);
    expect([...row!.frozenset!].sort()).toEqual(['x', 'y', 'z']);
  });
});
