import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Key, type Mapping, mapping, type RecordArray, t } from 'sharedbuffers';
import { openArray, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { caseOf } from '../golden/manifest.js';
import { cli, Folder, GOLDEN, lines, output } from './harness.js';

const folder = new Folder();
const names = (kind: string): string[] => readdirSync(join(GOLDEN, kind)).sort();
const arrays = names('array');
const mappings = names('mapping').filter((name) => name.startsWith('map_'));
const readable = mappings.filter((name) => !/Approx/.test(name));

interface Stat {
  kind: string;
  records: number;
  sections: boolean | null;
  keys?: { type: string; width: number; entries: number; declared: boolean };
  parts: Record<string, number>;
  bytes: number;
  schema: { fields: object; alignment?: number };
}

async function statOf(path: string): Promise<Stat> {
  return JSON.parse(await output(['stat', path, '--json'])) as Stat;
}

/** Dumps a file, builds one from that, and gives both with the dumps. */
async function copied(
  path: string,
  schema: boolean,
): Promise<{ copy: string; first: string; second: string }> {
  const copy = folder.path('copy.sb');
  const first = await output(['dump', path]);
  const options = schema
    ? ['--schema', folder.write('schema.json', await output(['stat', path, '--json']))]
    : [];
  await output(['build', '-', '-o', copy, ...options], { stdin: first });
  return { copy, first, second: await output(['dump', copy]) };
}

describe('arrays from Python', () => {
  test.each(arrays)('%s: stat', async (name) => {
    const stat = await statOf(join(GOLDEN, 'array', name));
    const { schema } = caseOf(name.replace('.bin', ''));
    expect(stat.kind).toBe('array');
    expect(Object.keys(stat.schema.fields)).toEqual(schema!.declared.map(([field]) => field));
    expect(stat.schema.alignment ?? 8).toBe(schema!.alignment);
    expect(Object.values(stat.parts).reduce((sum, part) => sum + part, 0)).toBe(stat.bytes);
  });
});

const REGISTERED = ['array_nested.bin', 'array_objects.bin'];

describe('a dump, built by the schema that stat gives, holds equal records', () => {
  const equalRecords = (a: RecordArray<object>, b: RecordArray<object>) => {
    expect(b.length).toBe(a.length);
    for (let item = 0; item < a.length; item += 1) {
      expect((a.at(item) as { equals(other: unknown): boolean }).equals(b.at(item))).toBe(true);
    }
  };

  test.each(arrays.filter((name) => !REGISTERED.includes(name)))('%s', async (name) => {
    const path = join(GOLDEN, 'array', name);
    const { copy, first, second } = await copied(path, true);
    expect(second).toBe(first);
    using original = openArray(path);
    using built = openArray(copy);
    equalRecords(original as RecordArray<object>, built as RecordArray<object>);
  });

  test.each(readable)('%s', async (name) => {
    const path = join(GOLDEN, 'mapping', name);
    const { copy, first, second } = await copied(path, true);
    const key = name.includes('Numeric') ? t.uint64 : name.includes('Object') ? t.any : t.bytes;
    const width = name.includes('Id32') ? 32 : 64;
    using original = openMapping(path, mapping<Key>({ key, width }) as never) as Mapping<Key, object>;
    expect(second).toBe(first);
    expect(lines(second)).toHaveLength(original.size);
    if (original.size === 0) return;
    using built = openMapping(copy);
    for (const each of original.keys()) {
      const records = [...original.iterate(each)] as { equals(other: unknown): boolean }[];
      const copies = [...built.iterate(each)];
      expect(copies).toHaveLength(records.length);
      records.forEach((record, index) => {
        expect(record.equals(copies[index])).toBe(true);
      });
    }
  });
});

/** Lines, and members in them, in one order: an inferred index is of 64 bits, and new fields come where they are met. */
function unordered(dump: string): string[] {
  return lines(dump)
    .map((line) => JSON.stringify(Object.entries(line as object).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();
}

describe('a dump, built by the inferred schema, gives the same dump', () => {
  const paths = [
    ...arrays
      .filter((name) => ![...REGISTERED, 'array_empty.bin'].includes(name))
      .map((name) => `array/${name}`),
    ...readable.filter((name) => !name.includes('empty')).map((name) => `mapping/${name}`),
  ];
  test.each(paths)('%s', async (name) => {
    const { first, second } = await copied(join(GOLDEN, name), false);
    expect(unordered(second)).toEqual(unordered(first));
  });
});

describe('the kind of keys is found from the layout', () => {
  const expected = (name: string) => {
    const width = name.includes('Id32') ? 32 : 64;
    if (name.includes('empty'))
      return { type: 'string', width: 64, entries: 0, multi: null, declared: false };
    const type = /Numeric|String|Object|Approx/.exec(name)![0];
    const types = { Numeric: 'uint64', String: 'string', Object: 'any', Approx: 'approximate' };
    // The larger cases have some keys that are bytes and no text.
    const kind =
      type === 'String' && /_(1050|20050|3100|small|longkeys)/.test(name)
        ? 'bytes'
        : types[type as keyof typeof types];
    return { type: kind, width, multi: null, declared: false };
  };
  // Three 32-bit hashes cannot be told from integers.
  const undecidable = ['map_ApproxStringId32MultiMapper_3.bin'];
  test.each(mappings.filter((name) => !undecidable.includes(name)))('%s', async (name) => {
    const stat = await statOf(join(GOLDEN, 'mapping', name));
    expect(stat.kind).toBe('mapping');
    expect(stat.sections).toBe(false);
    expect(stat.keys).toMatchObject(expected(name));
  });

  const lone = names('idmapper').filter((name) => !name.includes('at_offset'));
  const undecidableLone = /Approx.*_one|ApproxStringId32.*_small|^Numeric.*_(wide|one|overflow)/;
  test.each(lone.filter((name) => !undecidableLone.test(name)))('%s', async (name) => {
    const stat = await statOf(join(GOLDEN, 'idmapper', name));
    expect(stat.kind).toBe('id mapper');
    expect(stat.keys).toMatchObject(expected(name));
  });
});

describe('what cannot be read is said', () => {
  test.each([
    ['mapping/map_ApproxStringIdMultiMapper_3.bin', 'dump', '--key-type int dumps those'],
    ['mapping/bundle.zip', 'stat', 'is a zip bundle'],
    ['idmapper/StringIdMapper_at_offset40.bin', 'stat', 'is no file of sharedbuffers, or is cut short'],
  ])('%s', async (name, command, message) => {
    const { code, stdout, stderr } = await cli([command, join(GOLDEN, name)]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

test('an approximate mapping takes keys as text', async () => {
  const path = join(GOLDEN, 'mapping/map_ApproxStringIdMultiMapper_1050.bin');
  const each = caseOf('map_ApproxStringIdMultiMapper_1050') as unknown as { lookups: { hits: [string][] } };
  const [key] = each.lookups.hits.find(([hit]) => typeof hit === 'string')!;
  expect(lines(await output(['get', path, key, '--json']))[0]).toMatchObject({ $key: key });
  expect(lines(await output(['dump', path, '--key-type', 'int', '--limit', '2']))).toHaveLength(2);
});

test('keys of any kind are JSON', async () => {
  const path = join(GOLDEN, 'mapping/map_ObjectIdMapper_types.bin');
  const entries = lines(await output(['dump', path])) as { $key: unknown }[];
  expect(entries.map(({ $key }) => $key)).toEqual(
    expect.arrayContaining(['s', -5, null, { $bytes: 'cw==' }, { $tuple: [1, 'x'] }]),
  );
  for (const entry of entries) {
    expect(lines(await output(['get', path, '--json', '--', JSON.stringify(entry.$key)]))).toEqual([entry]);
  }
  expect(lines(await output(['get', path, '--json', 's']))).toEqual(
    lines(await output(['get', path, '--json', '"s"'])),
  );
  const { code, stderr } = await cli(['get', path, '[1]']);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('has no key "[1]"') });
});

test('lone id mappers are dumped and searched', async () => {
  const path = join(GOLDEN, 'idmapper/StringIdMapper_3100.bin');
  const entries = lines(await output(['dump', path])) as { $key: string; $value: number }[];
  expect(entries).toHaveLength(3100);
  expect(lines(await output(['get', path, entries[7]!.$key, '--json']))).toEqual([entries[7]]);
});
