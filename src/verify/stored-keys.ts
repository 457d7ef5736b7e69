/** The keys of an id mapper as they are stored, with the hashes that they should be under (docs/format.md 8 and 11). */
import { ArgumentError, CorruptBufferError, PackError } from '../errors.js';
import { keyHasher } from '../hash/key-hasher.js';
import { hashBytes, hashInteger, type Multipliers } from '../hash/table-hash.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { hasTextKeys, type KeySpec } from '../mappers/key-kind.js';
import { MAPPER_HEADER } from '../mappers/mapper-header.js';
import { defaultRegistry } from '../schema/registry.js';
import { ANY_ELEMENT } from '../values/any/any.js';
import { Budget, COST } from '../values/base/budget.js';
import { Decoding } from '../values/base/decoding.js';
import { holdsSet, storedHash } from '../values/compare/hashable.js';
import { ObjectIndex } from '../values/dicts/object-index.js';
import { bytes } from '../values/text/text-and-bytes.js';

const KEY_OFFSET = 1;
/** Bytes from which decodings remember strings. */
const LONG = 256;

/** Of a key, as it should be stored. */
interface Hash {
  readonly high: number;
  readonly low: number;
}

export class StoredKeys {
  readonly budget: Budget = new Budget();
  readonly #mapper: IdMapper<Key>;
  readonly #spec: KeySpec;
  readonly #decoding: Decoding;
  readonly #objects: ObjectIndex;
  /** Where keys must be text, what finds out. */
  readonly #text: InstanceType<typeof TextDecoder> | undefined;
  readonly #hash = new Uint32Array(2);
  /** Of keys that several entries may share: one that is met again, as the same object, is not hashed again. */
  readonly #hashes = new WeakMap<object, Hash>();
  readonly #tableHashes = new WeakMap<object, { hash: number; multipliers: Multipliers }>();

  /** `text`: whether keys are known to be text, and not any bytes. */
  constructor(mapper: IdMapper<Key>, spec: KeySpec, text: boolean) {
    const { memory, start, index } = mapper.parts;
    this.#mapper = mapper;
    this.#spec = spec;
    this.#decoding = new Decoding(defaultRegistry, this.budget);
    this.#objects = new ObjectIndex(memory, start, index, ANY_ELEMENT, defaultRegistry);
    this.#text = text ? new TextDecoder('utf-8', { fatal: true }) : undefined;
  }

  /** The key of an entry, as look-ups take it. Throws where it cannot be read, or its hash is not the entry's. */
  read(entry: number): Key {
    const { index } = this.#mapper.parts;
    const spec = this.#spec;
    this.#decoding.next();
    if (spec.kind === 'object') return this.#object(entry);
    if (spec.approximate || !hasTextKeys(spec)) {
      // What they stand for; tables are looked into by the integers themselves.
      spec.form?.join(index.high(entry, 0), index.low(entry, 0));
      return index.exact(entry, 0);
    }
    return this.#string(entry);
  }

  /**
   * Hash, signed, that a bucket table has for a key, by what stands for it in slots: where the key lies, or the number of
   * its entry. Throws where there is none.
   */
  tableHash(place: number, multipliers: Multipliers): number {
    this.#decoding.next();
    const { index } = this.#mapper.parts;
    if (!hasTextKeys(this.#spec)) {
      if (place < index.length)
        return hashInteger(index.high(place, 0) | 0, index.low(place, 0) | 0, multipliers);
      throw new CorruptBufferError(
        `the slot leads to entry ${place}, which the index does not have`,
        undefined,
      );
    }
    const key = this.#bytesAt(place);
    const known = this.#tableHashes.get(key);
    if (known?.multipliers === multipliers) return known.hash;
    const hash = hashBytes(new DataView(key.buffer, key.byteOffset, key.length), key.length, multipliers);
    if (key.length >= LONG) this.#tableHashes.set(key, { hash, multipliers });
    return hash;
  }

  /** The key at an offset from the mapper's start. */
  #bytesAt(offset: number): Uint8Array {
    const { memory, start, keyBytes } = this.#mapper.parts;
    if (offset < MAPPER_HEADER || offset >= MAPPER_HEADER + keyBytes) {
      throw new CorruptBufferError(
        `a key is said to lie at ${offset}, which is not among the keys`,
        start + offset,
      );
    }
    const window = memory.windowAt(start + offset);
    const at = start + offset - window.base;
    this.#decoding.spend(window, at, COST.value);
    return bytes.read(window, at, this.#decoding);
  }

  #string(entry: number): Uint8Array {
    const { start, index } = this.#mapper.parts;
    const offset = index.number(entry, KEY_OFFSET);
    const key = this.#bytesAt(offset);
    const known = this.#hashes.get(key);
    if (known !== undefined) {
      this.#check(entry, known.high, known.low, start + offset);
      return key;
    }
    try {
      this.#text?.decode(key);
    } catch {
      throw new CorruptBufferError('the text of a key is not UTF-8', start + offset);
    }
    keyHasher.setBytes(key);
    let high = 0;
    let low = 0;
    if (this.#spec.width === 4) low = keyHasher.hash32();
    else {
      keyHasher.hash64();
      ({ high, low } = keyHasher);
    }
    if (key.length >= LONG) this.#hashes.set(key, { high, low });
    this.#check(entry, high, low, start + offset);
    return key;
  }

  #object(entry: number): Key {
    const { start } = this.#mapper.parts;
    const key = this.#objects.keyAt(entry, this.#decoding) as Key;
    if (typeof key === 'string' || key instanceof Uint8Array) {
      if (typeof key === 'string') keyHasher.encodeText(key);
      else keyHasher.setBytes(key);
      keyHasher.hash64();
      const { high, low } = keyHasher;
      this.#check(entry, high, high === 0 && low === 0 ? 1 : low, start);
      return key;
    }
    // Python stores sets by a hash that cannot be found again.
    if (holdsSet(key)) return key;
    const known = key instanceof Object ? this.#hashes.get(key) : undefined;
    if (known !== undefined) {
      this.#check(entry, known.high, known.low, start);
      return key;
    }
    try {
      storedHash(key, this.#hash);
    } catch (error) {
      if (!(error instanceof PackError || error instanceof ArgumentError)) throw error;
      throw new CorruptBufferError(`a key has no stable hash: ${error.message}`, start);
    }
    const [low, high] = this.#hash as unknown as [number, number];
    if (key instanceof Object) this.#hashes.set(key, { high, low });
    this.#check(entry, high, low, start);
    return key;
  }

  #check(entry: number, high: number, low: number, position: number): void {
    if (this.#mapper.parts.index.compare(entry, high, low) === 0) return;
    throw new CorruptBufferError('the hash of a key is not the one that it is stored under', position);
  }
}
