/** Assigning numeric fields of records in writable memory. */
import { ArgumentError, PackError } from '../../errors.js';
import { FixedCodec } from '../../values/base/codec.js';
import { MISSING } from '../layout.js';
import type { FieldPlace } from './getters.js';
import { CLASS_NAME, type ProxyBase } from './proxy.js';

export type Setter = (this: ProxyBase, value: unknown) => void;

/** A field that can be assigned. */
interface NumericPlace extends FieldPlace {
  readonly type: FieldPlace['type'] & { readonly codec: FixedCodec };
}

/** Throws `ArgumentError` unless the field is numeric and the record in writable memory. */
export function requireNumeric(proxy: ProxyBase, field: FieldPlace): asserts field is NumericPlace {
  const { memory } = proxy['\ud800window'];
  if (memory.closed) throw memory.closedError();
  if (!memory.writable) {
    throw refuse(proxy, field, `cannot be assigned: ${memory.name} was not opened { writable: true }`);
  }
  const { codec } = field.type;
  if (!(codec instanceof FixedCodec)) {
    throw refuse(proxy, field, `is of type ${codec.name}: only numbers and bools can be assigned in place`);
  }
}

/** Offset of a field in its proxy's window, checked. Throws `ArgumentError` for one that is missing or None. */
export function numericOffset(proxy: ProxyBase, field: FieldPlace): number {
  const { layout, index } = field;
  const at = index < 0 ? MISSING : layout.locate(proxy['\ud800window'], proxy['\ud800offset'], index);
  if (at < 0) {
    const state = at === MISSING ? 'missing' : 'None';
    throw refuse(proxy, field, `is ${state} in this record, which has no room for it: build it anew`);
  }
  return at;
}

function refuse(proxy: ProxyBase, { name }: FieldPlace, why: string): ArgumentError {
  return new ArgumentError(`${proxy[CLASS_NAME]}.${name} ${why}`);
}

/** The setter of a field; assigning throws `ArgumentError` or, for a value that does not fit, `PackError`. */
export function makeSetter(field: FieldPlace): Setter {
  return function (value) {
    requireNumeric(this, field);
    const at = numericOffset(this, field);
    try {
      // Checks the value before it writes any of it.
      field.type.codec.put(this['\ud800window'].view, at, value);
    } catch (error) {
      throw error instanceof PackError ? error.within(field.name) : error;
    }
  };
}
