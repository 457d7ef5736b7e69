/**
 * A schema from the records themselves: all of them, since the last may differ. Integers become int64, numbers of
 * which any is fractional float64, arrays lists, objects structs; what is mixed, `any`. Objects in lists and in `any`
 * become dicts, as do those with more different members than a struct has fields.
 */
import { MAX_DEPTH } from '../values/codec.js';
import { Conclusion } from './infer-types.js';
import { asObject, fieldName, type JsonObject, taggedForm } from './json-objects.js';
import { MAX_FIELDS, type Schema } from './schema.js';
import { ValueError, within } from './value-error.js';

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

export class Inference {
  readonly #root = new ObjectsSeen();
  /** Objects that name their struct. */
  readonly #structs = new Map<string, ObjectsSeen>();
  #depth = 0;

  /** Takes a record's object in; throws `ValueError` for what no type holds. */
  add(object: JsonObject): void {
    this.#depth = 0;
    this.#members(this.#root, object, true);
    if (this.#root.crowded) {
      throw new ValueError(
        `the records have more than ${MAX_FIELDS} different fields, and a struct has at most that many: nest some`,
      );
    }
  }

  /** The schema of everything seen. */
  schema(): Schema {
    return new Conclusion(this.#structs).schema(this.#root);
  }

  #members(seen: ObjectsSeen, object: JsonObject, escaped: boolean): void {
    seen.count += 1;
    this.#enter();
    let previous: string | undefined;
    for (const [member, value] of Object.entries(object)) {
      const name = escaped ? fieldName(member) : member;
      if (name === undefined) continue;
      // What is in a crowd is still looked at, for the structs in it.
      const field = seen.field(name, previous) ?? new Seen();
      within(
        () => name,
        () => this.#see(field, value),
      );
      previous = name;
    }
    this.#depth -= 1;
  }

  #see(seen: Seen, value: unknown): void {
    seen.count += 1;
    if (value === null) seen.nulls = true;
    else if (typeof value === 'string') seen.strings = true;
    else if (typeof value === 'boolean') seen.booleans = true;
    else if (typeof value === 'number' || typeof value === 'bigint') seen.number(value);
    else if (Array.isArray(value)) {
      seen.lists = true;
      seen.elements ??= new Seen();
      this.#items(seen.elements, value);
    } else this.#object(seen, asObject(value)!);
  }

  #object(seen: Seen, object: JsonObject): void {
    const tagged = taggedForm(object);
    const name = object.$struct;
    if (tagged === undefined && typeof name !== 'string') {
      seen.objects ??= new ObjectsSeen();
      this.#members(seen.objects, object, false);
      return;
    }
    seen.tagged = true;
    if (tagged === undefined) this.#members(this.#structOf(name as string), object, true);
    else if (tagged.kind === 'dict') for (const entry of tagged.entries) this.#items(new Seen(), entry);
    else if (tagged.kind !== 'value') this.#items(new Seen(), tagged.items);
  }

  #structOf(name: string): ObjectsSeen {
    let struct = this.#structs.get(name);
    if (struct === undefined) {
      struct = new ObjectsSeen();
      this.#structs.set(name, struct);
    }
    return struct;
  }

  #items(elements: Seen, items: readonly unknown[]): void {
    this.#enter();
    items.forEach((item, index) => {
      within(
        () => `[${index}]`,
        () => this.#see(elements, item),
      );
    });
    this.#depth -= 1;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ValueError(`values nest deeper than ${MAX_DEPTH} levels: flatten them`);
    }
  }
}
