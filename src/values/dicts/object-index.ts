/**
 * Look-ups in an object id mapper (docs/format.md 11), which every dict holds too: entries of stable hash, signed pointer
 * to the key, and value, sorted by hash. In it 1, `true` and 1.0 are one key; text and bytes never are.
 */

import type { SortedIndex } from '../../bytes/sorted-index.js';
import type { WindowOwner } from '../../bytes/window.js';
import { PackError } from '../../errors.js';
import { keyHasher } from '../../hash/key-hasher.js';
import type { CodecTable } from '../base/codec.js';
import { Decoding } from '../base/decoding.js';
import type { Comparison } from '../compare/equality.js';
import { holdsSet, keyComparison, storedHash } from '../compare/hashable.js';
import { matchesStoredKey, resetKey, setKey } from '../compare/key-match.js';
import { refuseInexact } from '../compare/refuse-inexact.js';
import { StoredOrder } from '../compare/stored-order.js';
import type { Element } from '../sequences/element-type.js';
import { PlainKeys, plainKey } from '../views/plain-key.js';

/** The key offset that stands for None. */
export const NONE_KEY = 1;
const KEY_POINTER = 1;
const VALUE = 2;
const TWO_32 = 2 ** 32;
/** Keys whose parts are remembered while a mapper is walked. */
const REMEMBERED = 2 ** 12;
const TEXT = 'u'.charCodeAt(0);
const BYTES = 's'.charCodeAt(0);
/** Bytes between the start of a value with its type in front and the value (docs/format.md 6). */
const BODY = 8;

const hash = new Uint32Array(2);

export class ObjectIndex<K = unknown> {
  readonly rows: SortedIndex;
  readonly #memory: WindowOwner;
  /** Position in the memory that key pointers count from: the mapper's first byte. */
  readonly #start: number;
  readonly #key: Element<K>;
  readonly #table: CodecTable;

  constructor(memory: WindowOwner, start: number, rows: SortedIndex, key: Element<K>, table: CodecTable) {
    this.rows = rows;
    this.#memory = memory;
    this.#start = start;
    this.#key = key;
    this.#table = table;
  }

  /**
   * The first entry with this key in file order; −1 when there is none, as for what cannot be a key. Throws
   * `ArgumentError` when there is none for a `number` that is not exact.
   */
  find(given: unknown): number {
    const { rows } = this;
    if (typeof given === 'string' || given instanceof Uint8Array) {
      if (!hashText(given)) return -1;
      return this.#matchText(rows.lowerBound(hash[1]!, hash[0]!), typeof given === 'string' ? TEXT : BYTES);
    }
    const key = plainKey(given);
    if (!hashOther(key)) return -1;
    const comparison = keyComparison();
    let entry = this.#match(rows.lowerBound(hash[1]!, hash[0]!), key, comparison);
    if (entry < 0 && holdsSet(key)) entry = this.#walk(0, key, comparison);
    if (entry < 0) refuseInexact(key);
    return entry;
  }

  /** The next entry after `entry` with the key that `find` was given. */
  next(entry: number, given: unknown): number {
    if (typeof given === 'string' || given instanceof Uint8Array) {
      return hashText(given, resetKey)
        ? this.#matchText(entry + 1, typeof given === 'string' ? TEXT : BYTES)
        : -1;
    }
    const key = plainKey(given);
    if (holdsSet(key)) return this.#walk(entry + 1, key, keyComparison());
    return hashOther(key) ? this.#match(entry + 1, key, keyComparison()) : -1;
  }

  /** The key of an entry; None is `null`. */
  keyAt(entry: number, reader: Decoding = new Decoding(this.#table)): K | null {
    const pointer = this.#pointer(entry);
    if (pointer === NONE_KEY) {
      if (this.#key.nullable) return null;
      throw this.#key.refuseNone(this.#start);
    }
    const position = this.#start + pointer;
    const window = this.#memory.windowAt(position);
    return this.#key.codec.readTagged(window, position - window.base, reader);
  }

  /** The value of an entry as a position; throws `CorruptBufferError` from 2⁵³ up. */
  valueAt(entry: number): number {
    return this.rows.number(entry, VALUE);
  }

  #pointer(entry: number): number {
    return (this.rows.high(entry, KEY_POINTER) | 0) * TWO_32 + this.rows.low(entry, KEY_POINTER);
  }

  #hasHash(entry: number): boolean {
    return entry < this.rows.length && this.rows.compare(entry, hash[1]!, hash[0]!) === 0;
  }

  /** First entry from `entry` on with the hash at hand and the text or bytes in the hasher. */
  #matchText(entry: number, code: number): number {
    for (let next = entry; this.#hasHash(next); next += 1) {
      const pointer = this.#pointer(next);
      if (pointer === NONE_KEY) continue;
      const position = this.#start + pointer;
      const window = this.#memory.windowAt(position);
      const offset = position - window.base;
      if (window.view.getUint8(offset) === code && matchesStoredKey(window, offset + BODY)) return next;
    }
    return -1;
  }

  #match(entry: number, key: unknown, comparison: Comparison): number {
    for (let next = entry; this.#hasHash(next); next += 1) {
      if (comparison.equal(key, this.#keyWithin(next, comparison))) return next;
    }
    return -1;
  }

  #keyWithin(entry: number, { readings }: Comparison): K | null {
    return this.keyAt(entry, readings.in(this.#memory, this.#table));
  }

  /** For keys that hold sets, which Python stores by a hash that cannot be found again (docs/format.md 8). */
  #walk(from: number, key: unknown, comparison: Comparison): number {
    let plain = new PlainKeys(comparison.readings);
    let order = new StoredOrder();
    for (let entry = from; entry < this.rows.length; entry += 1) {
      const stored = plain.of(this.#keyWithin(entry, comparison));
      if (order.holdsSet(stored) && comparison.equal(key, stored)) return entry;
      comparison.next();
      if ((entry - from) % REMEMBERED !== REMEMBERED - 1) continue;
      plain = new PlainKeys(comparison.readings);
      order = new StoredOrder();
    }
    return -1;
  }
}

/** Puts text or bytes into the hasher, and their stable hash at hand; false for text without a UTF-8 form. */
function hashText(key: string | Uint8Array, set: (key: unknown) => boolean = setKey): boolean {
  if (!set(key)) return false;
  keyHasher.hash64();
  hash[0] = keyHasher.low === 0 && keyHasher.high === 0 ? 1 : keyHasher.low;
  hash[1] = keyHasher.high;
  return true;
}

/** The same for any other value; false for what has no stable hash. */
function hashOther(key: unknown): boolean {
  try {
    storedHash(key, hash);
    return true;
  } catch (error) {
    if (error instanceof PackError) return false;
    throw error;
  }
}
