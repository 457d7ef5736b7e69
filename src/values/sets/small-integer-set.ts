/**
 * Small sets of plain integers, which many records hold: written without an array, since making, checking and sorting
 * one for each record took a quarter of a build.
 */

import { PackError } from '../../errors.js';
import type { Packer } from '../base/packer.js';
import { integerCodec, writeNumbers } from '../numbers/packed-numbers.js';
import type { Element } from '../sequences/element-type.js';

/** Members sorted here at most: by insertion, which beats other ways as long as they are few. */
const MOST = 32;

/** Fills `sorted` and returns how many members there are; −1 for a set that holds many, or anything but such numbers. */
function sort(members: ReadonlySet<unknown>, sorted: number[]): number {
  if (members.size > MOST) return -1;
  let count = 0;
  for (const member of members) {
    if (!Number.isSafeInteger(member)) return -1;
    let at = count;
    for (; at > 0 && sorted[at - 1]! > (member as number); at -= 1) sorted[at] = sorted[at - 1]!;
    sorted[at] = member as number;
    count += 1;
  }
  return count;
}

/**
 * Writes a set of up to 32 integers, none of which is a bigint; false, with nothing written, for any other. `bitmap` writes
 * what it can. Throws `PackError` for a member that the element type does not hold.
 */
export function writeFewIntegers(
  packer: Packer,
  members: ReadonlySet<unknown>,
  element: Element,
  writeBitmap: (packer: Packer, sorted: readonly number[], count: number) => boolean,
): boolean {
  const sorted = packer.members;
  const count = sort(members, sorted);
  if (count < 0) return false;
  if (writeBitmap(packer, sorted, count)) return true;
  const low = sorted[0]!;
  const high = sorted[count - 1]!;
  if (element.numbers === 'integer') {
    // Integer types are ranges.
    check(element, low, members);
    check(element, high, members);
  }
  writeNumbers(packer, sorted, integerCodec(low, high, count), count);
  return true;
}

function check(element: Element, value: number, members: ReadonlySet<unknown>): void {
  try {
    element.check(value);
  } catch (error) {
    throw error instanceof PackError ? error.within([...members].indexOf(value)) : error;
  }
}
