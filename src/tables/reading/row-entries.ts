/** Rows behind their keys, as entries of a mapping. */
import { InputError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keyIn, missingKey, namedFields } from '../plan/row-keys.js';

/** The key is the value of a field, or those of several as a tuple. Throws `InputError` for a row without one. */
export async function* entriesOf<K extends Key, Row>(
  rows: AsyncIterable<Record<string, unknown>>,
  key: string | readonly string[],
): AsyncGenerator<[K, Row]> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    const names = namedFields(key, row);
    const value = keyIn(row, names);
    if (value === undefined) throw new InputError(`row ${count}: ${missingKey(row, names).message}`);
    yield [(names.length === 1 ? value : Object.freeze(value)) as K, row as Row];
  }
}
