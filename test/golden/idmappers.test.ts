import { fileURLToPath } from 'node:url';
import {
  type IdMapper,
  type IdMapperDeclaration,
  idMapper,
  type Key,
  mergeIdMappers,
  PackError,
  t,
} from 'sharedbuffers';
import { openIdMapper } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { heapSource } from '../../src/bytes/container-source.js';
import { keySpec } from '../../src/mappers/key-kind.js';
import { openMapper } from '../../src/mappers/open-mapper.js';
import {
  byHash,
  type ContainerCase,
  containers,
  entriesOf,
  expectedJson,
  hasKeys,
  keyOf,
  mapperItems,
  named,
  packedKey,
  readJson,
  readKey,
} from './containers.js';
import { isNotWritten, isReadElsewhere } from './exceptions.js';
import { goldenBytes, type Json, withoutResidue } from './manifest.js';
import { mapperOptions } from './mapper-options.js';

const cases = containers.filter(({ kind, id }) => kind === 'idmapper' && !isReadElsewhere(id));
/** Not at position 0 of their files. */
const OFFSET = /_at_offset40$/;
/** Python cuts these keys and values to 32 bits; docs/format.md 11 says to refuse them. */
const OVERFLOW = /_overflow$/;
const whole = cases.filter(({ id }) => !OFFSET.test(id));

const declared = ({ class: name }: ContainerCase): IdMapperDeclaration<Key> =>
  idMapper(mapperOptions(name!)) as IdMapperDeclaration<Key>;

/** In Python a float is never a key of a numeric mapper; JavaScript cannot tell 1.0 from 1. */
function isIntegralFloat(key: Json): boolean {
  return typeof key === 'object' && key !== null && '$f' in key && Number.isInteger(Number(key.$f));
}

function lookUp(mapper: IdMapper<Key>, { lookups }: ContainerCase): void {
  for (const [key, found] of lookups!.hits) {
    const values = Array.isArray(found) ? found : undefined;
    const first = expectedJson((values === undefined ? found : values[0]!) as Json);
    expect(readJson(mapper.get(keyOf(key) as Key) ?? null)).toEqual(first);
    expect(mapper.has(keyOf(key) as Key)).toBe(found !== null);
    if (values !== undefined) {
      expect(mapper.getAll(keyOf(key) as Key).map(readJson)).toEqual(values.map(expectedJson));
    }
  }
  for (const [key] of lookups!.misses ?? []) {
    if (isIntegralFloat(key)) continue;
    expect(mapper.get(keyOf(key) as Key)).toBeUndefined();
    expect(mapper.has(keyOf(key) as Key)).toBe(false);
    expect(mapper.getAll(keyOf(key) as Key)).toEqual([]);
  }
}

type Entry = readonly [Json, Json];

/** Entries in an order of no meaning, for comparison. */
const sorted = (entries: readonly Entry[]): string[] => entries.map((entry) => JSON.stringify(entry)).sort();
const entryJson = ([key, value]: readonly [unknown, unknown]): Entry => [readJson(key), readJson(value)];

function expectedEntries(each: ContainerCase): Entry[] {
  if (each.iteritems === undefined && mapperOptions(each.class!).approximate) {
    const { rows } = entriesOf(goldenBytes(each), 2, mapperOptions(each.class!).width === 32 ? 4 : 8);
    return rows.map(([hash, value]) => [readJson(hash), readJson(value)]);
  }
  const entries = each.iteritems ?? mapperItems(each);
  return entries.map(([key, value]) => [readKey(key, each.class!), expectedJson(value)]);
}

describe('look-ups find what Python finds', () => {
  test.each(named(whole))('%s', (_, each) => {
    lookUp(declared(each).fromBuffer(goldenBytes(each)), each);
  });

  test.each(named(whole))('%s, in its file', (_, each) => {
    const path = fileURLToPath(new URL(`../fixtures/golden/${each.file}`, import.meta.url));
    for (const mmap of [true, false]) {
      using mapper = openIdMapper(path, declared(each), { mmap });
      lookUp(mapper, each);
    }
  });
});

describe('iteration gives the entries that Python gives', () => {
  test.each(named(whole))('%s', (_, each) => {
    const mapper = declared(each).fromBuffer(goldenBytes(each));
    expect(mapper.size).toBe(each.header?.num_items ?? each.iteritems!.length);
    const entries = Array.from(mapper, entryJson);
    const expected = expectedEntries(each);
    expect(sorted(entries)).toEqual(sorted(expected));
    // Python lists string keys in another order than that of the index.
    if (!hasKeys(each.class!) && each.iteritems !== undefined) expect(entries).toEqual(expected);
    expect(Array.from(mapper.keys(), readJson)).toEqual(entries.map(([key]) => key));
    expect(Array.from(mapper.values(), readJson)).toEqual(entries.map(([, value]) => value));
    expect(Array.from(mapper.entries(), entryJson)).toEqual(entries);
  });

  test('of text where keys are declared so', () => {
    const each = cases.find(({ id }) => id === 'StringIdMapper_one')!;
    expect([...idMapper({ key: t.string }).fromBuffer(goldenBytes(each))]).toEqual([['a', 1]]);
  });

  test('of bigints where keys are declared so', () => {
    const each = cases.find(({ id }) => id === 'NumericIdMultiMapper_wide')!;
    const mapper = idMapper({ key: t.biguint64, multi: true }).fromBuffer(goldenBytes(each));
    expect([...mapper.keys()]).toEqual([2n ** 40n, 2n ** 63n, 12345678901234567890n, 2n ** 64n - 1n]);
    expect(mapper.getAll(2n ** 40n)).toEqual([2n ** 64n - 1n]);
  });
});

