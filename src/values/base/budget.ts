/**
 * What one public call may cost, in bytes of memory made or looked at. A kilobyte of shared pointers can spell more values
 * than any machine holds, and 44 kB of index entries can lead to one text of 5 MB three thousand times over; what honest
 * data of a size can need is bounded, and what goes beyond is refused before it is made.
 */
import type { Window, WindowOwner } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';

/** Of each call, whatever the size of the file: small records may well share much. */
const FREE = 2 ** 23;
/**
 * Of each byte of the memory that is read. An LZ4 block spells at most 255 bytes for each that it has, so everything
 * stored can be read once, and be made into something else (JSON, a comparison) once. It also pays for what is shared:
 * a reference takes 4 bytes, which are worth 2,048, and what costs more than that to read is remembered by where it
 * lies, and made once (`made-values.ts`).
 */
const WORTH = 512;

/** Costs, of the order of the bytes that V8 takes. Text and byte strings cost their length on top. */
export const COST = {
  /** An element, key or member: most are numbers, or pointers to what is counted by itself. */
  value: 64,
  /** A list, tuple, set or dict, with what remembers it. */
  container: 256,
  /** A view, or a record. */
  view: 512,
  /** A time or an array, which libraries or the runtime make. */
  object: 1024,
} as const;

/** The error for a call that would cost more; `position` is where in the memory it was stopped. */
export type Refusal = (position: number | undefined) => Error;

const multiplied: Refusal = (position) =>
  new CorruptBufferError(
    'shared pointers multiply into more values than any honest data holds: reading stopped',
    position,
  );

/** What may be made of a value that takes this many bytes in a memory. */
export function worthOf(byteLength: number): number {
  return FREE + WORTH * byteLength;
}

export class Budget {
  readonly #refusal: Refusal;
  #left = FREE;
  /** Memories whose worth is counted in. */
  #first: WindowOwner | undefined;
  #others: Set<WindowOwner> | undefined;

  constructor(refusal: Refusal = multiplied) {
    this.#refusal = refusal;
  }

  /** What is left of the budget of the memories read so far; for those who look at how much was spent in between. */
  get left(): number {
    return this.#left;
  }

  /**
   * Counts the cost of what is about to be read at an offset; throws when it is more than the memories read are worth.
   * These are counted in once they are needed: most calls cost less than what is free.
   */
  spend(window: Window, offset: number, cost: number): void {
    this.#left -= cost;
    if (this.#left >= 0) return;
    this.admit(window.memory);
    if (this.#left < 0) throw this.#refusal(window.base + offset);
  }

  /** Counts the cost of work on values that were read, or are the caller's own. */
  work(cost: number): void {
    this.#left -= cost;
    if (this.#left < 0) throw this.#refusal(undefined);
  }

  /**
   * Counts in what is there anyway: a value that the caller has in hand. Once something was read, values may as well
   * come from there, where they are not worth their own size.
   */
  allow(cost: number): void {
    if (this.#first === undefined) this.#left += cost;
  }

  /** Counts in what a memory is worth, once. */
  admit(memory: WindowOwner): void {
    if (memory === this.#first || this.#others?.has(memory)) return;
    if (this.#first === undefined) {
      this.#first = memory;
    } else {
      this.#others ??= new Set();
      this.#others.add(memory);
    }
    this.#left += WORTH * memory.byteLength;
  }
}
