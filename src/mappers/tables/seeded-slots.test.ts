/** Keys that were chosen so that their hashes crowd: tables stay bounded, and find what a Map finds. */
import { type Key, type Mapping, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { xxh64 } from '../../hash/xxh64.js';

const Row = struct({ id: t.uint32 });
const COUNT = 1000;
/** Slots that a search may pass: `MAX_CROWDING` keys, and entries of one key behind another. */
const REACH = 128;

const MASK = (1n << 64n) - 1n;
const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;
const rotl = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & MASK;

/** What a factor's product is multiplied by to have the other factor again, modulo 2⁶⁴. */
function inverse(factor: bigint): bigint {
  let result = factor;
  for (let step = 0; step < 6; step += 1) result = (result * (2n - factor * result)) & MASK;
  return result;
}

/** The bytes that the rounds of xxh64 turn into `value`. */
const unround = (value: bigint): bigint => (rotl((value * inverse(P1)) & MASK, 33n) * inverse(P2)) & MASK;
const round = (word: bigint): bigint => (rotl((word * P2) & MASK, 31n) * P1) & MASK;

/** The state of xxh64 before its final mixing, from the hash. */
function unmix(hash: bigint): bigint {
  let value = hash ^ (hash >> 32n);
  value = (value * inverse(P3)) & MASK;
  value ^= (value >> 29n) ^ (value >> 58n);
  value = (value * inverse(P2)) & MASK;
  return value ^ (value >> 33n);
}

/** What the last 8 bytes are mixed into, from the state after it. */
const before = (state: bigint): bigint => rotl(((state - P4) * inverse(P1)) & MASK, 37n);

function bytesOf(...words: bigint[]): Uint8Array {
  const bytes = new Uint8Array(words.length * 8);
  for (const [index, word] of words.entries()) new DataView(bytes.buffer).setBigUint64(index * 8, word, true);
  return bytes;
}

/** 8 bytes of a given hash. */
const withHash = (hash: bigint): Uint8Array => bytesOf(unround(before(unmix(hash)) ^ (P5 + 8n)));

/** 16 bytes that start with a given word, and all have one hash of 64 bits. */
function oneHash(first: bigint): Uint8Array {
  const state = (rotl((P5 + 16n) ^ round(first), 27n) * P1 + P4) & MASK;
  return bytesOf(first, unround(state ^ 0x0123456789abcdefn));
}

function hashOf(key: Uint8Array): bigint {
  const words = new Uint32Array(2);
  xxh64(key, 0, key.length, words);
  return (BigInt(words[1]!) << 32n) | BigInt(words[0]!);
}

const isText = (key: Uint8Array): boolean => {
  try {
    new TextDecoder('utf8', { fatal: true }).decode(key);
    return true;
  } catch {
    return false;
  }
};

/** Text keys of one hash: those of the byte keys that happen to be UTF-8. */
function* oneHashTexts(): Generator<string> {
  for (let word = 0x61616161_61616161n; ; word += 1n) {
    const key = oneHash(word);
    if (isText(key)) yield new TextDecoder().decode(key);
  }
}

/** The version of a mapping's table, and in version 2 the most slots that a search passes. */
function tableOf(bytes: Uint8Array): { version: number; reach: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 32 <= bytes.length; at += 32) {
    if (view.getUint32(at, true) !== 0x45534253 || ![2, 3].includes(view.getUint32(at + 8, true))) continue;
    return { version: view.getUint32(at + 12, true), reach: view.getUint32(at + 32 + 24, true) };
  }
  return undefined;
}

/** Holds a mapping against a Map of the same entries. */
function compare<K extends Key>(
  map: Mapping<K, { id: number }>,
  entries: readonly (readonly [K, number])[],
): void {
  const found = entries.map(([key]) => map.getAll(key).map(({ id }) => id));
  const name = (key: K): string =>
    key instanceof Uint8Array ? Buffer.from(key).toString('hex') : String(key);
  const wanted = new Map<string, number[]>();
  for (const [key, id] of entries) wanted.set(name(key), [...(wanted.get(name(key)) ?? []), id]);
  expect(found).toEqual(entries.map(([key]) => wanted.get(name(key))));
  expect(entries.map(([key]) => map.get(key)?.id)).toEqual(entries.map(([key]) => wanted.get(name(key))![0]));
}

