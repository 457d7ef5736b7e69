/**
 * The *about* section: what a mapping is, so that it opens without a declaration. Its payload is JSON, in which
 * readers pass by names they do not know: `{"key": "string", "width": 64, "multi": false}`. Keys that are no unsigned
 * integers but are stored as such have it in version 2, with a `type`: readers that do not know it do not know the keys.
 */
import type { Memory } from '../bytes/memory.js';
import { decodeUtf8 } from '../bytes/text/utf8.js';
import { CorruptBufferError, SchemaError } from '../errors.js';
import type { KeyFormName } from '../mappers/forms/key-form.js';
import type { KeyKind } from '../mappers/key-kind.js';
import type { Section } from '../mappers/tables/sections.js';
import type { KeyFacts } from '../trailer/trailer-info.js';

/** Far more than any honest payload takes. */
const MAX_BYTES = 65_536;

/** Kinds of keys, and what integers can stand for. */
const KINDS: readonly string[] = ['string', 'bytes', 'integer', 'bigint', 'object'] satisfies KeyKind[];
const FORMS: readonly string[] = ['signed', 'float', 'date', 'datetime'] satisfies KeyFormName[];

function isKeyKind(key: unknown): key is KeyKind {
  return KINDS.includes(key as string);
}

/** Whether integers can stand for keys of what is called so. */
export function isKeyForm(type: string): type is KeyFormName {
  return FORMS.includes(type);
}

export interface About {
  readonly key: KeyKind;
  readonly width: 32 | 64;
  readonly multi: boolean;
  /** Only there when true. */
  readonly approximate?: boolean;
  /** What integers stand for; only there where they do not stand for themselves. */
  readonly type?: KeyFormName;
}

/** What a trailer says of the keys of an id mapper, in the same words; undefined where it says what this version does not know. */
export function aboutOf({ key, width, multi, approximate = false, type }: KeyFacts): About | undefined {
  if (!isKeyKind(key)) return undefined;
  if (type === undefined) return { key, width, multi, approximate };
  const isInteger = key === 'integer' || key === 'bigint';
  return isInteger && isKeyForm(type) ? { key, width, multi, approximate, type } : undefined;
}

/** Throws `CorruptBufferError` for a payload that does not say what the mapping is. */
export function readAbout(memory: Memory, { start, length, version }: Section): About {
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
  const { key, width, multi, approximate = false, type } = about ?? {};
  if (!isKeyKind(key)) throw fail();
  if ((width !== 32 && width !== 64) || typeof multi !== 'boolean') throw fail();
  if (typeof approximate !== 'boolean') throw fail();
  if (version === 1) return { key, width, multi, approximate };
  if (typeof type !== 'string' || (key !== 'integer' && key !== 'bigint')) throw fail();
  if (isKeyForm(type)) return { key, width, multi, approximate, type };
  throw new SchemaError(`${memory.name} has keys of a type that this version does not know: ${type}`);
}
