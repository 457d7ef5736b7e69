/** The keys of an id mapper as they are stored, with the hashes that they should be under (docs/format.md 8 and 11). */
import { ArgumentError, CorruptBufferError, PackError } from '../errors.js';
import { keyHasher } from '../hash/key-hasher.js';
import { type IdMapper, type Key, MAPPER_HEADER } from '../mappers/id-mapper.js';
import { hasTextKeys, type KeySpec } from '../mappers/key-kind.js';
import { defaultRegistry } from '../schema/registry.js';
import { ANY_ELEMENT } from '../values/any/any.js';
import { Budget, COST } from '../values/base/budget.js';
import { Decoding } from '../values/base/decoding.js';
import { holdsSet, storedHash } from '../values/compare/hashable.js';
import { ObjectIndex } from '../values/dicts/object-index.js';
import { bytes } from '../values/text/text-and-bytes.js';

const KEY_OFFSET = 1;

export class StoredKeys {
  readonly budget: Budget = new Budget();
  readonly #mapper: IdMapper<Key>;
  readonly #spec: KeySpec;
  readonly #decoding: Decoding;
  readonly #objects: ObjectIndex;
  /** Where keys must be text, what finds out. */
  readonly #text: InstanceType<typeof TextDecoder> | undefined;
  readonly #hash = new Uint32Array(2);

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
    if (spec.approximate || !hasTextKeys(spec)) return index.exact(entry, 0);
    return this.#string(entry);
  }

  #string(entry: number): Uint8Array {
    const { memory, start, index, keyBytes } = this.#mapper.parts;
    const offset = index.number(entry, KEY_OFFSET);
    if (offset < MAPPER_HEADER || offset >= MAPPER_HEADER + keyBytes) {
      throw new CorruptBufferError(
        `a key is said to lie at ${offset}, which is not among the keys`,
        start + offset,
      );
    }
    const window = memory.windowAt(start + offset);
    const at = start + offset - window.base;
    this.#decoding.spend(window, at, COST.value);
    const key = bytes.read(window, at, this.#decoding);
    try {
      this.#text?.decode(key);
    } catch {
      throw new CorruptBufferError('the text of a key is not UTF-8', start + offset);
    }
    keyHasher.setBytes(key);
    if (this.#spec.width === 4) {
      this.#check(entry, 0, keyHasher.hash32(), start + offset);
    } else {
      keyHasher.hash64();
      this.#check(entry, keyHasher.high, keyHasher.low, start + offset);
    }
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
    try {
      storedHash(key, this.#hash);
    } catch (error) {
      if (!(error instanceof PackError || error instanceof ArgumentError)) throw error;
      throw new CorruptBufferError(`a key has no stable hash: ${error.message}`, start);
    }
    this.#check(entry, this.#hash[1]!, this.#hash[0]!, start);
    return key;
  }

  #check(entry: number, high: number, low: number, position: number): void {
    if (this.#mapper.parts.index.compare(entry, high, low) === 0) return;
    throw new CorruptBufferError('the hash of a key is not the one that it is stored under', position);
  }
}
