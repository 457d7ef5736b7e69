/** From JSON to the values that packing takes, by a schema: what `record-to-json.ts` writes comes back the same. */
import { SchemaError } from '../../errors.js';
import type { StructClass } from '../../schema/struct.js';
import type { Fields } from '../../schema/struct-schema.js';
import { as } from '../../schema/t.js';
import { describe, MAX_DEPTH } from '../../values/base/codec.js';
import { named, ValueError } from '../input/value-error.js';
import type { Schema, Shape, StructNode, TypeNode } from '../schema/schema.js';
import { anyScalar, objectIn, scalar } from './json-to-scalar.js';
import { asObject, type Escaping, fieldName, type JsonObject, taggedForm } from './reserved-members.js';

export type Convert = (json: unknown) => unknown;

/** How JSON is read. */
export interface JsonReading {
  /** Whether members that are no fields are passed over. */
  readonly ignoreUnknown?: boolean;
  /** Whether `dump` wrote it, so that members with a `$` in front have a meaning; elsewhere they are data. */
  readonly dumped?: boolean;
}

/** Makes converters for the records of a schema. */
export class JsonReader {
  readonly #schema: Schema;
  readonly #structs: ReadonlyMap<string, StructClass<Fields>>;
  readonly #ignoreUnknown: boolean;
  /** Whether `dump` wrote what is read. */
  readonly dumped: boolean;
  readonly #named = new Map<string, Convert>();
  #depth = 0;

  constructor(
    schema: Schema,
    structs: ReadonlyMap<string, StructClass<Fields>>,
    { ignoreUnknown = false, dumped = false }: JsonReading,
  ) {
    this.#schema = schema;
    this.#structs = structs;
    this.#ignoreUnknown = ignoreUnknown;
    this.dumped = dumped;
  }

  /** Converts a record's object; members `aside` need not be fields. */
  record(aside?: ReadonlySet<string>): Convert {
    return this.#struct(this.#schema.root, this.dumped ? 'record' : undefined, aside);
  }

  /** Converts a field's value. */
  field({ shape, nullable }: TypeNode): Convert {
    const convert = this.#shape(shape);
    return (json) => {
      if (json !== null) return convert(json);
      if (nullable) return null;
      throw new ValueError('is null, which its type does not allow: add "| null" to it in the schema');
    };
  }

  #shape(shape: Shape): Convert {
    switch (shape.kind) {
      case 'scalar':
        return scalar(shape.name);
      case 'any':
        return this.#any;
      case 'struct':
        return this.#struct(shape.struct, undefined);
      case 'named':
        return (json) => this.#member(shape.name, json);
      case 'stored':
        throw new SchemaError(`values stored as ${shape.name} cannot be written`);
      case 'dict':
      case 'dictView': {
        const [key, value] = (shape.entry ?? []).map((part) => this.field(part));
        return (json) => this.#dict(json, key ?? this.#any, value ?? this.#any);
      }
      default: {
        const item = shape.element === undefined ? this.#any : this.field(shape.element);
        return (json) => collected(shape.kind, this.#items(json, item));
      }
    }
  }

