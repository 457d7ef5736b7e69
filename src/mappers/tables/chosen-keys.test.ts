/** Keys that were chosen so that their hashes are one: tables stay bounded, and find what a Map finds. */
import { type Key, type Mapping, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { hashBytes } from '../../hash/table-hash.js';
import { FIRST_MULTIPLIERS } from './bucket-table-writer.js';

const Row = struct({ id: t.uint32 });
const COUNT = 1000;
/** Far more buckets than a search passes by chance: 10 of a few thousand keys, 22 of ten million. */
const REACH = 32;
const { first: FIRST, second: SECOND } = FIRST_MULTIPLIERS;

/** What a factor's product is multiplied by to have the other factor again, modulo 2³². */
function inverse(factor: number): number {
  let result = factor;
  for (let step = 0; step < 5; step += 1) result = Math.imul(result, 2 - Math.imul(factor, result));
  return result;
}
const spread = (word: number): number => Math.imul(word, FIRST) ^ (Math.imul(word, FIRST) >>> 15);
/** The word that is spread to `value`. */
const unspread = (value: number): number => {
  const shifted = value ^ (value >>> 15) ^ (value >>> 30);
  return Math.imul(shifted, inverse(FIRST));
};
const rotate = (hash: number): number => (hash << 13) | (hash >>> 19);

/** 8 bytes that start with a given word, and all have one hash. */
function oneHash(first: number): Uint8Array {
  const state = Math.imul(rotate(8) ^ spread(first), SECOND);
  const second = unspread(Math.imul(0x01234567, inverse(SECOND)) ^ rotate(state));
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, first, true);
  view.setInt32(4, second, true);
  return bytes;
}

/** The keys of one hash that `accepts` takes, with first words from `start` on. */
function chosen(count: number, start: number, accepts: (key: Uint8Array) => boolean): Uint8Array[] {
  const keys: Uint8Array[] = [];
  for (let word = start; keys.length < count; word += 1) {
    const key = oneHash(word);
    if (accepts(key)) keys.push(key);
  }
  return keys;
}

const isAscii = (key: Uint8Array): boolean => key.every((byte) => byte < 0x80);
const integerOf = (key: Uint8Array): bigint => new DataView(key.buffer).getBigUint64(0, true);

/** Multipliers and reach of a mapping's table. */
function tableOf(bytes: Uint8Array): { first: number; reach: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 32 <= bytes.length; at += 32) {
    if (view.getUint32(at, true) !== 0x45534253 || view.getUint32(at + 8, true) !== 7) continue;
    return { first: view.getInt32(at + 32 + 16, true), reach: view.getUint32(at + 32 + 24, true) };
  }
  return undefined;
}

/** Holds a mapping against a Map of the same entries. */
function compare<K extends Key>(
  map: Mapping<K, { id: number }>,
  entries: readonly (readonly [K, number])[],
): void {
  const name = (key: K): string =>
    key instanceof Uint8Array ? Buffer.from(key).toString('hex') : String(key);
  const wanted = new Map<string, number[]>();
  for (const [key, id] of entries) wanted.set(name(key), [...(wanted.get(name(key)) ?? []), id]);
  const found = entries.map(([key]) => map.getAll(key).map(({ id }) => id));
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

describe('chosen keys', () => {
  const anyBytes = chosen(COUNT, 0, () => true);

  test('are what they are said to be', () => {
    const hashes = anyBytes.map((key) => hashBytes(new DataView(key.buffer), 8, FIRST_MULTIPLIERS));
    expect(new Set(hashes).size).toBe(1);
    expect(new Set(anyBytes.map(integerOf)).size).toBe(COUNT);
  });

  test.each([
    ['bytes', { key: t.bytes }, anyBytes],
    ['bytes, in a multi mapping', { key: t.bytes, multi: true }, [...anyBytes, ...anyBytes.slice(0, 100)]],
    ['integers', { key: t.uint64 }, anyBytes.map(integerOf)],
    [
      'texts',
      { key: t.string },
      chosen(200, 0x61616161, isAscii).map((key) => Buffer.from(key).toString('latin1')),
    ],
    [
      'bytes, long ones among them, which are stored compressed',
      { key: t.bytes },
      [...anyBytes.slice(0, 200), new Uint8Array(2000), new Uint8Array(70_000).fill(1)],
    ],
  ] as [string, object, Key[]][])('%s', (_, key, keys) => {
    const entries = numbered(keys);
    const [bytes, map] = build(key, entries);
    const table = tableOf(bytes)!;
    expect(table.first).not.toBe(FIRST);
    expect(table.reach).toBeLessThanOrEqual(REACH);
    compare(map, entries);
    const others = chosen(50, 5_000_000, isAscii);
    for (const other of others) {
      const wanted =
        keys[0] instanceof Uint8Array ? other : typeof keys[0] === 'bigint' ? integerOf(other) : 'no';
      expect([map.get(wanted), map.has(wanted), map.getAll(wanted)]).toEqual([undefined, false, []]);
    }
  });
});

test('keys that nobody chose have the multipliers that all tables have', () => {
  const texts = numbered(Array.from({ length: 5000 }, (_, id) => `user:${id}`));
  const integers = numbered(Array.from({ length: 5000 }, (_, id) => id * 2_654_435_761));
  for (const [bytes, map, entries] of [
    [...build({ key: t.string }, texts), texts],
    [...build({ key: t.uint64 }, integers), integers],
  ] as const) {
    expect(tableOf(bytes)!.first).toBe(FIRST);
    compare(map as never, entries.slice(0, 300) as never);
  }
});

test('many records of one key are found in their order, and are in nobody else’s way', () => {
  const entries = numbered(
    Array.from({ length: 3000 }, (_, id) => (id % 3 === 0 ? 'often' : `key ${id >> 1}`)),
  );
  const [bytes, map] = build({ key: t.string, multi: true }, entries);
  expect(tableOf(bytes)!.reach).toBeLessThanOrEqual(REACH);
  compare(map, entries);
  const integers = entries.map(([key, id]): [number, number] => [key === 'often' ? 7 : id * 1_000_003, id]);
  const [packed, byInteger] = build({ key: t.uint64, multi: true }, integers);
  expect(tableOf(packed)!.reach).toBeLessThanOrEqual(REACH);
  compare(byInteger, integers);
});
