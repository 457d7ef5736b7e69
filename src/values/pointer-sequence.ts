/** Sequences of values that carry their type, each behind a pointer (FORMAT.md 4, codes `T` and `t`). */
import type { Window } from '../bytes/memory.js';
import { PackError } from '../errors.js';
import type { Codec } from './codec.js';
import type { SequenceHead } from './number-sequence.js';
import type { Packer } from './packer.js';
import type { Reader } from './reader.js';

/** The pointer that stands for None; no value can lie one byte after a sequence's start. */
const NONE = 1;
const POINTERS_32 = 'T'.charCodeAt(0);

/** A type of element: how one value is written with its type in front, and read back. */
export interface ElementCodec<T = unknown> {
  readonly codec: Codec<T>;
  readonly nullable: boolean;
  /** Sharing key of the RTTI form; `undefined` for a value that is written each time. */
  taggedKey(value: unknown): unknown;
}

/**
 * Appends a pointer table and the values it leads to. The table is always 32 bits wide: a value packs into less
 * than 1 GiB, and a shared value further back than 2 GiB is written again.
 */
export function writePointers(packer: Packer, values: readonly unknown[], element: ElementCodec): void {
  const { length } = values;
  const start = packer.take(8 + length * 4);
  packer.view.setUint32(start, (length * 256) | POINTERS_32, true);
  packer.view.setUint32(start + 4, Math.floor(length / 2 ** 24), true);
  packer.align(8);
  const reachable = (position: number) => position - start >= -(2 ** 31);
  for (let index = 0; index < length; index += 1) {
    const value = values[index];
    let pointer = NONE;
    if (value !== null || !element.nullable) {
      try {
        const position = packer.placeTagged(element.taggedKey(value), reachable, () =>
          element.codec.writeTagged(packer, value),
        );
        pointer = position - start;
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

/** Element `index` of the pointer sequence at `offset`, whose head was read; None is `null`. */
export function readElement<T>(
  window: Window,
  offset: number,
  head: SequenceHead,
  index: number,
  element: ElementCodec<T>,
  reader: Reader,
): T | null {
  const pointer = pointerAt(window, head, index);
  if (pointer === NONE) return null;
  return reader.follow(window, offset, pointer, {
    read: (at, where) => element.codec.readTagged(at, where, reader),
  });
}
