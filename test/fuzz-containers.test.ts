/**
 * Damaged, cut and foreign bytes: reading everything of them gives values or this library's errors, and ends. All
 * damage is deterministic. A hang shows as the runner's time limit.
 */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import {
  array,
  type IdMapper,
  idMapper,
  type Key,
  type KeyType,
  type Mapping,
  mapping,
  type RecordArray,
  SharedBuffersError,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { heapSource } from '../src/bytes/container-source.js';
import { Mapping as MappingClass } from '../src/containers/mapping.js';
import { RecordArray as RecordArrayClass } from '../src/containers/record-array.js';
import { FIELDS, ProxyBase } from '../src/schema/proxies/proxy.js';

/** Calls that gave something, to show that undamaged files are read indeed. */
let succeeded = 0;

/** What `call` gives; undefined for an error of this library. Any other error fails the test. */
function attempt<T>(call: () => T): T | undefined {
  try {
    const value = call();
    succeeded += 1;
    return value;
  } catch (error) {
    if (error instanceof SharedBuffersError) return undefined;
    throw error;
  }
}

/** Takes all an iterable gives, up to the first error. More than `limit` items are a fault. */
function drain(make: () => Iterable<unknown>, limit: number, use: (item: unknown) => void = () => {}): void {
  attempt(() => {
    let count = 0;
    for (const item of make()) {
      count += 1;
      if (count > limit) throw new Error(`${count} items came of ${limit} bytes`);
      use(item);
    }
  });
}

function readRecord(record: unknown): void {
  if (!(record instanceof ProxyBase)) return;
  for (const name of record[FIELDS]) attempt(() => readValue(Reflect.get(record, name)));
  attempt(() => (record as unknown as { toObject(): object }).toObject());
}

/** All other ways to look at a record. */
function showRecord(record: unknown): void {
  if (!(record instanceof ProxyBase)) return;
  attempt(() => JSON.stringify(record));
  attempt(() => (record as unknown as { equals(other: unknown): boolean }).equals(record));
  inspect(record);
}

function readValue(value: unknown): void {
  if (!(value instanceof ProxyBase)) return;
  for (const name of value[FIELDS]) attempt(() => Reflect.get(value, name));
}

function readArray(rows: RecordArray<object>, limit: number): void {
  drain(() => rows, limit, readRecord);
  drain(() => rows.cursor(), limit, readValue);
  const mask = attempt(() => new Uint8Array(rows.length).fill(1));
  if (mask !== undefined) drain(() => rows.cursor({ mask }), limit);
  for (const index of [0, rows.length, -1]) attempt(() => showRecord(rows.at(index)));
  const columns = rows as unknown as { column(name: string): unknown };
  for (const { name } of rows.schema.fields) attempt(() => columns.column(name));
}

const KEYS: readonly Key[] = [
  'a',
  'k1',
  'user:1',
  '',
  'k'.repeat(600),
  new Uint8Array([255, 0]),
  0,
  1,
  3,
  5,
  10_007,
  506952113,
  2 ** 32,
  2n ** 63n,
];

function readMapper(mapper: IdMapper<Key>, limit: number): void {
  drain(() => mapper, limit);
  drain(() => mapper.keys(), limit);
  drain(() => mapper.values(), limit);
  for (const key of KEYS) {
    attempt(() => mapper.get(key));
    attempt(() => mapper.has(key));
    drain(() => mapper.iterate(key), limit);
  }
}

function readMapping(map: Mapping<Key, object>, limit: number): void {
  drain(() => map, limit);
  drain(() => map.values(), limit, readValue);
  for (const key of KEYS) {
    attempt(() => readRecord(map.get(key)));
    attempt(() => map.has(key));
    drain(() => map.iterate(key), limit, readValue);
  }
  readArray(map.array, limit);
}

type Reader = (bytes: Uint8Array) => void;

const record = {
  id: t.uint32,
  big: t.int64.optional(),
  name: t.string.nullable(),
  long: t.string.optional(),
  tags: t.set.optional(),
  list: t.list.optional(),
  any: t.any.optional(),
  raw: t.bytes.optional(),
  inner: struct({ x: t.uint8, y: t.tuple.optional() }).optional(),
};
const Row = struct(record);
const rows = [
  { id: 1, big: -5, name: 'one', long: 'abc'.repeat(300), tags: new Set([1, 500]), any: 'x' },
  {
    id: 2,
    name: null,
    list: [1, 'two', null, [3, 4.5]],
    raw: new Uint8Array(20),
    inner: { x: 1, y: [1, 2] },
  },
  { id: 3, name: 'three', tags: new Set(['a', 'b']), any: [new Set([1]), 2.5], inner: { x: 2 } },
];

const Texts = mapping({ key: t.string, value: Row });
const Texts32 = mapping({ key: t.string, value: Row, width: 32 });
const PlainTexts = mapping({ key: t.string });
const PlainIntegers32 = mapping({ key: t.uint32, width: 32 });
const Integers = mapping({ key: t.uint32, value: Row });
const Integers32 = mapping({ key: t.uint32, value: Row, width: 32 });

/** Reads a mapping as what it says to be, and as declared. */
function mappingReader(declared: { fromBuffer(bytes: Uint8Array): object }): Reader {
  return (bytes) => {
    attempt(() => readMapping(new MappingClass(heapSource(bytes), {}), bytes.length));
    attempt(() => readMapping(declared.fromBuffer(bytes) as Mapping<Key, object>, bytes.length));
  };
}

const readers = {
  array: (bytes: Uint8Array) => {
    attempt(() => readArray(array(Row).fromBuffer(bytes), bytes.length));
    attempt(() => readArray(new RecordArrayClass(heapSource(bytes), 0, undefined), bytes.length));
  },
  mapping: (bytes: Uint8Array) => {
    for (const declared of [Texts, Texts32, Integers, Integers32]) mappingReader(declared)(bytes);
  },
  mapper: (bytes: Uint8Array) => {
    for (const key of [t.string, t.bytes, t.biguint64] as KeyType<Key>[]) {
      for (const width of [32, 64] as const) {
        attempt(() => readMapper(idMapper({ key, width }).fromBuffer(bytes), bytes.length));
      }
    }
  },
} satisfies Record<string, Reader>;

const golden = (path: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`fixtures/golden/${path}.bin`, import.meta.url)));
const keyed = (keys: readonly Key[]): [Key, (typeof rows)[number]][] =>
  keys.map((key, index) => [key, rows[index % rows.length]!]);