describe('a mapper inside a file', () => {
  const inside = (id: string) => cases.find((each) => each.id === id)!;
  const at40 = (each: ContainerCase) =>
    openMapper(heapSource(goldenBytes(each)), 40, keySpec(mapperOptions(each.class!)));

  test('NumericIdMapper_at_offset40', () => {
    lookUp(at40(inside('NumericIdMapper_at_offset40')), inside('NumericIdMapper_at_offset40'));
  });

  test('ObjectIdMapper_at_offset40', () => {
    lookUp(at40(inside('ObjectIdMapper_at_offset40')), inside('ObjectIdMapper_at_offset40'));
  });

  test('StringIdMapper_at_offset40 has key offsets that Python itself does not find', () => {
    const mapper = at40(inside('StringIdMapper_at_offset40'));
    expect(mapper.size).toBe(2);
    expect([mapper.get('a'), mapper.get('b')]).toEqual([undefined, undefined]);
  });
});

const MERGED = 'NumericIdMultiMapper_merge';
const written = cases.filter(({ id }) => !isNotWritten(id) && !OVERFLOW.test(id) && id !== MERGED);

function write(each: ContainerCase): Uint8Array {
  return declared(each).pack(
    mapperItems(each).map(([key, value]) => [packedKey(key, each.class!), keyOf(value) as number | bigint]),
    {
      discardDuplicates: each.call.includes('discard_duplicates=True'),
      discardDuplicateKeys: each.call.includes('discard_duplicate_keys=True'),
    },
  );
}

describe('writing gives the bytes that Python writes', () => {
  test.each(named(written.filter(({ class: name }) => !hasKeys(name!))))('%s', (_, each) => {
    expect(Buffer.from(write(each)).equals(goldenBytes(each))).toBe(true);
  });
});

test(`${MERGED}: merging gives the bytes that Python's gives`, () => {
  const each = cases.find(({ id }) => id === MERGED)!;
  const parts: [number, number][][] = [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [
      [2, 3],
      [3, 1],
      [6, 7],
    ],
  ];
  const numeric = idMapper({ key: t.uint64, multi: true });
  const merged = mergeIdMappers(
    numeric,
    parts.map((part) => numeric.fromBuffer(numeric.pack(part))),
  );
  expect(Buffer.from(merged).equals(goldenBytes(each))).toBe(true);
});

describe('writing gives what Python writes, with an index aligned to 8', () => {
  test.each(named(written.filter(({ class: name }) => hasKeys(name!))))('%s', (_, each) => {
    const width = mapperOptions(each.class!).width === 32 ? 4 : 8;
    const [ours, golden] = [write(each), goldenBytes(each)];
    const clean = withoutResidue(golden, each);
    const [mine, theirs] = [entriesOf(ours, 3, width), entriesOf(golden, 3, width)];
    expect(mine.count).toBe(theirs.count);
    expect(mine.index).toBe(Math.ceil(theirs.index / 8) * 8);
    expect(Buffer.from(ours.subarray(16, theirs.index)).equals(clean.subarray(16, theirs.index))).toBe(true);
    expect(ours.subarray(theirs.index, mine.index).every((byte) => byte === 0)).toBe(true);
    expect(mine.rows.map(([hash]) => hash)).toEqual(theirs.rows.map(([hash]) => hash));
    expect(byHash(mine.rows)).toEqual(byHash(theirs.rows));
    expect(ours.length).toBe(Math.ceil(mine.end / 32) * 32);
    expect(ours.subarray(mine.end).every((byte) => byte === 0)).toBe(true);
  });
});

describe('keys and values beyond 32 bits, which Python cuts off, are refused', () => {
  const overflowing = cases.filter(({ id }) => OVERFLOW.test(id));
  test.each(named(overflowing))('%s', (_, each) => {
    expect(() => write(each)).toThrow(PackError);
    for (const [key, value] of each.items!) {
      expect(() => declared(each).pack([[keyOf(key) as Key, keyOf(value) as number]])).toThrow(
        /does not fit a 32-bit mapper: declare it with width 64/,
      );
    }
  });

  test('as are negative keys', () => {
    for (const name of ['NumericIdMapper', 'NumericId32Mapper', 'NumericIdMultiMapper']) {
      for (const key of [-1, -1n]) {
        const options = { ...mapperOptions(name), key: t.int64 };
        expect(() => idMapper(options).pack([[key as number, 1]])).toThrow(PackError);
      }
      expect(() => idMapper(mapperOptions(name)).pack([[-1, 1]])).toThrow(PackError);
    }
  });
});
