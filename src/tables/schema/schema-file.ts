/** Schema files: the JSON that `stat --json` prints under `schema`, and that `build --schema` takes. */
import type { FieldIndex } from '../../containers/secondary/index-types.js';
import { SchemaError } from '../../errors.js';
import { INDEX_KINDS, type IndexKind } from '../../mappers/building/index-option.js';
import {
  DEFAULT_ALIGNMENT,
  FIRST_CODE,
  isFreeName,
  isScalar,
  KEY_TYPES,
  type KeyNode,
  type KeyTypeName,
  type NamedStruct,
  required,
  type Schema,
  type Shape,
  type StructNode,
  type TypeNode,
} from './schema.js';
import type { KeyJson, SchemaJson, StructJson, TypeJson } from './schema-json.js';
import { parseType, printType } from './type-notation.js';

const KEY_MEMBERS = ['type', 'width', 'multi', 'index', 'ordered', 'filter', 'dedupe', 'columns', 'indexes'];

type JsonObject = { readonly [name: string]: unknown };

/** Reads a schema from parsed JSON, or from what `stat --json` prints. Throws `SchemaError` with the path of what is wrong. */
export function readSchema(json: unknown, name: string): Schema {
  const fail = (path: string, what: string): never => {
    throw new SchemaError(`${name}: ${path === '' ? '' : `${path}: `}${what}`);
  };
  return new SchemaReader(fail).schema(json);
}

class SchemaReader {
  readonly #fail: (path: string, what: string) => never;
  /** Type codes that the file gives out itself. */
  readonly #taken = new Set<unknown>();
  #code = FIRST_CODE;
  #names = new Set<string>();

  constructor(fail: (path: string, what: string) => never) {
    this.#fail = fail;
  }

