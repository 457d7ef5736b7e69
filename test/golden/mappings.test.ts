import { fileURLToPath } from 'node:url';
import {
  type Key,
  type Mapping,
  type MappingDeclaration,
  mapping,
  SchemaError,
  Sharing,
} from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import {
  byHash,
  type ContainerCase,
  containers,
  entriesOf,
  expectedJson,
  hasKeys,
  keyOf,
  mappingItems,
  named,
  packedKey,
  readJson,
  readKey,
  widest,
} from './containers.js';
import { Decoder } from './decode.js';
import { isReadElsewhere } from './exceptions.js';
import { goldenBytes, type Json, withoutResidue } from './manifest.js';
import { mapperOptions } from './mapper-options.js';
import { structFor } from './schemas.js';

const cases = containers.filter(({ kind, id }) => kind === 'mapping' && !isReadElsewhere(id));

function typeOf(each: ContainerCase): ReturnType<typeof structFor> {
  return structFor(each.schema!, each.id, widest(mappingItems(each).map(([, value]) => value)));
}

/** With the schema declared, or with that of the file. */
function declared(each: ContainerCase, value: boolean): MappingDeclaration<Key, object, object> {
  const options = mapperOptions(each.id_mapper!);
  const made = value ? mapping({ ...options, value: typeOf(each) }) : mapping(options);
  return made as unknown as MappingDeclaration<Key, object, object>;
}

function lookUp(map: Mapping<Key, object>, { id_mapper: name, lookups }: ContainerCase): void {
  const { multi } = mapperOptions(name!);
  for (const [key, found] of lookups!.hits) {
    const values = (multi ? (found as Json[]) : [found]).map(expectedJson);
    const sought = keyOf(key) as Key;
    expect(readJson(map.get(sought))).toEqual(values[0]);
    expect(map.has(sought)).toBe(true);
    if (multi) expect(map.getAll(sought).map(readJson)).toEqual(values);
    else expect(readJson(map.getAll(sought)[0])).toEqual(values[0]);
    expect(Array.from(map.iterate(sought), readJson)).toEqual(map.getAll(sought).map(readJson));
  }
  for (const [key] of lookups!.misses ?? []) {
    const sought = keyOf(key) as Key;
    expect([map.get(sought), map.has(sought), map.getAll(sought)]).toEqual([undefined, false, []]);
  }
}

type Entry = readonly [Json, Json];
const sorted = (entries: readonly Entry[]): string[] => entries.map((entry) => JSON.stringify(entry)).sort();

function canonicalEntry([key, value]: Entry): Entry {
  const { attrs } = value as { attrs: { [name: string]: Json } };
  const fields = Object.entries(attrs).sort(([a], [b]) => (a < b ? -1 : 1));
  return [key, { $obj: 'proxy', attrs: Object.fromEntries(fields) }];
}

function iterate(map: Mapping<Key, object>, each: ContainerCase): void {
  // Approximate mappings give hashes for keys.
  const { approximate } = mapperOptions(each.id_mapper!);
  const keyJson = (key: Json): Json => (approximate ? null : readKey(key, each.id_mapper!));
  const expected = mappingItems(each).map(([key, value]) =>
    canonicalEntry([keyJson(key), expectedJson(value)]),
  );
  const entries = Array.from(map, ([key, value]) => canonicalEntry([readJson(key), readJson(value)]));
  expect(map.size).toBe(each.n_items);
  expect(map.array.length).toBe(each.len);
  expect(sorted(entries.map(([key, value]) => [approximate ? null : key, value]))).toEqual(sorted(expected));
  expect(Array.from(map.keys(), readJson)).toEqual(entries.map(([key]) => key));
  const values = Array.from(map.values(), (value) => canonicalEntry([null, readJson(value)])[1]);
  expect(values).toEqual(entries.map(([, value]) => value));
  const visited: Entry[] = [];
  map.forEach((value, key) => {
    visited.push(canonicalEntry([readJson(key), readJson(value)]));
  });
  expect(visited).toEqual(entries);
}

describe('reading by a declared schema gives what Python reads', () => {
  test.each(named(cases))('%s', (_, each) => {
    const map = declared(each, true).fromBuffer(goldenBytes(each));
    lookUp(map, each);
    iterate(map, each);
  });
});

