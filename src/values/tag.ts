/** Values with a type of the caller's choosing, and what makes two values one for sharing. */

import { PackError } from '../errors.js';
import { stableHashOf } from '../hash/stable-hash.js';
import type { Codec } from './codec.js';
import { isInteger } from './number-sequence.js';

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
    if (this.codec.name.startsWith('list')) {
      throw new PackError(
        'a list has no stable hash, so it cannot be a key or a member of a set: use a tuple',
      );
    }
    // From 2^53 on a plain number would hash as a float.
    const integral = this.codec.size > 0 && !this.codec.name.startsWith('float');
    return integral && typeof this.value === 'number' ? BigInt(this.value) : this.value;
  }
}

/** Python has one empty tuple, so all of them are one value. */
const EMPTY_TUPLE = Symbol('()');

/**
 * Sharing key of a value's RTTI form (FORMAT.md 9): integers, text and the empty tuple by value, other objects by
 * identity. Floats have neither and are written each time. `true` and 1 are two keys, unlike in Python.
 */
export function taggedKey(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return isInteger(value) ? value : undefined;
    case 'bigint':
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
    case 'object':
      return value instanceof Tagged && isEmptyTuple(value.codec.name, value.value) ? EMPTY_TUPLE : value;
    default:
      return undefined;
  }
}

/** The key of a bare tuple. */
export function tupleKey(value: unknown): unknown {
  return isEmptyTuple('tuple', value) ? EMPTY_TUPLE : value;
}

function isEmptyTuple(type: string, value: unknown): boolean {
  return type.startsWith('tuple') && Array.isArray(value) && value.length === 0;
}
