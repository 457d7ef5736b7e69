/**
 * The *about* section: what a mapping is, so that it opens without a declaration. Its payload is JSON, in which
 * readers pass by names they do not know: `{"key": "string", "width": 64, "multi": false}`.
 */
import type { Memory } from '../bytes/memory.js';
import { decodeUtf8 } from '../bytes/utf8.js';
import { CorruptBufferError } from '../errors.js';
import { type KeyKind, type KeyOptions, type KeySpec, keyFacts } from '../mappers/key-kind.js';
import type { Section } from '../mappers/tables/sections.js';
import { t } from '../schema/t.js';
import type { AnyType } from '../schema/type.js';

/** Far more than any honest payload takes. */
const MAX_BYTES = 65_536;

/** Types of keys for mappings whose declaration is not at hand. */
const KEY_TYPES: Readonly<Record<KeyKind, AnyType>> = {
  string: t.string,
  bytes: t.bytes,
  integer: t.uint64,
  bigint: t.biguint64,
  object: t.any,
};

export interface About {
  readonly key: KeyKind;
  readonly width: 32 | 64;
  readonly multi: boolean;
  /** Only there when true. */
  readonly approximate?: boolean;
}

export function aboutBytes(spec: KeySpec): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(keyFacts(spec)));
}

/** Throws `CorruptBufferError` for a payload that does not say what the mapping is. */
export function readAbout(memory: Memory, { start, length }: Section): About {
  const fail = () =>
    new CorruptBufferError('the section that says what the mapping is cannot be read', start);
  if (length > MAX_BYTES) throw fail();
  const { bytes, buffer } = memory.peek(start, length, 'the section that says what the mapping is');
  let about: Partial<About>;
  try {
    // Not by a decoder that throws: Node takes 0.15 ms for its first one, of 2 ms that a first opening takes.
    about = JSON.parse(decodeUtf8(bytes, buffer, 0, length));
  } catch {
    throw fail();
  }
  const { key, width, multi, approximate = false } = about ?? {};
  if (typeof key !== 'string' || !Object.hasOwn(KEY_TYPES, key)) throw fail();
  if ((width !== 32 && width !== 64) || typeof multi !== 'boolean') throw fail();
  if (typeof approximate !== 'boolean') throw fail();
  return { key, width, multi, approximate };
}

/** The declaration that a mapping's own description amounts to. */
export function keyOptionsOf({ key, width, multi, approximate = false }: About): KeyOptions {
  return { key: KEY_TYPES[key], width, multi, approximate };
}
