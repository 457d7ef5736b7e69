/** In which shard of a data set a key is (docs/datasets.md 2). */
import { ArgumentError } from '../errors.js';
import { encodedLength, encodeKey } from '../hash/encode-key.js';
import { xxh64 } from '../hash/xxh64.js';
import { describe } from '../values/base/codec.js';
import { inexactKey, isInexact } from '../values/compare/inexact-key.js';

/** That of Spark's `xxhash64`. It is not the hash of tables, by which all keys of a shard would crowd in one place of its table. */
const SEED = 42;
/** As many as have a number of five digits in the names of their files. */
export const MAX_SHARDS: number = 2 ** 16;

const scratch = /* @__PURE__ */ new Uint8Array(1024);
const view = /* @__PURE__ */ new DataView(scratch.buffer);
const hash = /* @__PURE__ */ new Uint32Array(2);

/**
 * @throws `ArgumentError` for what is no power of two from 1 to 65,536.
 */
export function checkShards(shards: unknown): asserts shards is number {
  if (Number.isInteger(shards)) {
    const count = shards as number;
    if (count >= 1 && count <= MAX_SHARDS && (count & (count - 1)) === 0) return;
  }
  throw new ArgumentError(`shards are a power of two from 1 to ${MAX_SHARDS}, not ${describe(shards)}`);
}

/**
 * The number of a key's shard, from 0: the low bits of xxh64 with seed 42 of its UTF-8, of its bytes, or of an
 * integer's 8 bytes, little-endian, as Spark's `xxhash64` has it.
 *
 * @param key Text, bytes or an integer.
 * @param shards How many there are: a power of two up to 65,536.
 * @throws `ArgumentError` for keys of other kinds.
 *
 * @example
 * shardOf('AR-ROS', 16); // the shard that `buildDataset` puts it in
 */
export function shardOf(key: unknown, shards: number): number {
  checkShards(shards);
  if (hashed(key)) return hash[0]! & (shards - 1);
  if (isInexact(key)) throw inexactKey(key);
  throw new ArgumentError(
    `${describe(key)} is no key of a data set: these are text that is Unicode, bytes and integers`,
  );
}

/**
 * Which shard to ask for a key: for what no key can be, the first, which says of it what a mapping does.
 *
 * @throws `ArgumentError` for numbers from 2⁵³ up, which stand for several integers, in any shard.
 */
export function shardFor(key: unknown, shards: number): number {
  if (hashed(key)) return hash[0]! & (shards - 1);
  return Number.isInteger(key) ? shardOf(key, shards) : 0;
}

/** Hashes a key; false for what cannot be one. */
function hashed(key: unknown): boolean {
  if (typeof key === 'number' || typeof key === 'bigint') {
    if (typeof key === 'number' && !Number.isSafeInteger(key)) return false;
    view.setBigInt64(0, BigInt.asIntN(64, BigInt(key)), true);
    xxh64(scratch, 0, 8, hash, SEED);
    return true;
  }
  const bytes = encodeKey(key, scratch);
  if (bytes === undefined) return false;
  xxh64(bytes, 0, encodedLength, hash, SEED);
  return true;
}

/** The same of a key that is there as bytes: those of `bytes` from `start`. */
export function shardOfBytes(bytes: Uint8Array, start: number, length: number, shards: number): number {
  xxh64(bytes, start, start + length, hash, SEED);
  return hash[0]! & (shards - 1);
}
