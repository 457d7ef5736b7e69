/** A stretch of memory that is read at random: through one window where it fits, else through the memory's. */
import type { WindowOwner } from './window.js';
import { WINDOW_BYTES, WINDOW_STEP, type Window } from './window.js';

export class Region {
  readonly memory: WindowOwner;
  /** Position in the memory of the region's first byte. */
  readonly start: number;
  readonly length: number;
  /** Whether one window holds all of the region. */
  readonly #fits: boolean;
  #window: Window | undefined;

  /** Throws `CorruptBufferError` when the memory does not hold the region; `what` names it in the message. */
  constructor(memory: WindowOwner, start: number, length: number, what: string) {
    memory.need(start, length, what);
    this.memory = memory;
    this.start = start;
    this.length = length;
    this.#fits = !memory.partial && length > 0 && (start % WINDOW_STEP) + length <= WINDOW_BYTES;
  }

  /** The window that holds all of the region; undefined for one that is too long, or empty. */
  get window(): Window | undefined {
    return this.#fits ? this.windowAt(0) : undefined;
  }

  /** The window to read byte `at` of the region through; what starts there must end within 1 GiB. */
  windowAt(at: number): Window {
    const window = this.#window;
    return window !== undefined && window.size >= 0 ? window : this.#open(at);
  }

  /** Offset in that window. */
  offsetIn(window: Window, at: number): number {
    return this.start - window.base + at;
  }

  #open(at: number): Window {
    if (!this.#fits) return this.memory.windowAt(this.start + at);
    this.#window = this.memory.windowAt(this.start);
    return this.#window;
  }
}
