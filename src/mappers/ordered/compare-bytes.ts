/** Byte strings in the order of their bytes. */

/** Sign of one − other; what another starts with comes before it. */
export function compareBytes(
  one: Uint8Array,
  start: number,
  length: number,
  other: Uint8Array,
  otherStart: number,
  otherLength: number,
): number {
  const shorter = Math.min(length, otherLength);
  for (let at = 0; at < shorter; at += 1) {
    const difference = one[start + at]! - other[otherStart + at]!;
    if (difference !== 0) return difference;
  }
  return length - otherLength;
}

/** How many bytes two have in common at their front. */
export function sharedBytes(one: Uint8Array, start: number, length: number, other: Uint8Array): number {
  const shorter = Math.min(length, other.length);
  let at = 0;
  while (at < shorter && one[start + at] === other[at]) at += 1;
  return at;
}