  schema(json: unknown): Schema {
    const outer = this.#object(json, '');
    const inner = 'schema' in outer && !('fields' in outer) ? this.#object(outer.schema, 'schema') : outer;
    this.#only(inner, '', ['fields', 'alignment', 'structs', 'key']);
    const described = inner.structs === undefined ? {} : this.#object(inner.structs, 'structs');
    this.#names = new Set(Object.keys(described));
    for (const struct of Object.values(described)) this.#taken.add((struct as JsonObject | null)?.code);
    const structs = new Map<string, NamedStruct>();
    for (const [name, struct] of Object.entries(described)) {
      structs.set(name, this.#named(struct, `structs.${name}`));
    }
    const root = this.#struct(inner, '');
    return { root, structs, ...(inner.key === undefined ? {} : { key: this.#key(inner.key) }) };
  }

  #named(json: unknown, path: string): NamedStruct {
    const object = this.#object(json, path);
    this.#only(object, path, ['fields', 'alignment', 'code', 'name']);
    const { code = this.#freeCode(), name: label } = object;
    if (typeof code !== 'number' && code !== null) return this.#fail(path, 'code is not a number');
    if (label !== undefined && typeof label !== 'string') return this.#fail(path, 'name is not a text');
    return { ...this.#struct(object, path), code: code ?? undefined, ...(label !== undefined && { label }) };
  }

  #freeCode(): number {
    while (this.#taken.has(this.#code)) this.#code += 1;
    this.#taken.add(this.#code);
    return this.#code;
  }

  #struct(object: JsonObject, path: string): StructNode {
    const inside = path === '' ? 'fields' : `${path}.fields`;
    if (object.fields === undefined)
      return this.#fail(path, 'there are no fields: {"fields": {"name": "string"}}');
    const fields = new Map<string, TypeNode>();
    for (const [name, type] of Object.entries(this.#object(object.fields, inside))) {
      fields.set(name, this.#type(type, `${inside}.${name}`));
    }
    const alignment = object.alignment ?? DEFAULT_ALIGNMENT;
    if (typeof alignment !== 'number') return this.#fail(path, 'alignment is not a number');
    return { fields, alignment };
  }

  #type(json: unknown, path: string): TypeNode {
    if (typeof json === 'string') return this.#notation(json, path);
    const object = this.#object(json, path);
    const kinds = ['type', 'struct', 'stored'].filter((kind) => kind in object);
    const kind = kinds[0];
    if (kind === undefined || kinds.length > 1) {
      return this.#fail(
        path,
        'is no type: "string", {"type": "string", "optional": true} or {"struct": {…}}',
      );
    }
    this.#only(object, path, [kind, 'optional', 'nullable', ...(kind === 'struct' ? ['alignment'] : [])]);
    const inner = this.#shaped(kind, object, path);
    return {
      shape: inner.shape,
      optional: inner.optional || this.#flag(object, 'optional', path),
      nullable: inner.nullable || this.#flag(object, 'nullable', path),
    };
  }

  #shaped(kind: string, object: JsonObject, path: string): TypeNode {
    const value = object[kind];
    switch (kind) {
      case 'type':
        return this.#type(value, path);
      case 'struct':
        return required({
          kind: 'struct',
          struct: this.#struct({ fields: value, alignment: object.alignment }, path),
        });
      default:
        return this.#fail(
          path,
          `is stored as ${String(value)}, which this library does not write: leave it out`,
        );
    }
  }

  #notation(text: string, path: string): TypeNode {
    const type = parseType(text);
    if (type === undefined) return this.#fail(path, `${JSON.stringify(text)} is no type; see build --help`);
    for (const name of namesIn(type.shape)) {
      if (this.#names.has(name)) continue;
      this.#fail(
        path,
        `there is no type ${name}, nor a struct of that name under "structs"; see build --help`,
      );
    }
    return type;
  }

  #key(json: unknown): KeyNode {
    const object = typeof json === 'string' ? { type: json } : this.#object(json, 'key');
    this.#only(object, 'key', KEY_MEMBERS);
    const { type: given = 'string', width = 64, index, columns, indexes } = object;
    const bigint = given === 'biguint64';
    const type = bigint ? 'uint64' : given;
    // The index has a width of its own, whatever that of an integer type.
    const name = typeof type === 'string' && /^u?int\d*$/.test(type) && isScalar(type) ? 'uint64' : type;
    if (!(KEY_TYPES as readonly unknown[]).includes(name)) {
      return this.#fail('key', `${JSON.stringify(type)} is no type of keys: one of ${KEY_TYPES.join(', ')}`);
    }
    if (width !== 32 && width !== 64) return this.#fail('key', 'width is neither 32 nor 64');
    if (index !== undefined && !(INDEX_KINDS as readonly unknown[]).includes(index)) {
      return this.#fail('key', `index is none of ${INDEX_KINDS.join(', ')}`);
    }
    if (
      columns !== undefined &&
      !(Array.isArray(columns) && columns.every((each) => typeof each === 'string'))
    ) {
      return this.#fail('key', 'columns is no array of names of fields');
    }
    return {
      type: name as KeyTypeName,
      width,
      multi: this.#flag(object, 'multi', 'key'),
      ...(bigint && { bigint }),
      ...(index !== undefined && { index: index as IndexKind }),
      ...(this.#flag(object, 'ordered', 'key') && { ordered: true }),
      ...(this.#flag(object, 'filter', 'key') && { filter: true }),
      ...(this.#flag(object, 'dedupe', 'key') && { dedupe: true }),
      ...(columns !== undefined && { columns: columns as string[] }),
      ...(indexes !== undefined && { indexes: this.#indexes(indexes) }),
    };
  }

  #indexes(json: unknown): (string | FieldIndex)[] {
    if (!Array.isArray(json)) return this.#fail('key', 'indexes is no array');
    return json.map((each: unknown, at) => {
      if (typeof each === 'string') return each;
      const path = `key.indexes[${at}]`;
      const object = this.#object(each, path);
      this.#only(object, path, ['name', 'field', 'ordered']);
      const { name, field, ordered } = object;
      const named = typeof name === 'string' && (field === undefined || typeof field === 'string');
      if (!named) return this.#fail(path, 'has no name, or a field that is none');
      const ofOrder = ordered !== undefined && { ordered: this.#flag(object, 'ordered', path) };
      return { name, ...(field !== undefined && { field }), ...ofOrder };
    });
  }

  #object(json: unknown, path: string): JsonObject {
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonObject;
    return this.#fail(path, 'is not a JSON object');
  }

  #only(object: JsonObject, path: string, known: readonly string[]): void {
    const unknown = Object.keys(object).find((name) => !known.includes(name));
    if (unknown !== undefined) this.#fail(path, `does not know ${unknown}: only ${known.join(', ')}`);
  }

  #flag(object: JsonObject, name: string, path: string): boolean {
    const value = object[name] ?? false;
    return typeof value === 'boolean' ? value : this.#fail(path, `${name} is neither true nor false`);
  }
}

function namesIn(shape: Shape): string[] {
  if (shape.kind === 'named') return [shape.name];
  const inner = 'entry' in shape ? shape.entry : 'element' in shape && shape.element ? [shape.element] : [];
  return (inner ?? []).flatMap((type) => namesIn(type.shape));
}

/** A schema as JSON: short notation where it does, the long form for structs in line. */
export function schemaJson({ root, structs, key }: Schema): SchemaJson {
  const named = [...structs].map(([name, struct]) => {
    const { code = null, label } = struct;
    return [name, { code, ...(label === undefined ? {} : { name: label }), ...structJson(struct) }];
  });
  return {
    ...structJson(root),
    ...(named.length > 0 ? { structs: Object.fromEntries(named) } : {}),
    ...(key === undefined ? {} : { key: keyJson(key) }),
  };
}

function keyJson({ bigint, type, ...rest }: KeyNode): KeyJson {
  return { type: bigint ? 'biguint64' : type, ...rest };
}

function structJson({ fields, alignment }: StructNode): StructJson {
  return {
    fields: Object.fromEntries(Array.from(fields, ([name, type]) => [name, typeJson(type)])),
    ...(alignment === DEFAULT_ALIGNMENT ? {} : { alignment }),
  };
}

function typeJson(type: TypeNode): TypeJson {
  const { shape, optional, nullable } = type;
  const short = printType(type);
  if (short !== undefined && (shape.kind !== 'named' || isFreeName(shape.name))) return short;
  return { ...longForm(shape), ...(optional ? { optional } : {}), ...(nullable ? { nullable } : {}) };
}

function longForm(shape: Shape): Exclude<TypeJson, string> {
  if (shape.kind === 'struct') {
    const { fields, alignment } = structJson(shape.struct);
    return { struct: fields, ...(alignment === undefined ? {} : { alignment }) };
  }
  if (shape.kind === 'stored') return { stored: shape.name };
  return { type: printType(required(shape))! };
}