const numbered = <K>(keys: Iterable<K>): [K, number][] => [...keys].map((key, id) => [key, id]);

function build<K extends Key>(
  key: object,
  entries: readonly (readonly [K, number])[],
): [Uint8Array, Mapping<K, { id: number }>] {
  const type = mapping({ ...key, value: Row } as never);
  const bytes = type.pack(entries.map(([each, id]) => [each, { id }]) as never);
  return [bytes, type.fromBuffer(bytes) as never];
}

/** Integers that the table's own mix turns into one number. */
const crowdedInteger = (high: number): number =>
  high * 2 ** 32 + ((12345 ^ Math.imul(high ^ 0x9e3779b9, 0x85ebca6b)) >>> 0);

describe('chosen keys', () => {
  test('are what they are said to be', () => {
    expect(hashOf(withHash(0x123456789abcdef0n))).toBe(0x123456789abcdef0n);
    expect(hashOf(oneHash(5n))).toBe(hashOf(oneHash(6n)));
  });

  test.each([
    ['integers', { key: t.uint64 }, Array.from({ length: COUNT }, (_, high) => crowdedInteger(high))],
    [
      'bytes whose hashes have the same upper half',
      { key: t.bytes },
      Array.from({ length: COUNT }, (_, low) => withHash((77n << 32n) | BigInt(low * 999_983))),
    ],
    [
      'bytes of one hash',
      { key: t.bytes },
      Array.from({ length: COUNT }, (_, word) => oneHash(BigInt(word))),
    ],
    [
      'bytes of one hash, in a multi mapping',
      { key: t.bytes, multi: true },
      Array.from({ length: COUNT }, (_, word) => oneHash(BigInt(word >> 1))),
    ],
  ] as [string, object, Key[]][])('%s', (_, key, keys) => {
    const entries = numbered(keys);
    const [bytes, map] = build(key, entries);
    const table = tableOf(bytes)!;
    expect(table.version).toBe(2);
    expect(table.reach).toBeLessThanOrEqual(REACH);
    compare(map, entries);
    for (const [each] of entries.slice(0, 50)) {
      const other = typeof each === 'number' ? each + 1 : new Uint8Array(16).fill(7);
      expect([map.get(other as Key), map.has(other as Key), map.getAll(other as Key)]).toEqual([
        undefined,
        false,
        [],
      ]);
    }
  });

  test('texts of one hash', () => {
    const texts = oneHashTexts();
    const entries = numbered(Array.from({ length: 200 }, () => texts.next().value as string));
    const [bytes, map] = build({ key: t.string }, entries);
    expect(tableOf(bytes)).toEqual({ version: 2, reach: expect.any(Number) });
    compare(map, entries);
  });

  test('long keys, which are stored compressed, among them', () => {
    const keys = [
      ...Array.from({ length: 200 }, (_, word) => oneHash(BigInt(word))),
      new Uint8Array(2000),
      new Uint8Array(70_000).fill(1),
    ];
    const entries = numbered(keys);
    const [bytes, map] = build({ key: t.bytes }, entries);
    expect(tableOf(bytes)!.version).toBe(2);
    compare(map, entries);
  });
});

test('keys that nobody chose have the table of version 1', () => {
  const texts = numbered(Array.from({ length: 5000 }, (_, id) => `user:${id}`));
  const integers = numbered(Array.from({ length: 5000 }, (_, id) => id * 2_654_435_761));
  for (const [bytes, map, entries] of [
    [...build({ key: t.string }, texts), texts],
    [...build({ key: t.uint64 }, integers), integers],
  ] as const) {
    expect(tableOf(bytes)!.version).toBe(1);
    compare(map as never, entries.slice(0, 300) as never);
  }
});

test('many records of one key are found in their order', () => {
  const entries = numbered(
    Array.from({ length: 900 }, (_, id) => (id % 3 === 0 ? 'often' : `key ${id >> 1}`)),
  );
  const [bytes, map] = build({ key: t.string, multi: true }, entries);
  expect(tableOf(bytes)).toBeDefined();
  compare(map, entries);
  const integers = entries.map(([key, id]): [number, number] => [key === 'often' ? 7 : id * 1_000_003, id]);
  compare(build({ key: t.uint64, multi: true }, integers)[1], integers);
});
