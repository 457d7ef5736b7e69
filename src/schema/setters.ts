/** Assigning numeric fields of records in writable memory. */
import { ArgumentError } from '../errors.js';
import { FixedCodec } from '../values/codec.js';
import type { FieldPlace } from './getters.js';
import { MISSING } from './layout.js';
import { CLASS_NAME, OFFSET, type ProxyBase, WINDOW } from './proxy.js';

export type Setter = (this: ProxyBase, value: unknown) => void;

/** A numeric field in place: what it is and where it lies in its window. */
export interface WritablePlace {
  readonly codec: FixedCodec;
  /** Offset in the proxy's window, checked. */
  readonly at: number;
}

/** Where a field of a proxy can be written. Throws `ArgumentError` when it cannot. */
export function writablePlace(proxy: ProxyBase, { name, type, layout, index }: FieldPlace): WritablePlace {
  const window = proxy[WINDOW];
  const what = `${proxy[CLASS_NAME]}.${name}`;
  const at = index < 0 ? MISSING : layout.locate(window, proxy[OFFSET], index);
  if (!window.memory.writable) {
    throw new ArgumentError(
      `${what} cannot be assigned: ${window.memory.name} was not opened { writable: true }`,
    );
  }
  const { codec } = type;
  if (!(codec instanceof FixedCodec)) {
    throw new ArgumentError(
      `${what} is of type ${codec.name}: only numbers and bools can be assigned in place`,
    );
  }
  if (at < 0) {
    throw new ArgumentError(
      `${what} is ${at === MISSING ? 'missing' : 'None'} in this record, which has no room for it: build it anew`,
    );
  }
  return { codec, at };
}

/** The setter of a field; assigning throws `ArgumentError` or, for a value that does not fit, `PackError`. */
export function makeSetter(field: FieldPlace): Setter {
  return function (value) {
    const { codec, at } = writablePlace(this, field);
    codec.put(this[WINDOW].view, at, value);
  };
}
