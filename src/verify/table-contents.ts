/**
 * What a table holds, as one number: a sum of hashes over its entries, whose order does not matter. The index amounts to the
 * same number where the table has the same entries, so that all of them are compared at once, in no memory.
 */
import { hashInteger, type Multipliers } from '../hash/table-hash.js';

/** What stands for a key in slots: its offset from the mapper's start, the number of its entry, or an integer itself. */
export type KeyName = 'offset' | 'entry' | 'integer';

/** For each half of the sum, of its own. */
const FIRST: Multipliers = { first: 0x85ebca77 | 0, second: 0x27d4eb2f | 0 };
const SECOND: Multipliers = { first: 0x9e3779b1 | 0, second: 0xc2b2ae3d | 0 };
const TWO_32 = 2 ** 32;

export class TableContents {
  readonly keys: KeyName;
  #first = 0;
  #second = 0;

  constructor(keys: KeyName) {
    this.keys = keys;
  }

  /** Adds an entry: the halves of what stands for its key, and the offset of its record in bytes. */
  add(high: number, low: number, offset: number): void {
    const record = (offset % TWO_32) | 0;
    const far = (offset / TWO_32) | 0;
    this.#first = (this.#first + entryHash(high, low, far, record, FIRST)) | 0;
    this.#second = (this.#second + entryHash(high, low, far, record, SECOND)) | 0;
  }

  equals(other: TableContents): boolean {
    return this.#first === other.#first && this.#second === other.#second;
  }
}

function entryHash(high: number, low: number, far: number, record: number, multipliers: Multipliers): number {
  const key = hashInteger(high | 0, low | 0, multipliers);
  return hashInteger(key, hashInteger(far, record, multipliers), multipliers);
}

/** What the slots of a table amount to. */
export interface SlotCount {
  /** Slots that lead to a record. */
  readonly taken: number;
  /** Slots that looking up each taken one passes, in sum, at most. */
  readonly steps: number;
  /** Taken slots without a free one between: no search passes more. */
  readonly longest: number;
  /** All that the slots hold; not of direct tables, in which looking up every key meets all there is. */
  readonly contents?: TableContents | undefined;
}
