/** Values with a type of the caller's choosing, and what makes two values one for sharing. */

import { PackError } from '../../errors.js';
import { stableHashOf } from '../../hash/stable-hash.js';
import type { Codec } from './codec.js';

/** A value that packs as a stated type wherever types are otherwise guessed (`t.any`, untyped containers). */
export class Tagged<T = unknown> {
  /** @internal */
  readonly codec: Codec<T>;
  readonly value: unknown;

  /** @internal Use `as(type, value)`. */
  constructor(codec: Codec<T>, value: unknown) {
    this.codec = codec;
    this.value = value;
  }

  /** @internal */
  [stableHashOf](): unknown {
    const { codec, value } = this;
    if (codec.code === LIST) {
      throw new PackError(
        'a list has no stable hash, so it cannot be a key or a member of a set: use a tuple',
      );
    }
    if (UNHASHABLE.includes(codec.code)) {
      throw new PackError(`a ${codec.name} has no stable hash, so it cannot be a key or a member of a set`);
    }
    // From 2^53 on a plain number would hash as a float.
    const integral = codec.size > 0 && codec.code !== FLOAT32 && codec.code !== FLOAT64;
    return integral && typeof value === 'number' ? BigInt(value) : value;
  }
}

/** What a tag is around, where a type is declared anyway. */
export function contentOf(value: unknown): unknown {
  return value instanceof Tagged ? contentOf(value.value) : value;
}

const LIST = 'e'.charCodeAt(0);
/** Buffers, Decimals and numpy arrays, which are tagged bytes, numbers and text, but do not hash as these. */
const UNHASHABLE: readonly number[] = [...'rFn'].map((letter) => letter.charCodeAt(0));
const FLOAT32 = 'f'.charCodeAt(0);
const FLOAT64 = 'd'.charCodeAt(0);

/** Python has one empty tuple, so all of them are one value. */
const EMPTY_TUPLE = Symbol('()');

/** Sharing key of a tuple. */
export function tupleKey(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? EMPTY_TUPLE : value;
}
