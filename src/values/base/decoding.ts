/**
 * One decoding: bounds on depth and cost, and the values made so far, so that cycles and shared values come back as the
 * same object and no input, however small, costs more than its budget.
 */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import { Budget } from './budget.js';
import { type CodecTable, MAX_DEPTH } from './codec.js';
import { MadeValues } from './made-values.js';

/** What may be spent between two items before those made earlier are let go. */
const TURN_COST = 2 ** 23;

/** Of values in one memory, by one table of types. */
export class Decoding {
  readonly table: CodecTable;
  /** What the call may cost; several decodings can share one. */
  readonly budget: Budget;
  /** Whether other values are read as well, so that places can be met again. */
  readonly #shared: boolean;
  /** Whether records and views of one place are one object too, as packing what was read wants it. */
  readonly once: boolean;
  #depth = 0;
  #made: MadeValues | undefined;
  #turned = 0;

  /** Without `budget`, a decoding of one value alone. */
  constructor(table: CodecTable, budget?: Budget, once = false) {
    this.table = table;
    this.#shared = budget !== undefined;
    this.budget = budget ?? new Budget();
    this.once = once;
  }

  /** Whether the value being read may be met again: one that is read alone, and not part of another, is not. */
  get repeats(): boolean {
    return this.#shared || this.#depth > 0;
  }

  any(window: Window, offset: number): unknown {
    return this.table.readAny(window, offset, this);
  }

  /** Counts a cost, before what is paid for is made; throws when the call costs more than its memory is worth. */
  spend(window: Window, offset: number, cost: number): void {
    this.budget.spend(window, offset, cost);
  }

  /** What these bytes were made into as this type before. */
  made(window: Window, offset: number, type: unknown): unknown {
    return this.#made?.find(type, window.base + offset);
  }

  /** Remembers a container before its elements are read, so that they may lead back to it; or a long string. */
  remember(window: Window, offset: number, type: unknown, value: unknown): void {
    const position = window.base + offset;
    if (this.#made === undefined) this.#made = new MadeValues(type, position, value);
    else this.#made.add(type, position, value);
  }

  /** What is read in place, a record or a view: made once for each place where `once` says so. */
  inPlace<T>(window: Window, offset: number, type: unknown, make: () => T): T {
    const known = this.once ? this.made(window, offset, type) : undefined;
    if (known !== undefined) return known as T;
    const value = make();
    if (this.once) this.remember(window, offset, type, value);
    return value;
  }

  /**
   * Says that an item is complete and was handed out, so that walking a large container does not keep all of it: what
   * was made for earlier items, and not met again since, may go.
   */
  next(): void {
    const made = this.#made;
    if (made === undefined) return;
    const { left } = this.budget;
    // A budget that grew in between counts as spent, too: the turn comes early.
    if (made.turn(Math.abs(this.#turned - left) > TURN_COST)) this.#turned = left;
  }

  enter(window: Window, offset: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new CorruptBufferError(`values nest deeper than ${MAX_DEPTH} levels`, window.base + offset);
    }
  }

  leave(): void {
    this.#depth -= 1;
  }

  /**
   * Calls `read` where a pointer from `offset` leads: in this window if the value starts within its reach, else
   * in the one the memory gives.
   */
  follow<T>(window: Window, offset: number, pointer: number, codec: Readable<T>): T {
    const target = offset + pointer;
    if (target >= 0 && target < window.reach) return codec.read(window, target, this);
    const position = window.base + target;
    const far = window.memory.windowAt(position);
    return codec.read(far, position - far.base, this);
  }
}

export interface Readable<T> {
  read(window: Window, offset: number, reader: Decoding): T;
}
