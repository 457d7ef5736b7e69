/** What inference has seen of the values in one place. */
import { ValueError } from '../input/value-error.js';
import { MAX_FIELDS } from '../schema/schema.js';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** Objects seen in one place. */
export class ObjectsSeen {
  count = 0;
  readonly fields: Map<string, Seen> = new Map();
  /** Names of the fields in an order that objects have them in. */
  readonly order: string[] = [];
  /** Set when there are too many different members, which are then no longer kept apart. */
  crowded = false;

  /** What is seen of a member, which stands after the `previous` one; `undefined` where there are too many. */
  field(name: string, previous: string | undefined): Seen | undefined {
    const known = this.fields.get(name);
    if (known !== undefined || this.crowded) return known;
    if (this.fields.size >= MAX_FIELDS) {
      this.crowded = true;
      this.fields.clear();
      return undefined;
    }
    const seen = new Seen();
    this.fields.set(name, seen);
    this.order.splice(previous === undefined ? 0 : this.order.indexOf(previous) + 1, 0, name);
    return seen;
  }
}

/** Values seen in one place. */
export class Seen {
  count = 0;
  nulls = false;
  booleans = false;
  strings = false;
  integers = false;
  fractions = false;
  /** Whether an integer is past 2^53, so that a float would not hold it. */
  long = false;
  negative = false;
  /** Whether an integer is past the largest int64. */
  huge = false;
  lists = false;
  /** Values that say their own type. */
  tagged = false;
  objects: ObjectsSeen | undefined;
  /** Elements of lists. */
  elements: Seen | undefined;

  number(value: number | bigint): void {
    // Past 2^53, a number is a literal with a fraction or an exponent: one of digits alone is a bigint.
    if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0))) {
      this.fractions = true;
      return;
    }
    if (value > UINT64_MAX || value < INT64_MIN) {
      throw new ValueError(
        `the integer ${value} does not fit 64 bits: make it a string, or a float (${Number(value)})`,
      );
    }
    this.integers = true;
    if (value < 0) this.negative = true;
    if (value > INT64_MAX) this.huge = true;
    if (!Number.isSafeInteger(Number(value))) this.long = true;
  }
}
