/** What rows that were written straight showed of their fields, for inference: all that plain values can show. */
import type { StraightField } from './straight-fields.js';

export class Tally {
  readonly name: string;
  readonly kind: StraightField['kind'];
  /** Rows that have the field, and those in which it is null. */
  count = 0;
  nulls = 0;
  /** Of the integers among them. */
  low: number = Number.POSITIVE_INFINITY;
  high: number = Number.NEGATIVE_INFINITY;
  fractions = false;

  constructor({ name, kind }: StraightField) {
    this.name = name;
    this.kind = kind;
  }

  /** Rows in which the field has a value. */
  get values(): number {
    return this.count - this.nulls;
  }

  addInteger(value: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }
}
