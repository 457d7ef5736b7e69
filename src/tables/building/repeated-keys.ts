/** Keys that a mapping of one record a key has more than once: all but the first record are out of `get`'s reach. */
import { SortedIndex } from '../../bytes/sorted-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import { deepEqual } from '../../values/compare/equality.js';
import { type Found, open, withFile } from '../files/open-undeclared.js';

/** Entries whose key an earlier entry has; equal keys are neighbours in the index. */
export function countRepeatedKeys(path: string): Promise<number> {
  return withFile(path, (found) => {
    const opened = open(found, {});
    if (opened.kind !== 'mapping') return 0;
    const alike = neighboursAlike(found);
    // Integers are in the index themselves; of other keys, it has hashes.
    if (alike === 0 || opened.keys.type === 'uint64') return alike;
    let repeated = 0;
    let last: Key | undefined;
    for (const key of opened.mapping.keys()) {
      if (last !== undefined && same(last, key)) repeated += 1;
      last = key;
    }
    return repeated;
  });
}

/** Entries whose integer or hash is that of the entry before. */
function neighboursAlike({ file: { memory }, identity }: Found): number {
  if (identity.kind === 'array') return 0;
  const { indexOffset, entries, layout, width } = identity.keys;
  const index = new SortedIndex(
    memory,
    indexOffset,
    entries,
    layout === 'numeric' ? 2 : 3,
    width === 64 ? 8 : 4,
  );
  let alike = 0;
  for (let entry = 1; entry < entries; entry += 1) {
    if (index.compare(entry, index.high(entry - 1, 0), index.low(entry - 1, 0)) === 0) alike += 1;
  }
  return alike;
}

function same(a: Key, b: Key): boolean {
  return typeof a === 'object' ? deepEqual(a, b) : a === b;
}
