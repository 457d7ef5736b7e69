/** Schemas that array files carry (docs/format.md 12). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { struct, t } from 'sharedbuffers';
import { buildArray, openArray } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { registry } from '../golden/schemas.js';
import { describeWithPython, type Peer, type SchemaSpec } from './peer.js';
import { arrayOf, samples } from './records.js';

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
  readonly schema: Described;
}

/** The pickle in an array file, found as docs/format.md 10 says. */
function pickleIn(file: Uint8Array): string {
  const header = Buffer.from(file.buffer, file.byteOffset);
  const offset = Number(header.readBigUInt64LE(40));
  return header.subarray(offset, offset + Number(header.readBigUInt64LE(48))).toString('hex');
}

async function pickleByPython(python: Peer, schema: SchemaSpec): Promise<string> {
  return python.ask('pickle_schema', { schema });
}

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
