/**
 * A schema from the records themselves: all of them, since the last may differ. Integers become int64, numbers of
 * which any is fractional float64, arrays lists, objects structs; what is mixed, `any`. Objects in lists and in `any`
 * become dicts, as do those with more different members than a struct has fields.
 */
import { MAX_DEPTH } from '../../values/base/codec.js';
import { ValueError, within } from '../input/value-error.js';
import { asObject, type Escaping, fieldName, type JsonObject, taggedForm } from '../json/reserved-members.js';
import { MAX_FIELDS, type Schema } from '../schema/schema.js';
import { Conclusion } from './infer-field-type.js';
import { ObjectsSeen, Seen } from './seen.js';

export class Inference {
  readonly #root = new ObjectsSeen();
  /** Objects that name their struct. */
  readonly #structs = new Map<string, ObjectsSeen>();
  readonly #dumped: boolean;
  #depth = 0;

  /** `dumped`: whether `dump` wrote the records, so that members with a `$` in front have a meaning. */
  constructor(dumped: boolean) {
    this.#dumped = dumped;
  }

  /** Takes a record's object in; throws `ValueError` for what no type holds. */
  add(object: JsonObject): void {
    this.#depth = 0;
    this.#members(this.#root, object, this.#dumped ? 'record' : undefined);
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

  #members(seen: ObjectsSeen, object: JsonObject, escaping: Escaping | undefined): void {
    seen.count += 1;
    this.#enter();
    let previous: string | undefined;
    for (const [member, value] of Object.entries(object)) {
      const name = escaping === undefined ? member : fieldName(member, escaping);
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
    const tagged = this.#dumped ? taggedForm(object) : undefined;
    const name = this.#dumped ? object.$struct : undefined;
    if (tagged === undefined && typeof name !== 'string') {
      seen.objects ??= new ObjectsSeen();
      this.#members(seen.objects, object, undefined);
      return;
    }
    seen.tagged = true;
    if (tagged === undefined) this.#members(this.#structOf(name as string), object, 'struct');
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