  /** A named struct, in which `$struct` may repeat the name. */
  #member(name: string, json: unknown): unknown {
    const struct = this.#schema.structs.get(name)!;
    const isData = !this.dumped && struct.fields.has('$struct');
    const told = isData ? undefined : objectIn(json)?.$struct;
    if (told !== undefined && told !== name) {
      throw new ValueError(`is struct ${describe(told)} where ${name} is declared`);
    }
    let convert = this.#named.get(name);
    if (convert === undefined) {
      convert = this.#struct(struct, isData ? undefined : 'struct');
      this.#named.set(name, convert);
    }
    return convert(json);
  }

  #struct({ fields }: StructNode, escaping: Escaping | undefined, aside?: ReadonlySet<string>): Convert {
    const converters = new Map(Array.from(fields, ([name, type]) => [name, this.field(type)]));
    // Without a prototype where a field is called __proto__; objects that have one are made in a sixth of the time.
    const bare = fields.has('__proto__');
    return (json) => {
      const object = objectIn(json);
      if (object === undefined) throw new ValueError(`${describe(json)} is not an object`);
      const record: Record<string, unknown> = bare ? Object.create(null) : {};
      this.#enter();
      let name: string | undefined;
      try {
        for (const member in object) {
          name = escaping === undefined ? member : fieldName(member, escaping);
          const convert = name === undefined ? undefined : converters.get(name);
          if (convert !== undefined) record[name!] = convert(object[member]);
          else if (name !== undefined && !aside?.has(name) && !this.#ignoreUnknown) break;
          name = undefined;
        }
      } catch (error) {
        throw named(error, name!);
      } finally {
        this.#depth -= 1;
      }
      if (name !== undefined) throw unknownField(name);
      return record;
    };
  }

  /** A value that no type is declared for: what says its type has that, an object is a dict. */
  readonly #any: Convert = (json) => {
    if (Array.isArray(json)) return this.#items(json, this.#any);
    const object = objectIn(json);
    if (object === undefined) return anyScalar(json);
    if (!this.dumped) return this.#dict(object);
    const tagged = taggedForm(object);
    if (tagged === undefined) {
      return typeof object.$struct === 'string' ? this.#tagged(object.$struct, object) : this.#dict(object);
    }
    if (tagged.kind === 'value') return tagged.value;
    if (tagged.kind === 'dict') return this.#dict(object);
    return collected(tagged.kind, this.#items(tagged.items, this.#any));
  };

  #tagged(name: string, object: JsonObject): unknown {
    const type = this.#structs.get(name);
    if (type === undefined) {
      throw new ValueError(`there is no struct ${describe(name)} under "structs" in the schema`);
    }
    return as(type, this.#member(name, object) as never);
  }

  /** From an object, whose names are the keys, or from pairs. */
  #dict(json: unknown, key: Convert = this.#any, value: Convert = this.#any): Map<unknown, unknown> {
    const object = objectIn(json);
    if (object === undefined) throw new ValueError(`${describe(json)} is not an object for a dict`);
    const tagged = this.dumped ? taggedForm(object) : undefined;
    const entries = tagged?.kind === 'dict' ? tagged.entries : Object.entries(object);
    const dict = new Map<unknown, unknown>();
    this.#enter();
    let name: unknown;
    try {
      for (const entry of entries) {
        name = entry[0];
        dict.set(key(name), value(entry[1]));
      }
    } catch (error) {
      throw named(error, String(name));
    } finally {
      this.#depth -= 1;
    }
    return dict;
  }

  #items(given: unknown, convert: Convert): unknown[] {
    const object = asObject(given);
    const tagged = object && taggedForm(object);
    const json = tagged !== undefined && 'items' in tagged ? tagged.items : given;
    if (!Array.isArray(json)) throw new ValueError(`${describe(json)} is not an array`);
    this.#enter();
    const items: unknown[] = new Array(json.length);
    let index = 0;
    try {
      for (; index < json.length; index += 1) items[index] = convert(json[index]);
    } catch (error) {
      throw named(error, `[${index}]`);
    } finally {
      this.#depth -= 1;
    }
    return items;
  }

  #enter(): void {
    if (this.#depth >= MAX_DEPTH) {
      throw new ValueError(`values nest deeper than ${MAX_DEPTH} levels: flatten them`);
    }
    this.#depth += 1;
  }
}

function unknownField(name: string): ValueError {
  return new ValueError(
    `${JSON.stringify(name)} is not a field of the schema (--ignore-unknown passes over it)`,
  );
}

function collected(kind: string, items: unknown[]): unknown {
  if (kind.startsWith('set')) return new Set(items);
  return kind.startsWith('tuple') ? Object.freeze(items) : items;
}
