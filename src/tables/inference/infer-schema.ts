/**
 * A schema from the records themselves: all of them, since the last may differ. Integers become int64, numbers of
 * which any is fractional float64, arrays lists, objects structs; what is mixed, `any`. Objects in lists and in `any`
 * become dicts, as do those with more different members than a struct has fields.
 */
import { timeKind } from '../../files/building/json-rows/time-text.js';
import { MAX_DEPTH } from '../../values/base/codec.js';
import { named, ValueError } from '../input/value-error.js';
import { asObject, type Escaping, fieldName, type JsonObject, taggedForm } from '../json/reserved-members.js';
import { MAX_FIELDS, type Schema } from '../schema/schema.js';
import { Kind } from '../straight/straight-fields.js';
import type { Tally } from '../straight/tallies.js';
import { Conclusion } from './infer-field-type.js';
import {
  fieldOf,
  newObjects,
  newSeen,
  type ObjectsSeen,
  type Seen,
  seeNumber,
  takeInObjects,
} from './seen.js';
import { OTHER, TIME, type Typing } from './typing.js';

/** What records showed. Plain data: threads post it. */
export interface RecordsSeen {
  readonly root: ObjectsSeen;
  /** Objects that name their struct. */
  readonly structs: Map<string, ObjectsSeen>;
}

export class Inference {
  readonly seen: RecordsSeen = { root: newObjects(), structs: new Map() };
  readonly #dumped: boolean;
  readonly #escaping: Escaping | undefined;
  #depth = 0;

  readonly #typing: Typing;

  /** `dumped`: whether `dump` wrote the records, so that members with a `$` in front have a meaning. */
  constructor(dumped: boolean, typing: Typing) {
    this.#dumped = dumped;
    this.#typing = typing;
    this.#escaping = dumped ? 'record' : undefined;
  }

  /** Takes a record's object in; throws `ValueError` for what no type holds. */
  add(object: JsonObject): void {
    this.#depth = 0;
    this.#members(this.seen.root, object, this.#escaping);
    if (this.seen.root.crowded) throw tooManyFields();
  }

  /** Whether records have had a field. */
  knows(name: string): boolean {
    return this.seen.root.fields.has(name);
  }

  /** Takes in plain values of fields that it knows. */
  addTallies(records: number, tallies: readonly Tally[]): void {
    const { root } = this.seen;
    root.count += records;
    for (const tally of tallies) {
      if (tally.count === 0) continue;
      const seen = root.fields.get(tally.name)!;
      seen.count += tally.count;
      if (tally.nulls > 0) seen.nulls = true;
      if (tally.values === 0) continue;
      if (tally.kind === Kind.text) seen.strings = true;
      else if (tally.kind === Kind.bool) seen.booleans = true;
      else {
        if (tally.fractions) seen.fractions = true;
        if (tally.low <= tally.high) {
          seeNumber(seen, tally.low);
          seeNumber(seen, tally.high);
        }
      }
    }
  }

  /** Takes in what later records showed. */
  takeIn({ root, structs }: RecordsSeen): void {
    takeInObjects(this.seen.root, root);
    for (const [name, seen] of structs) takeInObjects(this.#structOf(name), seen);
  }

  /** The schema of everything seen. */
  schema(): Schema {
    return new Conclusion(this.seen.structs, this.#typing).schema(this.seen.root);
  }

  #members(seen: ObjectsSeen, object: JsonObject, escaping: Escaping | undefined): void {
    seen.count += 1;
    this.#enter();
    let previous: string | undefined;
    for (const member in object) {
      const name = escaping === undefined ? member : fieldName(member, escaping);
      if (name === undefined) continue;
      // What is in a crowd is still looked at, for the structs in it.
      const field = seen.fields.get(name) ?? fieldOf(seen, name, previous) ?? newSeen();
      const value = object[member];
      field.count += 1;
      if (typeof value === 'string' && !this.#typing.dates) field.strings = true;
      else {
        try {
          this.#see(field, value);
        } catch (error) {
          throw named(error, name);
        }
      }
      previous = name;
    }
    this.#depth -= 1;
  }

  #see(seen: Seen, value: unknown): void {
    if (typeof value === 'number' || typeof value === 'bigint') seeNumber(seen, value);
    else if (typeof value === 'string') this.#text(seen, value);
    else if (value === null) seen.nulls = true;
    else if (typeof value === 'boolean') seen.booleans = true;
    else if (Array.isArray(value)) {
      seen.lists = true;
      seen.elements ??= newSeen();
      this.#items(seen.elements, value);
    } else this.#object(seen, asObject(value)!);
  }

  #text(seen: Seen, text: string): void {
    seen.strings = true;
    if (!this.#typing.dates || seen.times >= OTHER) return;
    const kind = timeKind(text);
    seen.times |= kind === undefined ? OTHER : TIME[kind];
  }

  #object(seen: Seen, object: JsonObject): void {
    const tagged = this.#dumped ? taggedForm(object) : undefined;
    const name = this.#dumped ? object.$struct : undefined;
    if (tagged === undefined && typeof name !== 'string') {
      seen.objects ??= newObjects();
      this.#members(seen.objects, object, undefined);
      return;
    }
    seen.tagged = true;
    if (tagged === undefined) this.#members(this.#structOf(name as string), object, 'struct');
    else if (tagged.kind === 'dict') for (const entry of tagged.entries) this.#items(newSeen(), entry);
    else if (tagged.kind !== 'value') this.#items(newSeen(), tagged.items);
  }

  #structOf(name: string): ObjectsSeen {
    const { structs } = this.seen;
    let struct = structs.get(name);
    if (struct === undefined) {
      struct = newObjects();
      structs.set(name, struct);
    }
    return struct;
  }

  #items(elements: Seen, items: readonly unknown[]): void {
    this.#enter();
    let index = 0;
    try {
      for (; index < items.length; index += 1) {
        elements.count += 1;
        this.#see(elements, items[index]);
      }
    } catch (error) {
      throw named(error, `[${index}]`);
    }
    this.#depth -= 1;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ValueError(`values nest deeper than ${MAX_DEPTH} levels: flatten them`);
    }
  }
}

export function tooManyFields(): ValueError {
  return new ValueError(
    `the records have more than ${MAX_FIELDS} different fields, and a struct has at most that many: nest some, or take some with --select`,
  );
}
