/** Views as keys and members: a view is the value that it shows, also within a tuple or a set. */
import { MAX_DEPTH } from '../base/codec.js';
import { Readings } from '../base/readings.js';
import { Tagged } from '../base/tagged-value.js';
import { tooEntangled } from '../compare/equality.js';
import { mapped } from '../compare/stored-order.js';
import { isView } from './view.js';

/** Elements of a tuple that are looked at each time. */
const SMALL = 8;

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof Uint8Array;
}

/**
 * A key or member with what its views show in place of them; the same object where there are none. `readings`: those of
 * a call that reads more.
 */
export function plainKey(value: unknown, readings?: Readings): unknown {
  return isSmall(value) ? value : new PlainKeys(readings).of(value);
}

/** What holds no views, as a glance tells. */
function isSmall(value: unknown): boolean {
  return isLeaf(value) || (Array.isArray(value) && value.length <= SMALL && value.every(isLeaf));
}

/** Keys and members of one call, each looked at once, however often it is met. */
export class PlainKeys {
  readonly #made = new Map<unknown, unknown>();
  #readings: Readings | undefined;
  #depth = 0;

  constructor(readings?: Readings) {
    this.#readings = readings;
  }

  /** `plainKey` of a value. */
  of(value: unknown): unknown {
    if (isSmall(value)) return value;
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    // What holds itself, or nests too deep, is left for hashing to refuse.
    this.#made.set(value, value);
    if (this.#depth === 2 * MAX_DEPTH) return value;
    this.#depth += 1;
    const plain = this.#content(value);
    this.#depth -= 1;
    this.#made.set(value, plain);
    return plain;
  }

  #content(value: unknown): unknown {
    if (Array.isArray(value)) return mapped(value, (item) => this.of(item));
    if (value instanceof Set) {
      const members = [...value];
      const plain = mapped(members, (member) => this.of(member));
      return plain === members ? value : new Set(plain);
    }
    if (value instanceof Tagged) {
      const content = this.of(value.value);
      return content === value.value ? value : new Tagged(value.codec, content);
    }
    if (!isView(value)) return value;
    this.#readings ??= new Readings(tooEntangled);
    return this.of(value.plainWithin(this.#readings));
  }
}
