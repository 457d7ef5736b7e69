/** One element of a sequence, read without the others: what views and dicts do. */
import type { Window } from '../../bytes/window.js';
import type { Decoding } from '../base/decoding.js';
import { isPointerCode, readNumberAt, type SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from './element-type.js';
import { readElement } from './pointer-sequence.js';

/** Element `index`, below the head's length, of the sequence at `offset`. Fails once the window is closed. */
export function readItem<T>(
  window: Window,
  offset: number,
  head: SequenceHead,
  index: number,
  element: Element<T>,
  reader: Decoding,
): T | null {
  const at = head.start + index * head.size;
  window.need(at, head.size);
  if (isPointerCode(head.code)) {
    const value = readElement(window, offset, head, index, element, reader);
    if (value === null && !element.nullable) throw element.refuseNone(window.base + offset);
    return value;
  }
  if (element.numbers === 'none') throw element.refuseNumbers(window.base + offset);
  const number = readNumberAt(window, head.code, at);
  return element.numbers === 'any' ? (number as T) : element.accept(number);
}
