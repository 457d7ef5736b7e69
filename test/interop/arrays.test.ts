/** Typed array files (FORMAT.md 10) and the schemas in them (FORMAT.md 12). */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { struct, t } from 'sharedbuffers';
import { buildArray, openArray } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { registry } from '../golden/types.js';
import { encoded, normal, sharesAlike } from './encoding.js';
import { describeWithPython, type Peer, type SchemaSpec } from './peer.js';
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

interface Described {
  readonly declared: readonly (readonly [string, string | Described])[];
  readonly stored: readonly string[];
  readonly alignment: number;
  readonly version: number;
  readonly user_data: Json;
}

interface ReadArray {
  readonly rows: readonly Json[];
  readonly fast_rows: readonly Json[];
  readonly schema: Described;
}

/** The pickle in an array file, found as FORMAT.md 10 says. */
function pickleIn(file: Uint8Array): string {
  const header = Buffer.from(file.buffer, file.byteOffset);
  const offset = Number(header.readBigUInt64LE(40));
  return header.subarray(offset, offset + Number(header.readBigUInt64LE(48))).toString('hex');
}

async function theirFile(python: Peer, { schema, rows }: Sample, shared = false): Promise<string> {
  const path = python.path('theirs.sb');
  await python.ask('write_array', { path, schema, rows, shared });
  return path;
}

async function pickleByPython(python: Peer, schema: SchemaSpec): Promise<string> {
  return python.ask('pickle_schema', { schema });
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

describeWithPython('embedded schemas', (python) => {
  test('have the same bytes, and are equal to Python', async () => {
    await fc.assert(
      fc.asyncProperty(samples(1), async (sample) => {
        const { schema } = sample;
        const data = pickleIn(arrayOf(sample, false));
        expect(data).toBe(await pickleByPython(python, schema));
        expect(await python.ask('schema_is', { data, schema })).toBe(true);
        const described = await python.ask<Described>('describe_schema', { data });
        expect(described.declared.map(([name]) => name)).toEqual(schema.declared.map(([name]) => name));
        expect(described.alignment).toBe(schema.alignment);
      }),
      { seed: 12_001, numRuns: RUNS },
    );
  });

  test('of structs in structs', async () => {
    const Inner = struct({ a: t.int8, b: t.string }, { alignment: 4 });
    const Middle = struct({ inner: Inner, again: Inner, list: t.list });
    const Outer = struct({ middle: Middle, inner: Inner, id: t.uint64 }, { alignment: 1 });
    const file = python.path('nested.sb');
    const inner = { a: -3, b: 'text' };
    await buildArray(file, Outer, [{ middle: { inner, again: inner, list: [1, 2] }, inner, id: 7 }]);
    const { rows, schema } = await python.ask<ReadArray>('read_array', { path: file });
    expect(rows).toEqual([
      {
        $obj: 'proxy',
        attrs: {
          id: 7,
          inner: { $obj: 'proxy', attrs: inner },
          middle: {
            $obj: 'proxy',
            attrs: {
              again: { $obj: 'proxy', attrs: inner },
              inner: { $obj: 'proxy', attrs: inner },
              list: [1, 2],
            },
          },
        },
      },
    ]);
    const innerSpec: SchemaSpec = {
      declared: [
        ['a', 'byte'],
        ['b', 'mapped_unicode'],
      ],
      alignment: 4,
    };
    const spec: SchemaSpec = {
      declared: [
        [
          'middle',
          {
            declared: [
              ['inner', innerSpec],
              ['again', innerSpec],
              ['list', 'mapped_list'],
            ],
          },
        ],
        ['inner', innerSpec],
        ['id', 'uint64'],
      ],
      alignment: 1,
    };
    const data = await pickleByPython(python, spec);
    expect(schema).toEqual(await python.ask('describe_schema', { data }));
  });

  describe('with registered structs described in the user data', () => {
    const Event = struct({ what: t.any, when: t.int }, { registry });
    const spec: SchemaSpec = {
      declared: [
        ['what', 'mapped_object'],
        ['when', 'int'],
      ],
    };

    test('are equal to Python, which reads the records', async () => {
      const path = python.path('described.sb');
      await buildArray(path, Event, [{ what: ['x', 1.5], when: 5 }]);
      const data = pickleIn(readFileSync(path));
      expect(await python.ask('schema_is', { data, schema: spec })).toBe(true);
      const { user_data, ...rest } = await python.ask<Described>('describe_schema', { data });
      const plain = await python.ask<Described>('describe_schema', {
        data: await pickleByPython(python, spec),
      });
      expect({ ...rest, user_data: null }).toEqual(plain);
      expect(JSON.stringify(user_data)).toContain('sharedbuffers.structs');
      const { rows } = await python.ask<ReadArray>('read_array', { path });
      expect(rows).toEqual([{ $obj: 'proxy', attrs: { what: ['x', { $f: 1.5 }], when: 5 } }]);
    });

    test('of Python, with user data of its own, are read', async () => {
      const path = python.path('user-data.sb');
      const schema: SchemaSpec = { ...spec, user_data: { made: ['by', 'hand', 1.5, null], ñ: 2 ** 40 } };
      const rows = [{ $obj: 'row', attrs: { what: 'a', when: 1 } }];
      await python.ask('write_array', { path, schema, rows });
      using array = openArray(path);
      expect(array.at(0)?.toObject()).toEqual({ what: 'a', when: 1 });
    });
  });
});
