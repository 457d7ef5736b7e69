/** Fields that a record does not have. */
import { MissingFieldError } from '../../errors.js';
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
