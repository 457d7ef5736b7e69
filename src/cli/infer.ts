/**
 * A schema from the records themselves: all of them, since the last may differ. Integers become int64, numbers of
 * which any is fractional float64, arrays lists, objects structs; what is mixed, `any`. Objects in lists and in `any`
 * become named structs, which the format tells apart by type codes.
 */
import { MAX_DEPTH } from '../values/codec.js';
import { asObject, fieldName, taggedForm } from './json-forms.js';
import { ValueError, within } from './read-json.js';
import {
  DEFAULT_ALIGNMENT,
  FIRST_CODE,
  isFreeName,
  type NamedStruct,
  type Schema,
  type Shape,
  type StructNode,
  type TypeNode,
} from './schema.js';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
/** Fields of a struct (FORMAT.md 9); objects with more names in all are dictionaries, and would fill memory. */
const MAX_FIELDS = 64;

/** Objects seen in one place. */
class ObjectsSeen {
  count = 0;
  readonly fields = new Map<string, Seen>();

  field(name: string): Seen {
    let seen = this.fields.get(name);
    if (seen === undefined) {
      if (this.fields.size >= MAX_FIELDS) {
        throw new ValueError(
          `objects here have more than ${MAX_FIELDS} different fields, and a struct has at most that many: ` +
            'nest some, or make a list of key-value pairs of what is a dictionary',
        );
      }
      seen = new Seen();
      this.fields.set(name, seen);
    }
    return seen;
  }

  merge(other: ObjectsSeen): void {
    this.count += other.count;
    for (const [name, seen] of other.fields) this.field(name).merge(seen);
  }
}

/** Values seen in one place. */
class Seen {
  count = 0;
  nulls = false;
  booleans = false;
  strings = false;
  integers = false;
  fractions = false;
  /** Whether an integer is past 2^53, so that a float would not hold it. */
  long = false;
  negative = false;
  /** Past the largest int64. */
  huge = false;
  lists = false;
  /** Values that say their own type. */
  tagged = false;
  objects: ObjectsSeen | undefined;
  /** Elements of lists, and of tagged sets and tuples. */
  elements: Seen | undefined;

  merge(other: Seen): void {
    this.count += other.count;
    for (const flag of FLAGS) this[flag] ||= other[flag];
    if (other.objects !== undefined) {
      this.objects ??= new ObjectsSeen();
      this.objects.merge(other.objects);
    }
    if (other.elements !== undefined) {
      this.elements ??= new Seen();
      this.elements.merge(other.elements);
    }
  }
}

const FLAGS = [
  'nulls',
  'booleans',
  'strings',
  'integers',
  'fractions',
  'long',
  'negative',
  'huge',
  'lists',
  'tagged',
] as const;

export class Inference {
  readonly #root = new ObjectsSeen();
  /** Objects that name their struct. */
  readonly #structs = new Map<string, ObjectsSeen>();
  #depth = 0;

  /** Takes a record's object in; throws `ValueError` for what no type holds. */
  add(object: { readonly [name: string]: unknown }): void {
    this.#depth = 0;
    this.#members(this.#root, object, true);
  }

  #members(seen: ObjectsSeen, object: { readonly [name: string]: unknown }, escaped: boolean): void {
    seen.count += 1;
    this.#enter();
    for (const [member, value] of Object.entries(object)) {
      const name = escaped ? fieldName(member) : member;
      if (name !== undefined)
        within(
          () => name,
          () => this.#see(seen.field(name), value),
        );
    }
    this.#depth -= 1;
  }

  #see(seen: Seen, value: unknown): void {
    seen.count += 1;
    if (value === null) seen.nulls = true;
    else if (typeof value === 'string') seen.strings = true;
    else if (typeof value === 'boolean') seen.booleans = true;
    else if (typeof value === 'number' || typeof value === 'bigint') seeNumber(seen, value);
    else if (Array.isArray(value)) {
      seen.lists = true;
      this.#elements(seen, value);
    } else this.#object(seen, asObject(value)!);
  }

  #object(seen: Seen, object: { readonly [name: string]: unknown }): void {
    const tagged = taggedForm(object);
    if (tagged !== undefined) {
      seen.tagged = true;
      if ('items' in tagged) this.#elements(seen, tagged.items);
      return;
    }
    const name = object.$struct;
    if (typeof name === 'string') {
      seen.tagged = true;
      let struct = this.#structs.get(name);
      if (struct === undefined) {
        struct = new ObjectsSeen();
        this.#structs.set(name, struct);
      }
      this.#members(struct, object, true);
      return;
    }
    seen.objects ??= new ObjectsSeen();
    this.#members(seen.objects, object, false);
  }

  #elements(seen: Seen, items: readonly unknown[]): void {
    if (items.length === 0) return;
    const elements = seen.elements ?? new Seen();
    seen.elements = elements;
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
    if (this.#depth > MAX_DEPTH)
      throw new ValueError(`values nest deeper than ${MAX_DEPTH} levels: flatten them`);
  }

  /** The schema of everything seen. */
  schema(): Schema {
    return new Conclusion(this.#structs).schema(this.#root);
  }
}

