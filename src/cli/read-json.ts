/** From JSON to the values that packing takes, by a schema: what `write-json.ts` writes comes back the same. */
import type { StructClass } from '../schema/struct.js';
import type { Fields } from '../schema/struct-schema.js';
import { as } from '../schema/t.js';
import { describe, MAX_DEPTH } from '../values/codec.js';
import { Failure } from './failure.js';
import { asObject, fieldName, fromBase64, specialFloat, taggedForm, wholeNumber } from './json-forms.js';
import type { ScalarName, Schema, StructNode, TypeNode } from './schema.js';

export type Convert = (json: unknown) => unknown;

/** What is wrong with a value; each level on the way out puts its name in front. */
export class ValueError extends Error {
  within(segment: string): ValueError {
    return new ValueError(
      segment.startsWith('[') || this.message.startsWith('[')
        ? `${segment}${this.message.startsWith('[') ? '' : ': '}${this.message}`
        : `${segment}: ${this.message}`,
    );
  }
}

/** Runs a conversion of the part that `segment` names. */
export function within<T>(segment: () => string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    throw error instanceof ValueError ? error.within(segment()) : error;
  }
}

/** Makes converters for the records of a schema. `ignoreUnknown`: members that are no fields are passed over. */
export class JsonReader {
  readonly #schema: Schema;
  readonly #structs: ReadonlyMap<string, StructClass<Fields>>;
  readonly #ignoreUnknown: boolean;
  readonly #named = new Map<string, Convert>();
  #depth = 0;

  constructor(schema: Schema, structs: ReadonlyMap<string, StructClass<Fields>>, ignoreUnknown: boolean) {
    this.#schema = schema;
    this.#structs = structs;
    this.#ignoreUnknown = ignoreUnknown;
  }

  /** Converts a record's object; `aside` is a member that need not be a field. */
  record(aside?: string): Convert {
    return this.#struct(this.#schema.root, true, aside);
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

  #shape(shape: TypeNode['shape']): Convert {
    switch (shape.kind) {
      case 'scalar':
        return scalar(shape.name);
      case 'any':
        return (json) => this.#any(json, shape.objects);
      case 'struct':
        return this.#struct(shape.struct, false);
      case 'named':
        return this.#member(shape.name);
      case 'stored':
        throw new Failure(
          'CLI_UNSUPPORTED',
          `values stored as ${shape.name} cannot be written in this release`,
        );
      default: {
        const element = shape.element && this.field(shape.element);
        const item = element ?? ((json: unknown) => (json === null ? null : this.#any(json, undefined)));
        return (json) => this.#collected(shape.kind, this.#items(json, item));
      }
    }
  }

  /** A converter for a named struct, in which `$struct` may repeat the name. */
  #member(name: string): Convert {
    // Looked up when used: a struct may hold lists of itself.
    return (json) => {
      const object = asObject(json);
      if (object !== undefined && '$struct' in object && object.$struct !== name) {
        throw new ValueError(`is struct ${describe(object.$struct)} where ${name} is declared`);
      }
      return this.#convertNamed(name, json);
    };
  }

  #convertNamed(name: string, json: unknown): unknown {
    let convert = this.#named.get(name);
    if (convert === undefined) {
      convert = this.#struct(this.#schema.structs.get(name)!, true);
      this.#named.set(name, convert);
    }
    return convert(json);
  }

  #struct({ fields }: StructNode, escaped: boolean, aside?: string): Convert {
    const converters = new Map(Array.from(fields, ([name, type]) => [name, this.field(type)]));
    return (json) => {
      const object = asObject(json);
      if (object === undefined) throw new ValueError(`${describe(json)} is not an object`);
      const record: Record<string, unknown> = Object.create(null);
      this.#enter();
      for (const [member, value] of Object.entries(object)) {
        const name = escaped ? fieldName(member) : member;
        const convert = name === undefined ? undefined : converters.get(name);
        if (convert !== undefined)
          record[name!] = within(
            () => name!,
            () => convert(value),
          );
        else if (name !== undefined && name !== aside && !this.#ignoreUnknown) {
          throw new ValueError(
            `${JSON.stringify(name)} is not a field of the schema (--ignore-unknown passes over it)`,
          );
        }
      }
      this.#depth -= 1;
      return record;
    };
  }

  #any(json: unknown, objects: string | undefined): unknown {
    if (Array.isArray(json)) return this.#untyped(json, objects);
    const object = asObject(json);
    if (object === undefined) return json;
    const tagged = taggedForm(object);
    if (tagged !== undefined) {
      if (!('items' in tagged)) return tagged.value;
      return this.#collected(tagged.tag, this.#untyped(tagged.items, objects));
    }
    const name = typeof object.$struct === 'string' ? object.$struct : objects;
    const type = name === undefined ? undefined : this.#structs.get(name);
    if (type === undefined) {
      throw new ValueError(
        name === undefined
          ? 'an object has no stored form where no type is declared: describe it under "structs" in the schema'
          : `there is no struct ${describe(name)} under "structs" in the schema`,
      );
    }
    return as(type, this.#convertNamed(name!, object) as never);
  }

  #untyped(items: readonly unknown[], objects: string | undefined): unknown[] {
    return this.#items(items, (item) => (item === null ? null : this.#any(item, objects)));
  }

  #items(json: unknown, convert: Convert): unknown[] {
    if (!Array.isArray(json)) throw new ValueError(`${describe(json)} is not an array`);
    this.#enter();
    const items = json.map((item: unknown, index) =>
      within(
        () => `[${index}]`,
        () => convert(item),
      ),
    );
    this.#depth -= 1;
    return items;
  }

  #collected(kind: 'list' | 'tuple' | 'set', items: unknown[]): unknown {
    if (kind === 'set') return new Set(items);
    return kind === 'tuple' ? Object.freeze(items) : items;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new ValueError(`values nest deeper than ${MAX_DEPTH} levels: flatten them`);
  }

  /** Forgets a conversion that failed. */
  restart(): void {
    this.#depth = 0;
  }
}

function scalar(name: ScalarName): Convert {
  switch (name) {
    case 'string':
      return (json) => expect(typeof json === 'string', json, 'a string');
    case 'bool':
      return (json) => expect(typeof json === 'boolean', json, 'true or false');
    case 'bytes':
      return (json) => {
        const bytes = typeof json === 'string' ? fromBase64(json) : undefined;
        return bytes ?? expect(false, json, 'base64, as bytes are written in JSON');
      };
    case 'float32':
    case 'float64':
    case 'float':
      return (json) => {
        const number = typeof json === 'bigint' ? Number(json) : (specialFloat(json) ?? json);
        return expect(typeof number === 'number', number, 'a number');
      };
    default:
      return (json) => {
        const integer = typeof json === 'string' ? wholeNumber(json) : json;
        const whole = typeof integer === 'bigint' || Number.isInteger(integer);
        if (!whole) return expect(false, json, 'an integer');
        if (typeof integer === 'number' && !Number.isSafeInteger(integer)) return BigInt(integer);
        return integer;
      };
  }
}

function expect(holds: boolean, value: unknown, what: string): unknown {
  if (!holds) throw new ValueError(`${describe(value)} is not ${what}`);
  return value;
}
