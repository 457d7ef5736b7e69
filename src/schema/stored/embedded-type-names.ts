/** Which types the names in embedded schemas stand for (docs/format.md 12). */
import type { Window } from '../../bytes/window.js';
import { PackError, SchemaError } from '../../errors.js';
import { type Codec, VariableCodec } from '../../values/base/codec.js';
import { t } from '../t.js';
import { type AnyType, TYPE } from '../type.js';
import { PLAIN_CODECS } from './plain-type-names.js';

/** A stored type that this library cannot read: the record's other fields can be read all the same. */
class UnreadableCodec extends VariableCodec<never> {
  override write(): never {
    throw new PackError(`${this.name} is a type that this library does not write`);
  }

  override read(window: Window, offset: number): never {
    throw new SchemaError(
      `the field at byte ${window.base + offset} is stored as ${this.name}, which this library does not read`,
    );
  }
}

const DECLARED: readonly AnyType[] = [
  t.list,
  t.tuple,
  t.set,
  t.dict,
  t.listView,
  t.tupleView,
  t.setView,
  t.dictView,
  t.any,
  t.ndarray,
  t.buffer,
  t.date,
  t.datetime,
  t.datetimeUtc,
  t.datetimeLocal,
  t.datetimeTz,
  t.datetimeTzLocal,
  t.decimal,
];

const CODECS = new Map<string, Codec>([
  ...DECLARED.map((type): [string, Codec] => [type[TYPE].stored as string, type[TYPE].codec]),
  ...PLAIN_CODECS,
]);

/** Names whose bytes are the same, under the one that stands for all. */
const SAME_BYTES = new Map([
  ['int', 'int64'],
  ['float', 'float64'],
  ['proxied_list', 'mapped_list'],
  ['proxied_tuple', 'mapped_tuple'],
  ['proxied_frozenset', 'mapped_frozenset'],
  ['proxied_dict', 'mapped_dict'],
  ['mapped_datetime_utc', 'mapped_datetime'],
  ['mapped_datetime_local', 'mapped_datetime'],
  ['mapped_datetime_tz_local', 'mapped_datetime_tz'],
]);

/** Whether two names in embedded schemas stand for the same bytes. */
export function sameBytes(a: string, b: string): boolean {
  return (SAME_BYTES.get(a) ?? a) === (SAME_BYTES.get(b) ?? b);
}

/** How a field of a stored type is read where no type is declared. */
export function codecOfStored(name: string): Codec {
  return CODECS.get(name) ?? new UnreadableCodec(name, 0);
}
