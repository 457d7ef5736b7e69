/**
 * The fast path of a getter: for the usual record, in which every slot up to the field's is set and not None, so that the
 * field lies at a constant offset.
 *
 * `mask` has the bits of the slots up to and including this one; `end` is the offset after this slot in a full
 * record. `offset <= size - end` also fails once the window is closed, when `size` is −1.
 */
import type { Window } from '../../bytes/window.js';
import type { Readings } from '../../values/base/readings.js';
import type { ProxyBase } from './proxy.js';

export type Getter = (this: ProxyBase) => unknown;

/** Reads a field of a record of any shape; within the readings of a call, if they are given. */
export type Slow = (proxy: ProxyBase, readings?: Readings) => unknown;

/** Makes the getter of a field that lies `at` so many bytes from the start of a full record. */
export type FastGetter = (at: number, end: number, mask: number, slow: Slow) => Getter;

/** Whether a record has every slot that `mask` names, none of them None, in the window up to `end`. */
export function full(window: Window, offset: number, end: number, mask: number): boolean {
  if (!(offset <= window.size - end)) return false;
  const { view } = window;
  return (view.getInt32(offset, true) & ~view.getInt32(offset + 4, true) & mask) === mask;
}
