/** Keys that a mapping of one record a key has more than once: all but the first record are out of `get`'s reach. */
import type { Key } from '../../mappers/id-mapper.js';
import { deepEqual } from '../../values/compare/equality.js';
import { open, withFile } from '../files/open-undeclared.js';

/** Entries whose key an earlier entry has; equal keys are neighbours in the index. */
export function countRepeatedKeys(path: string): Promise<number> {
  return withFile(path, (found) => {
    const opened = open(found, {});
    if (opened.kind !== 'mapping') return 0;
    let repeated = 0;
    let last: Key | undefined;
    for (const key of opened.mapping.keys()) {
      if (last !== undefined && same(last, key)) repeated += 1;
      last = key;
    }
    return repeated;
  });
}

function same(a: Key, b: Key): boolean {
  return typeof a === 'object' ? deepEqual(a, b) : a === b;
}
