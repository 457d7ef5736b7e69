/** The decodings of one call that may read several memories, such as a comparison: all spend from one budget. */
import type { Window, WindowOwner } from '../../bytes/window.js';
import { Budget, type Refusal } from './budget.js';
import type { CodecTable } from './codec.js';
import { Decoding } from './decoding.js';

export class Readings {
  readonly budget: Budget;
  /** The first, which most often is the only one, and all of them by memory once there are several. */
  #first: Decoding | undefined;
  #memory: WindowOwner | undefined;
  #decodings: Map<WindowOwner, Decoding[]> | undefined;

  readonly #once: boolean;

  /** `once`: whether records and views, too, are made once for each place. */
  constructor(refusal?: Refusal, once = false) {
    this.budget = new Budget(refusal);
    this.#once = once;
  }

  /** Says that an item is complete: `Decoding.next`. */
  next(): void {
    this.#first?.next();
    if (this.#decodings === undefined) return;
    for (const decodings of this.#decodings.values()) for (const decoding of decodings) decoding.next();
  }

  /** The decoding of what lies in a window's memory, by a table of types. */
  of({ memory }: Window, table: CodecTable): Decoding {
    return this.in(memory, table);
  }

  in(memory: WindowOwner, table: CodecTable): Decoding {
    if (memory === this.#memory && this.#first?.table === table) return this.#first;
    const known = this.#decodings?.get(memory)?.find((decoding) => decoding.table === table);
    if (known !== undefined) return known;
    this.budget.admit(memory);
    const decoding = new Decoding(table, this.budget, this.#once);
    if (this.#first === undefined) {
      this.#first = decoding;
      this.#memory = memory;
    } else {
      this.#decodings ??= new Map();
      this.#decodings.set(memory, [...(this.#decodings.get(memory) ?? []), decoding]);
    }
    return decoding;
  }
}