describe('reading by the schema in the file gives what Python reads', () => {
  test.each(named(cases))('%s', (_, each) => {
    const path = fileURLToPath(new URL(`../fixtures/golden/${each.file}`, import.meta.url));
    for (const mmap of [true, false]) {
      using map = openMapping(path, declared(each, false) as MappingDeclaration<Key, object, never>, {
        mmap,
      });
      lookUp(map, each);
      iterate(map, each);
    }
  });

  test.each(named(cases))('%s needs its keys named', (_, each) => {
    const path = fileURLToPath(new URL(`../fixtures/golden/${each.file}`, import.meta.url));
    expect(() => openMapping(path)).toThrow(SchemaError);
    expect(() => openMapping(path)).toThrow('name them, as in mapping({ key: t.string })');
  });
});

function write(each: ContainerCase, sections: boolean): Uint8Array {
  const type = typeOf(each);
  const entries = mappingItems(each).map(([key, value]): [Key, object] => [
    packedKey(key, each.id_mapper!),
    new Decoder().record(value, type, each.schema!.slots).value as object,
  ]);
  const sharing = each.id === 'map_StringIdMapper_idmap' ? new Sharing() : undefined;
  // Python was given one object twice, which the manifest writes out twice.
  const dedupe = each.id === 'map_StringIdMapper_shared_values' ? true : undefined;
  return declared(each, true).pack(entries, { sharing, dedupe, sections, describeStructs: false });
}

const footerOf = (bytes: Uint8Array): number =>
  Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(bytes.length - 8, true));

describe('writing gives what Python writes, with an index aligned to 8', () => {
  test.each(named(cases))('%s', (_, each) => {
    const name = each.id_mapper!;
    const columns = hasKeys(name) ? 3 : 2;
    const width = mapperOptions(name).width === 32 ? 4 : 8;
    const [ours, golden] = [write(each, false), goldenBytes(each)];
    const clean = withoutResidue(golden, each);
    const [mine, theirs] = [entriesOf(ours, columns, width), entriesOf(golden, columns, width)];
    expect(mine.count).toBe(theirs.count);
    expect(mine.index).toBe(Math.ceil(theirs.index / 8) * 8);
    expect(Buffer.from(ours.subarray(16, theirs.index)).equals(clean.subarray(16, theirs.index))).toBe(true);
    expect(mine.rows.map(([key]) => key)).toEqual(theirs.rows.map(([key]) => key));
    expect(byHash(mine.rows)).toEqual(byHash(theirs.rows));
    const array = footerOf(ours);
    expect(array).toBe(Math.ceil(mine.end / 32) * 32);
    expect(footerOf(golden)).toBe(each.layout!.values_pos);
    const records = golden.subarray(footerOf(golden), -8);
    expect(Buffer.from(ours.subarray(array, -8)).equals(records)).toBe(true);
    if (columns === 2) expect(Buffer.from(ours).equals(golden)).toBe(true);
  });

  test.each(named(cases))('%s: sections change nothing else', (_, each) => {
    const [plain, full] = [write(each, false), write(each, true)];
    const end = footerOf(plain);
    expect(Buffer.from(full.subarray(0, end)).equals(plain.subarray(0, end))).toBe(true);
    // The trailer follows the array, before the footer.
    const array = plain.subarray(end, -8);
    const records = full.subarray(footerOf(full), footerOf(full) + array.length);
    expect(Buffer.from(records).equals(array)).toBe(true);
    expect(footerOf(full) % 32).toBe(0);
    expect(footerOf(full)).toBeGreaterThan(end);
  });
});

describe('what was written reads back', () => {
  test.each(named(cases))('%s', (_, each) => {
    const all = new Map<string, { key: Json; records: Json[] }>();
    for (const [key, value] of mappingItems(each)) {
      const known = all.get(JSON.stringify(key)) ?? { key, records: [] };
      all.set(JSON.stringify(key), known);
      known.records.push(expectedJson(value));
    }
    for (const sections of [true, false]) {
      const map = declared(each, true).fromBuffer(write(each, sections));
      expect(map.size).toBe(each.n_items);
      expect(Array.from(map.array, readJson)).toEqual(
        // Equal records are stored once: Python's length counts those.
        mappingItems(each)
          .slice(0, each.len)
          .map(([, value]) => expectedJson(value)),
      );
      for (const { key, records } of all.values()) {
        expect(readJson(map.get(keyOf(key) as Key))).toEqual(records[0]);
        expect(map.getAll(keyOf(key) as Key).map(readJson)).toEqual(records);
      }
    }
  });
});
