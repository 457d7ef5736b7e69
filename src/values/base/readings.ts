/** The decodings of one call that may read several memories, such as a comparison: all spend from one budget. */
import type { Window, WindowOwner } from '../../bytes/window.js';
import { Budget, type Refusal } from './budget.js';
import type { CodecTable } from './codec.js';
import { Decoding } from './decoding.js';

export class Readings {
  readonly budget: Budget;
  readonly #decodings = new Map<object, Decoding[]>();

  readonly #once: boolean;

  /** `once`: whether records and views, too, are made once for each place. */
  constructor(refusal?: Refusal, once = false) {
    this.budget = new Budget(refusal);
    this.#once = once;
  }

  /** Says that an item is complete: `Decoding.next`. */
  next(): void {
    for (const decodings of this.#decodings.values()) for (const decoding of decodings) decoding.next();
  }

  /** The decoding of what lies in a window's memory, by a table of types. */
  of({ memory }: Window, table: CodecTable): Decoding {
    return this.in(memory, table);
  }

  in(memory: WindowOwner, table: CodecTable): Decoding {
    let decodings = this.#decodings.get(memory);
    if (decodings === undefined) {
      decodings = [];
      this.#decodings.set(memory, decodings);
    }
    const known = decodings.find((decoding) => decoding.table === table);
    if (known !== undefined) return known;
    this.budget.admit(memory);
    const decoding = new Decoding(table, this.budget, this.#once);
    decodings.push(decoding);
    return decoding;
  }
}