function seeNumber(seen: Seen, value: number | bigint): void {
  if (typeof value === 'number' && (!Number.isInteger(value) || Object.is(value, -0))) {
    seen.fractions = true;
    return;
  }
  if (value > UINT64_MAX || value < INT64_MIN) {
    // As literals with an exponent, such numbers are floats, and exact.
    if (typeof value === 'bigint') {
      throw new ValueError(
        `the integer ${value} does not fit 64 bits: make it a string, or a float (${Number(value)})`,
      );
    }
    seen.fractions = true;
    return;
  }
  seen.integers = true;
  if (value < 0) seen.negative = true;
  if (value > INT64_MAX) seen.huge = true;
  if (!Number.isSafeInteger(Number(value))) seen.long = true;
}

/** Types from what was seen, and names for the structs that need one. */
class Conclusion {
  readonly #structs = new Map<string, NamedStruct>();
  readonly #named: ReadonlyMap<string, ObjectsSeen>;

  constructor(named: ReadonlyMap<string, ObjectsSeen>) {
    this.#named = named;
  }

  schema(root: ObjectsSeen): Schema {
    for (const [name, seen] of this.#named) this.#define(name, seen);
    return { root: this.#struct(root), structs: this.#structs };
  }

  #define(name: string, seen: ObjectsSeen): void {
    // Held before its fields are known, so that their structs take other names and codes.
    const code = FIRST_CODE + this.#structs.size;
    this.#structs.set(name, { code, fields: new Map(), alignment: DEFAULT_ALIGNMENT });
    this.#structs.set(name, { code, ...this.#struct(seen) });
  }

  #struct({ fields, count }: ObjectsSeen): StructNode {
    const types = Array.from(fields, ([name, seen]): [string, TypeNode] => [
      name,
      { shape: this.#shape(seen, name), optional: seen.count < count, nullable: seen.nulls },
    ]);
    return { fields: new Map(types), alignment: DEFAULT_ALIGNMENT };
  }

  #shape(seen: Seen, name: string): Shape {
    const numbers = seen.integers || seen.fractions;
    const kinds = [seen.booleans, seen.strings, numbers, seen.lists, seen.objects !== undefined, seen.tagged];
    if (kinds.filter(Boolean).length !== 1) return this.#any(seen, name);
    if (seen.booleans) return { kind: 'scalar', name: 'bool' };
    if (seen.strings) return { kind: 'scalar', name: 'string' };
    if (numbers) return numberShape(seen);
    if (seen.objects !== undefined) return { kind: 'struct', struct: this.#struct(seen.objects) };
    return seen.lists ? this.#list(seen.elements, name) : this.#any(seen, name);
  }

  #list(elements: Seen | undefined, name: string): Shape {
    if (elements === undefined) return { kind: 'list' };
    const shape = this.#shape(elements, name);
    const { nulls } = elements;
    if (shape.kind === 'any' && shape.objects === undefined) return { kind: 'list' };
    if (shape.kind !== 'struct')
      return { kind: 'list', element: { shape, optional: false, nullable: nulls } };
    const struct: Shape = { kind: 'named', name: this.#objects(elements.objects!, name) };
    return { kind: 'list', element: { shape: struct, optional: false, nullable: nulls } };
  }

  #any(seen: Seen, name: string): Shape {
    const objects = new ObjectsSeen();
    collectObjects(seen, objects);
    return objects.count === 0 ? { kind: 'any' } : { kind: 'any', objects: this.#objects(objects, name) };
  }

  /** Defines a struct named after the field that holds its objects. */
  #objects(seen: ObjectsSeen, field: string): string {
    const word = field.replace(/[^\p{L}\p{N}_]/gu, '_').replace(/^(?=\p{N}|$)/u, '_');
    let name = word;
    for (let count = 2; !isFreeName(name) || this.#structs.has(name); count += 1) name = `${word}${count}`;
    this.#define(name, seen);
    return name;
  }
}

function numberShape({ integers, fractions, long, negative, huge }: Seen): Shape {
  if (!fractions) {
    if (huge && negative) return { kind: 'any' };
    return { kind: 'scalar', name: huge ? 'uint64' : 'int64' };
  }
  return integers && long ? { kind: 'any' } : { kind: 'scalar', name: 'float64' };
}

/** All objects in a place, however deep in lists they are. */
function collectObjects(seen: Seen, into: ObjectsSeen): void {
  if (seen.objects !== undefined) into.merge(seen.objects);
  if (seen.elements !== undefined) collectObjects(seen.elements, into);
}
