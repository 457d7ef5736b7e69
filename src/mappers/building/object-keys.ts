/** The key data of an object id mapper (docs/format.md 11): values with their type in front, shared among keys. */
import { defaultRegistry } from '../../schema/registry.js';
import { any } from '../../values/any/any.js';
import { Packer } from '../../values/base/packer.js';
import { asTuples, storedHash } from '../../values/compare/hashable.js';
import { NONE_KEY } from '../../values/dicts/object-index.js';
import { plainKey } from '../../values/views/plain-key.js';

/** Shared keys, and parts of keys, remembered at a time; later ones are written anew. */
const MAX_SHARED = 2 ** 16;

export class ObjectKeys {
  readonly #packer = new Packer(defaultRegistry, 256);
  readonly #hash = new Uint32Array(2);

  /** Upper half of the last key's stable hash. */
  get high(): number {
    return this.#hash[1]!;
  }

  get low(): number {
    return this.#hash[0]!;
  }

  /** What is to be appended for the last key; nothing where it was written before. */
  get bytes(): Uint8Array {
    return this.#packer.bytes.subarray(0, this.#packer.end);
  }

  /**
   * Packs a key that is to be appended `position` bytes from the mapper's start, and returns its pointer from there.
   * Throws `PackError` for what has no stable hash.
   */
  add(given: unknown, position: number): number {
    const key = plainKey(given);
    storedHash(key, this.#hash);
    const packer = this.#packer;
    packer.restart();
    if (key === null) return NONE_KEY;
    if (packer.sharing.size > MAX_SHARED) packer.sharing.clear();
    packer.implicitOffset = position;
    try {
      return position + any.placeTagged(packer, asTuples(key), Number.NEGATIVE_INFINITY);
    } catch (error) {
      // What was noted on the way is not written in the end.
      packer.sharing.clear();
      throw error;
    }
  }
}
