/** The declaration that a mapping's own description amounts to. */
import type { KeyFormName } from '../../mappers/forms/key-form.js';
import type { KeyKind, KeyOptions } from '../../mappers/key-kind.js';
import { t } from '../../schema/t.js';
import type { AnyType } from '../../schema/type.js';
import type { About } from '../about-section.js';

/** Types of keys for mappings whose declaration is not at hand. */
const KEY_TYPES: Readonly<Record<KeyKind, AnyType>> = {
  string: t.string,
  bytes: t.bytes,
  integer: t.uint64,
  bigint: t.biguint64,
  object: t.any,
};

/** The same of types that integers stand for. */
const FORM_TYPES: Readonly<Record<KeyFormName, AnyType>> = {
  signed: t.int64,
  float: t.float64,
  date: t.date,
  datetime: t.datetime,
};

export function keyOptionsOf({ key, width, multi, approximate = false, type }: About): KeyOptions {
  if (type !== undefined) {
    const integer = key === 'bigint' ? t.bigint64 : FORM_TYPES[type];
    return { key: integer, width, multi, signed: type === 'signed' };
  }
  return { key: KEY_TYPES[key], width, multi, approximate };
}
