/** An entry of an id mapper while it is built: 32-bit words, by the first of which entries are sorted (docs/format.md 11). */
import { PackError } from '../../errors.js';
import { MAX_KEY_BYTES } from '../../hash/encode-key.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { describe } from '../../values/base/codec.js';
import { splitHigh, splitKey, splitLow } from '../integer-key.js';
import { hasKeyData, type KeySpec } from '../key-kind.js';
import { MAPPER_HEADER } from '../mapper-header.js';
import type { KeySpool } from './key-spool.js';
import { ObjectKeys } from './object-keys.js';
import { takeKey } from './take-key.js';

const TWO_32 = 2 ** 32;

/** Words of an entry: hash or key (2); key offset (2) where there is key data; value (2); record, else. */
export const HIGH = 0;
export const LOW = 1;

export class EntryWords {
  readonly words: Uint32Array;
  /** How many words entries are sorted by: those without key data by value too; others keep their order among equal hashes. */
  readonly sorted: number;
  /** Smallest and largest key; what they can be at most where keys are hashes. */
  first: number = Number.POSITIVE_INFINITY;
  last: number = 0;
  readonly #spec: KeySpec;
  readonly #keys: KeySpool | undefined;
  readonly #objects: ObjectKeys | undefined;

  /** `keys`: where the bytes of keys go, of mappers that hold them. */
  constructor(spec: KeySpec, keys: KeySpool | undefined) {
    this.#spec = spec;
    this.#keys = keys;
    this.#objects = spec.kind === 'object' ? new ObjectKeys() : undefined;
    const stored = hasKeyData(spec);
    this.words = new Uint32Array(stored ? 6 : 5);
    this.sorted = stored ? 2 : 4;
    if (stored || spec.approximate) [this.first, this.last] = [0, 2 ** (8 * spec.width)];
  }

  /** Throws `PackError` for a key of another type, or one that a 32-bit mapper cannot hold. */
  setKey(key: unknown): void {
    this.#spec.check(key);
    if (this.#objects !== undefined) this.#setObject(this.#objects, key);
    else if (this.#keys !== undefined) this.#setText(key);
    else if (this.#spec.form !== undefined) this.#setInteger();
    else if (typeof key === 'number' || typeof key === 'bigint') {
      this.#split(key, 'key');
      this.#setInteger();
    } else {
      takeKey(key);
      this.#setHash();
    }
  }

  /** The same for a key of text, as UTF-8 that was checked, among other bytes. */
  setText(bytes: Uint8Array, start: number, length: number): void {
    keyHasher.setPart(bytes, start, length);
    this.#setHash();
    this.#storeKey();
  }

  /** Throws `PackError` for what is no unsigned integer, or more than a 32-bit mapper can hold. */
  setValue(value: number | bigint, record: number): void {
    const stored = this.#keys !== undefined;
    const at = stored ? 4 : 2;
    this.#setHalves(at, value, 'value');
    if (!stored) this.words[at + 2] = record;
  }

  /** Whether the place of the key, or of the record, takes more than 32 bits. */
  isFar(record: number): boolean {
    return record >= TWO_32 || (this.#keys !== undefined && this.words[2] !== 0);
  }

  /** Takes the key that was split last: by its check, where it has a form. */
  #setInteger(): void {
    this.words[HIGH] = splitHigh;
    this.words[LOW] = splitLow;
    const approximate = splitHigh * TWO_32 + splitLow;
    if (approximate < this.first) this.first = approximate;
    if (approximate > this.last) this.last = approximate;
  }

  #setText(key: unknown): void {
    takeKey(key);
    this.#setHash();
    this.#storeKey();
  }

  /** The hash of the key that the hasher has. */
  #setHash(): void {
    if (this.#spec.width === 4) {
      this.words[HIGH] = 0;
      this.words[LOW] = keyHasher.hash32();
    } else {
      keyHasher.hash64();
      this.words[HIGH] = keyHasher.high;
      this.words[LOW] = keyHasher.low;
    }
  }

  #storeKey(): void {
    const { bytes, length } = keyHasher;
    this.#setHalves(2, MAPPER_HEADER + this.#keys!.length, 'key offset');
    this.#keys!.addKey(bytes, length);
  }

  #setObject(objects: ObjectKeys, key: unknown): void {
    const pointer = objects.add(key, MAPPER_HEADER + this.#keys!.length);
    const { bytes } = objects;
    if (bytes.length > MAX_KEY_BYTES)
      throw new PackError(`a key of ${bytes.length} bytes is longer than ${MAX_KEY_BYTES}`);
    this.words[HIGH] = objects.high;
    this.words[LOW] = objects.low;
    this.#setHalves(2, pointer, 'key offset');
    this.#keys!.append(bytes);
  }

  #setHalves(at: number, value: number | bigint, what: string): void {
    this.#split(value, what);
    this.words[at] = splitHigh;
    this.words[at + 1] = splitLow;
  }

  #split(value: number | bigint, what: string): void {
    if (!splitKey(value)) {
      throw new PackError(
        `${describe(value)} is not an unsigned integer of 64 bits; from 2^53 up, give a bigint`,
      );
    }
    if (splitHigh !== 0 && this.#spec.width === 4) {
      throw new PackError(`the ${what} ${value} does not fit a 32-bit mapper: declare it with width 64`);
    }
  }
}
