/** Fields that a record, or a value to be packed, does not have. */
import { MissingFieldError, PackError } from '../../errors.js';
import { MISSING, NONE } from '../layout.js';
import type { Descriptor } from '../type.js';
import { CLASS_NAME, type ProxyBase } from './proxy.js';

/**
 * What a field without a value reads as, if it was declared so. `place` is `MISSING` or `NONE`. Throws
 * `MissingFieldError` for a required one.
 */
export function absent(
  proxy: ProxyBase,
  field: { readonly name: string; readonly type: Descriptor },
  place: number,
): undefined | null {
  if (place === NONE && field.type.nullable) return null;
  if (place === MISSING && field.type.optional) return undefined;
  const [state, cure] = place === NONE ? ['None', '.nullable()'] : ['missing', '.optional()'];
  throw new MissingFieldError(
    `${proxy[CLASS_NAME]}.${field.name} is ${state} in this record: declare the field ${cure} to read such records`,
    field.name,
  );
}

/** What packing says of a required field that has no value. */
export function missing(): PackError {
  return new PackError('is required but missing: give it, or declare it .optional()');
}
