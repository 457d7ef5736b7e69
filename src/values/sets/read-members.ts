/** Reading the members of stored sets of numbers (docs/format.md 5): bitmaps of small integers, or packed numbers. */
import type { Window } from '../../bytes/window.js';
import { uint8 } from '../numbers/number-types.js';
import { readNumberAt, type SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from '../sequences/element-type.js';

export const SMALL_BITMAP: number = 'm'.charCodeAt(0);
export const LARGE_BITMAP: number = 'M'.charCodeAt(0);
/** Largest member and whole length, in bytes, of each bitmap. */
export const SMALL_MAX = 55;
export const SMALL_BYTES = 8;
export const LARGE_MAX = 119;
export const LARGE_BYTES = 16;
/** Members that a set of a few has at most. */
const FEW = 16;

/** Members of a bitmap of `length` bytes, its code included. */
export function countBits(window: Window, offset: number, length: number): number {
  window.need(offset, length);
  let count = 0;
  for (let index = 1; index < length; index += 1) {
    for (let byte = window.bytes[offset + index]!; byte > 0; byte &= byte - 1) count += 1;
  }
  return count;
}

/** Adds the members of a bitmap of `length` bytes, its code included, which lie in the window. */
export function addBits<T>(
  window: Window,
  offset: number,
  length: number,
  element: Element<T>,
  members: Set<T | null>,
): void {
  const untyped = element.numbers === 'any';
  const { view } = window;
  for (let at = 0; at < length; at += 4) {
    // Less the code, which is the lowest byte of all.
    let bits = at === 0 ? view.getInt32(offset, true) & ~0xff : view.getInt32(offset + at, true);
    for (; bits !== 0; bits &= bits - 1) {
      const member = at * 8 + 23 - Math.clz32(bits & -bits);
      members.add(untyped ? (member as T) : element.accept(member));
    }
  }
}

/** Adds packed numbers one by one: most sets of numbers are small. */
export function addNumbers<T>(
  window: Window,
  offset: number,
  head: SequenceHead,
  element: Element<T>,
  members: Set<T | null>,
): void {
  const { code, length, start, size } = head;
  const untyped = element.numbers === 'any';
  if (length > 0 && element.numbers === 'none') throw element.refuseNumbers(window.base + offset);
  for (let at = start; at < start + length * size; at += size) {
    const number = readNumberAt(window, code, at);
    members.add(untyped ? (number as T) : element.accept(number));
  }
}

/** A set of a few small integers, read alone, which no budget would refuse; undefined for any other, and for damage. */
export function readFew<T>(window: Window, offset: number, element: Element<T>): Set<T | null> | undefined {
  if (element.numbers === 'none' || offset > window.size - LARGE_BYTES) return undefined;
  const head = window.view.getUint32(offset, true);
  const code = head & 0xff;
  const values = new Set<T | null>();
  if (code === SMALL_BITMAP || code === LARGE_BITMAP) {
    addBits(window, offset, code === SMALL_BITMAP ? SMALL_BYTES : LARGE_BYTES, element, values);
    return values;
  }
  const length = head >>> 8;
  const start = offset + 4;
  if (code !== uint8.code || length > FEW || start > window.size - length) return undefined;
  for (let at = start; at < start + length; at += 1) {
    const number = window.view.getUint8(at);
    values.add(element.numbers === 'any' ? (number as T) : element.accept(number));
  }
  return values;
}
