/** Sequences of values that carry their type, each behind a pointer (docs/format.md 4, codes `T` and `t`). */
import type { Window } from '../../bytes/window.js';
import { PackError } from '../../errors.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import type { SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from './element-type.js';

/** The pointer that stands for None; no value can lie one byte after a sequence's start. */
const NONE = 1;
const POINTERS_32 = 'T'.charCodeAt(0);

/**
 * Appends a pointer table and the values it leads to. The table is always 32 bits wide: a value packs into less
 * than 1 GiB, and a shared value further back than 2 GiB is written again.
 */
export function writePointers(packer: Packer, values: readonly unknown[], element: Element): void {
  const { length } = values;
  const { codec, nullable } = element;
  const start = packer.take(8 + length * 4);
  packer.view.setUint32(start, (length * 256) | POINTERS_32, true);
  packer.view.setUint32(start + 4, Math.floor(length / 2 ** 24), true);
  packer.align(8);
  const lowest = start - 2 ** 31;
  for (let index = 0; index < length; index += 1) {
    const value = values[index];
    let pointer = NONE;
    if (value !== null || !nullable) {
      try {
        if (value === null) throw element.refuseNull();
        pointer = codec.placeTagged(packer, value, lowest) - start;
      } catch (error) {
        throw error instanceof PackError ? error.within(index) : error;
      }
    }
    packer.view.setInt32(start + 8 + index * 4, pointer, true);
  }
}

function pointerAt(window: Window, head: SequenceHead, index: number): number {
  const at = head.start + index * head.size;
  if (head.code === POINTERS_32) return window.view.getInt32(at, true);
  return window.view.getInt32(at + 4, true) * 2 ** 32 + window.view.getUint32(at, true);
}

/** Position in the memory of element `index`'s value, whose pointer was checked to be there; `undefined` for None. */
export function targetOf(
  window: Window,
  offset: number,
  head: SequenceHead,
  index: number,
): number | undefined {
  const pointer = pointerAt(window, head, index);
  return pointer === NONE ? undefined : window.base + offset + pointer;
}

/** Element `index` of the pointer sequence at `offset`, whose head was read; None is `null`. */
export function readElement<T>(
  window: Window,
  offset: number,
  head: SequenceHead,
  index: number,
  element: Element<T>,
  reader: Decoding,
): T | null {
  const pointer = pointerAt(window, head, index);
  if (pointer === NONE) return null;
  const target = offset + pointer;
  const { codec } = element;
  if (target >= 0 && target < window.reach) return codec.readTagged(window, target, reader);
  const far = window.memory.windowAt(window.base + target);
  return codec.readTagged(far, window.base + target - far.base, reader);
}