const TEXTS = ['a', 'k1', '', 'k'.repeat(600), 'a'];

const files: readonly (readonly [string, Reader, Uint8Array])[] = [
  ['an array', readers.array, array(Row).pack(rows)],
  ["Python's array", readers.array, golden('array/array_three')],
  ["Python's array of nested structs", readers.array, golden('array/array_nested')],
  ['a mapping of text', mappingReader(Texts), Texts.pack(keyed(TEXTS) as never)],
  ['a mapping with columns', mappingReader(Texts), Texts.pack(keyed(TEXTS) as never, { columns: ['id'] })],
  ['a 32-bit mapping of text', mappingReader(Texts32), Texts32.pack(keyed(TEXTS) as never)],
  ['a mapping of dense integers', mappingReader(Integers), Integers.pack(keyed([1, 3, 5, 3]) as never)],
  [
    'a mapping of sparse integers',
    mappingReader(Integers32),
    Integers32.pack(keyed([0, 10_007, 506952113]) as never),
  ],
  [
    'a compact mapping of text',
    mappingReader(Texts),
    Texts.pack(keyed(TEXTS) as never, { index: 'compact' }),
  ],
  [
    'a compact 32-bit mapping of integers',
    mappingReader(Integers32),
    Integers32.pack(keyed([0, 1, 3, 10_007, 506952113]) as never, { index: 'compact' }),
  ],
  ["Python's mapping of text", mappingReader(PlainTexts), golden('mapping/map_StringIdMapper_3')],
  ["Python's mapping of integers", mappingReader(PlainIntegers32), golden('mapping/map_NumericId32Mapper_3')],
  ['an id mapper of text', readers.mapper, idMapper({ key: t.string }).pack(TEXTS.map((key, i) => [key, i]))],
  ["Python's id mapper of text", readers.mapper, golden('idmapper/StringId32Mapper_small')],
  ["Python's id mapper of integers", readers.mapper, golden('idmapper/NumericIdMultiMapper_wide')],
];

const WORDS: readonly bigint[] = [0n, 2n ** 32n - 1n, 2n ** 53n - 8n, 2n ** 64n - 1n];

describe.each(files)('%s', (_, read, bytes) => {
  test('is read whole', () => {
    succeeded = 0;
    read(bytes);
    expect(succeeded).toBeGreaterThan(40);
  });

  test('cut short at every length', () => {
    for (let length = 0; length < bytes.length; length += 1) read(bytes.slice(0, length));
  });

  test('with bits flipped, and bytes set, at every position', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (const change of [1 << (at % 8), 0xff]) {
        const damaged = bytes.slice();
        damaged[at]! ^= change;
        read(damaged);
      }
    }
  });

  test('with lengths and offsets replaced at every word', () => {
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      for (const word of [...WORDS, BigInt(bytes.length), BigInt(bytes.length - 8), BigInt(at)]) {
        const damaged = bytes.slice();
        new DataView(damaged.buffer).setBigUint64(at, word, true);
        read(damaged);
      }
    }
  });

  test('read as what it is not', () => {
    for (const other of Object.values(readers)) other(bytes);
  });
});

/** Reproducible noise (mulberry32). */
function noise(seed: number, length: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 24;
  });
}

test('noise is no file', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const bytes = noise(seed, seed * 3);
    for (const read of Object.values(readers)) read(bytes);
  }
});

test('several bytes damaged at once', () => {
  for (const [, read, bytes] of files) {
    for (let seed = 0; seed < 150; seed += 1) {
      const damaged = bytes.slice();
      const random = noise(seed, 16);
      for (let at = 0; at < 16; at += 2)
        damaged[(random[at]! * 256 + at * 37) % bytes.length] = random[at + 1]!;
      read(damaged);
    }
  }
});
