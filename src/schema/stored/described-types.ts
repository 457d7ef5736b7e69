/**
 * What a declaration says beyond the schema that a file embeds: the types of elements, which fields may be missing or null,
 * and which structs are one. It stands in the trailer (docs/format.md 14), in the notation of schema files.
 */
import { DictViewCodec, ListViewCodec, SetViewCodec } from '../../values/any/view-codec.js';
import type { Codec } from '../../values/base/codec.js';
import { DictCodec } from '../../values/dicts/dict.js';
import type { Element } from '../../values/sequences/element-type.js';
import { SequenceCodec } from '../../values/sequences/sequence.js';
import { SetCodec } from '../../values/sets/set.js';
import { Registry } from '../registry.js';
import { StructCodec } from '../struct-codec.js';
import type { StructSchema } from '../struct-schema.js';
import { t } from '../t.js';
import type { Descriptor } from '../type.js';

/** JSON of a description. */
export interface TypesDescription {
  readonly fields: { readonly [name: string]: unknown };
  readonly alignment?: number;
  readonly structs?: { readonly [name: string]: unknown };
}

/** Longest description, in characters of JSON: trailers of more than 64 KiB are not read. */
const MAX_LENGTH = 16_384;
const DEFAULT_ALIGNMENT = 8;
/** Types that are read differently, and are the same in the file. */
const SAME: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['bigint64', 'int64'],
  ['biguint64', 'uint64'],
  ['jsDate', 'datetime'],
]);
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * Names for registered structs, each its own, by which types can name them: two of one name are told apart by their codes, and
 * what is no word is called by its code.
 */
export function namesOfStructs(registry: unknown): Map<StructCodec, string> {
  const names = new Map<StructCodec, string>();
  if (!(registry instanceof Registry)) return names;
  const taken = new Set<string>();
  for (const [code, codec] of registry.structs()) {
    const { name } = codec;
    const given = !isFree(name) ? `Struct_${code}` : taken.has(name) ? `${name}_${code}` : name;
    taken.add(given);
    names.set(codec, given);
  }
  return names;
}

/** Whether types can name a struct so. */
function isFree(name: string): boolean {
  return NAME.test(name) && !(name in t) && name !== 'null';
}

/** Describes a declared schema; undefined for one that takes too long to describe. */
export function describeTypes(schema: StructSchema): TypesDescription | undefined {
  const description = new Describing(schema).whole();
  return JSON.stringify(description).length > MAX_LENGTH ? undefined : description;
}

class Describing {
  readonly #schema: StructSchema;
  readonly #codes = new Map<StructCodec, number>();
  /** How often each struct is named; within containers, structs have to have names. */
  readonly #uses = new Map<StructCodec, number>();
  readonly #names: Map<StructCodec, string>;

  constructor(schema: StructSchema) {
    this.#schema = schema;
    const { registry } = schema;
    this.#names = namesOfStructs(registry);
    if (registry instanceof Registry) {
      for (const [code, codec] of registry.structs()) this.#codes.set(codec, code);
    }
    this.#count(schema);
    for (const { schema: inner } of this.#codes.keys()) this.#count(inner);
    for (const [codec, uses] of this.#uses) if (uses > 1 && !this.#names.has(codec)) this.#name(codec);
  }

  whole(): TypesDescription {
    const structs = Array.from(this.#names, ([codec, name]): [string, unknown] => {
      const label = codec.name === name ? {} : { name: codec.name };
      return [name, { code: this.#codes.get(codec) ?? null, ...label, ...this.#struct(codec.schema) }];
    });
    return { ...this.#struct(this.#schema), ...(structs.length > 0 && { structs: objectOf(structs) }) };
  }

  #count({ fields }: StructSchema): void {
    for (const { type } of fields) this.#countIn(type.codec, 1);
  }

  #countIn(codec: Codec, weight: number): void {
    if (codec instanceof StructCodec) {
      const uses = this.#uses.get(codec);
      this.#uses.set(codec, (uses ?? 0) + weight);
      if (uses === undefined) this.#count(codec.schema);
    } else for (const element of elementsOf(codec) ?? []) this.#countIn(element.codec, 2);
  }

  /** A struct without a code, that stands in several places. */
  #name(codec: StructCodec): void {
    const { name } = codec;
    const taken = new Set(this.#names.values());
    let given = isFree(name) ? name : 'Struct';
    for (let number = 2; taken.has(given); number += 1) given = `${isFree(name) ? name : 'Struct'}_${number}`;
    this.#names.set(codec, given);
  }

  #struct({ fields, layout: { alignment } }: StructSchema): TypesDescription {
    return {
      fields: objectOf(fields.map(({ name, type }): [string, unknown] => [name, this.#field(type)])),
      ...(alignment !== DEFAULT_ALIGNMENT && { alignment }),
    };
  }

  #field({ codec, stored, optional, nullable }: Descriptor): unknown {
    if (codec instanceof StructCodec && !this.#names.has(codec)) {
      const { fields, alignment } = this.#struct(codec.schema);
      return {
        struct: fields,
        ...(alignment !== undefined && { alignment }),
        ...(optional && { optional }),
        ...(nullable && { nullable }),
      };
    }
    // The name of integers whose codec is that of undeclared ones.
    const type = stored === 'int' ? stored : this.#type(codec);
    return `${type}${optional ? '?' : ''}${nullable ? ' | null' : ''}`;
  }

  #type(codec: Codec): string {
    if (codec instanceof StructCodec) return this.#names.get(codec)!;
    const elements = elementsOf(codec);
    // Undeclared containers have an element type too, which says nothing.
    const open = codec.name.indexOf('<');
    if (elements === undefined || open < 0) return SAME.get(codec.name) ?? codec.name;
    const parts = elements.map(
      (element) => `${this.#type(element.codec)}${element.nullable ? ' | null' : ''}`,
    );
    return `${codec.name.slice(0, open)}<${parts.join(', ')}>`;
  }
}

function elementsOf(codec: Codec): readonly Element[] | undefined {
  const views =
    codec instanceof ListViewCodec || codec instanceof SetViewCodec || codec instanceof DictViewCodec;
  const plain: unknown = views ? codec.plainType : codec;
  if (plain instanceof DictCodec) return [plain.key, plain.value];
  return plain instanceof SequenceCodec || plain instanceof SetCodec ? [plain.element] : undefined;
}

/** Without a prototype: a field may be called __proto__. */
function objectOf(entries: readonly (readonly [string, unknown])[]): {
  [name: string]: unknown;
} {
  const object: { [name: string]: unknown } = Object.create(null);
  for (const [name, value] of entries) object[name] = value;
  return object;
}
