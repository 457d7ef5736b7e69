/** A stretch of memory that is read at random: through one window where it fits, else through the memory's. */
import { type Memory, WINDOW_BYTES, WINDOW_STEP, type Window } from './memory.js';

export class Region {
  readonly memory: Memory;
  /** Position in the memory of the region's first byte. */
  readonly start: number;
  readonly length: number;
  /** The window that holds all of the region; undefined for one that is too long. */
  readonly window: Window | undefined;

  /** Throws `CorruptBufferError` when the memory does not hold the region; `what` names it in the message. */
  constructor(memory: Memory, start: number, length: number, what: string) {
    memory.need(start, length, what);
    this.memory = memory;
    this.start = start;
    this.length = length;
    if (length > 0 && (start % WINDOW_STEP) + length <= WINDOW_BYTES) this.window = memory.windowAt(start);
  }

  /** The window to read byte `at` of the region through; what starts there must end within 1 GiB. */
  windowAt(at: number): Window {
    const { window } = this;
    return window !== undefined && window.size >= 0 ? window : this.memory.windowAt(this.start + at);
  }

  /** Offset in that window. */
  offsetIn(window: Window, at: number): number {
    return this.start - window.base + at;
  }
}
