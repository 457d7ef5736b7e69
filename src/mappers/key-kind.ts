/** What the keys of a mapper are: the one thing, besides its bytes, that reading it needs to know. */

import type { EntryWidth } from '../bytes/sorted-index.js';
import { PackError, SchemaError } from '../errors.js';
import { type AnyType, isType, TYPE } from '../schema/type.js';
import { any } from '../values/any/any.js';
import { type Codec, describe, type FixedCodec } from '../values/base/codec.js';
import * as numbers from '../values/numbers/number-types.js';
import { bytes, text } from '../values/text/text-and-bytes.js';
import { formOf } from './forms/form-of.js';
import type { KeyForm } from './forms/key-form.js';

/** Kinds of keys: how they are stored, and what reading them gives. */
export type KeyKind = 'string' | 'bytes' | 'integer' | 'bigint' | 'object';

/** As a mapper or mapping is declared. */
export interface KeyOptions {
  /**
   * `t.string`, `t.bytes`, an integer type, `t.float64`, `t.date`, `t.datetime` (or `t.jsDate`), or `t.any` for keys of any kind with a
   * stable hash.
   */
  readonly key: AnyType;
  /** Whether a key may stand for several values, which `getAll` gives. The bytes are the same. */
  readonly multi?: boolean;
  /** Bits of hashes, keys and values in the index: 64, or 32 for a smaller index of fewer, smaller keys. */
  readonly width?: 32 | 64;
  /**
   * Whether only hashes of string keys are kept: the smallest index there is, in which values of other keys with the
   * same hash are found too. An integer key is then taken for a hash, and hashes are what iteration gives.
   */
  readonly approximate?: boolean;
  /**
   * Whether integer keys of a signed type may be negative: they are then stored with 2⁶³ added (2³¹ in mappers of 32 bits), which
   * Python sees. Default false, as files were before.
   */
  readonly signed?: boolean;
}

export interface KeySpec {
  readonly kind: KeyKind;
  readonly multi: boolean;
  readonly width: EntryWidth;
  /** Only hashes of the keys are kept. */
  readonly approximate: boolean;
  /** How keys are stored that are no unsigned integers. */
  readonly form?: KeyForm | undefined;
  /** Name of the declared type. */
  readonly type: string;
  /** Throws `PackError` for a value that is no key of this type. */
  check(key: unknown): void;
}

/** Whether keys are text or bytes, and the mapper a string mapper. */
export function hasTextKeys({ kind }: { readonly kind: KeyKind }): boolean {
  return kind === 'string' || kind === 'bytes';
}

/** Whether the mapper keeps its keys, between header and index. */
export function hasKeyData(spec: Pick<KeySpec, 'kind' | 'approximate'>): boolean {
  return (hasTextKeys(spec) && !spec.approximate) || spec.kind === 'object';
}

const INTEGERS: readonly FixedCodec[] = [
  numbers.uint8,
  numbers.uint16,
  numbers.uint32,
  numbers.uint64,
  numbers.int,
  numbers.int8,
  numbers.int16,
  numbers.int32,
  numbers.int64,
  numbers.biguint64,
  numbers.bigint64,
];
const scratch = new DataView(new ArrayBuffer(8));

function checkInteger(codec: FixedCodec): (key: unknown) => void {
  return (key) => {
    codec.put(scratch, 0, key);
    if ((key as number | bigint) < 0) {
      throw new PackError(
        `${describe(key)} is negative: integer keys are unsigned, but for those declared with signed: true`,
      );
    }
  };
}

/** What a declaration says of its keys. Throws `SchemaError` for keys that no mapper holds. */
export function keySpec(options: KeyOptions): KeySpec {
  const { key, multi = false, width = 64, approximate = false, signed = false } = options;
  if (width !== 32 && width !== 64)
    throw new SchemaError(`the width ${describe(width)} is neither 32 nor 64`);
  if (!isType(key))
    throw new SchemaError(`${describe(key)} is no type for keys: use t.string or an integer type`);
  const { codec } = key[TYPE];
  const form = formOf(codec, (width / 8) as EntryWidth, signed);
  if (approximate) return approximateSpec(codec, width);
  const shape = { multi, width: (width / 8) as EntryWidth, approximate, type: codec.name };
  if (codec === text) {
    return { ...shape, kind: 'string', check: expect((value) => typeof value === 'string', 'a string') };
  }
  if (codec === bytes) {
    return { ...shape, kind: 'bytes', check: expect((value) => value instanceof Uint8Array, 'a Uint8Array') };
  }
  if (codec === any) {
    if (width === 32) throw new SchemaError('keys of type any have 64-bit hashes only: leave out the width');
    // What has no stable hash is refused where it is hashed.
    return { ...shape, kind: 'object', check: () => undefined };
  }
  if (form !== undefined) {
    const kind = codec === numbers.bigint64 ? 'bigint' : 'integer';
    return { ...shape, kind, form, check: (value) => form.set(value) };
  }
  const integer = INTEGERS.find((candidate) => candidate === codec);
  if (integer === undefined) {
    throw new SchemaError(
      `${codec.name} cannot be a key: use t.string, t.bytes, an integer type, t.float64, t.date, t.datetime or t.any`,
    );
  }
  const wide = integer === numbers.biguint64 || integer === numbers.bigint64;
  return { ...shape, kind: wide ? 'bigint' : 'integer', check: checkInteger(integer) };
}

/** Approximate mappers are multi mappers by nature: any hash can be that of several keys. */
function approximateSpec(codec: Codec, width: 32 | 64): KeySpec {
  if (codec !== text && codec !== bytes) {
    throw new SchemaError(`${codec.name} keys are not hashed: only t.string and t.bytes can be approximate`);
  }
  const kind: KeyKind = codec === text ? 'string' : 'bytes';
  const check = expect(
    (value) => typeof value === 'string' || value instanceof Uint8Array,
    'a string, a Uint8Array or a hash',
  );
  const checkHash = checkInteger(numbers.biguint64);
  return {
    multi: true,
    width: (width / 8) as EntryWidth,
    approximate: true,
    type: codec.name,
    kind,
    check: (key) => (typeof key === 'number' || typeof key === 'bigint' ? checkHash(key) : check(key)),
  };
}

function expect(holds: (value: unknown) => boolean, what: string): (value: unknown) => void {
  return (value) => {
    if (!holds(value)) throw new PackError(`${describe(value)} is not ${what}`);
  };
}
