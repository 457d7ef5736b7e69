/** `struct(...)`: a schema as a class, whose instances are proxies over stored records. */
import { Memory } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import { makeGetter } from './getters.js';
import type { InputFields, PlainFields, StructInstance } from './infer.js';
import type { Layout } from './layout.js';
import { type PackOptions, pack, packInto } from './pack.js';
import { CLASS_NAME, FIELDS } from './proxy.js';
import { defaultRegistry } from './registry.js';
import { type ProxyClass, StructCodec } from './struct-codec.js';
import { StructProxy } from './struct-proxy.js';
import { type Field, type Fields, type StructOptions, StructSchema } from './struct-schema.js';
import { type AnyType, type Descriptor, makeType, TYPE, type Type } from './type.js';

/** A struct's schema: a type for fields, a class to extend, and the functions that write and read records. */
export interface StructClass<F extends Fields>
  extends Type<StructInstance<F>, InputFields<F>, false, PlainFields<F>> {
  /** @internal Instances come from `unpackFrom`, arrays and mappings. */
  new (...internal: never): StructInstance<F>;
  /** The packed bytes of a record. Throws `PackError` with the path of the field that does not fit. */
  pack(value: InputFields<F>, options?: PackOptions): Uint8Array;
  /** Packs a record into a buffer and returns the offset after it; nothing is written when it does not fit. */
  packInto(
    value: InputFields<F>,
    target: Uint8Array | ArrayBufferLike,
    offset?: number,
    options?: PackOptions,
  ): number;
  /** A proxy over the record at an offset; nothing is decoded until a field is read. */
  unpackFrom<Instance>(
    this: new (
      ...internal: never
    ) => Instance,
    data: Uint8Array | ArrayBufferLike,
    offset?: number,
  ): Instance;
}

/** Memories over buffers that were read before, so that reading many records makes one view. */
const memories = new WeakMap<object, Memory>();

function memoryOver(data: Uint8Array | ArrayBufferLike): Memory {
  const known = memories.get(data);
  if (known !== undefined && known.byteLength === data.byteLength) return known;
  const memory = Memory.over(data);
  memories.set(data, memory);
  return memory;
}

const OWN_TYPE = Symbol('own type');

/** Statics of every struct class; `this` is the class they are called on, a subclass with methods included. */
class Struct extends StructProxy {
  /** @internal */
  declare static readonly schema: StructSchema;
  /** @internal */
  declare static readonly label: string | undefined;

  /** Made once for each class in a chain, when it is first used: a subclass has its own name and proxies. */
  static get [TYPE](): Descriptor {
    if (!Object.hasOwn(this, OWN_TYPE)) {
      const name = this.label ?? (Object.hasOwn(this, 'schema') ? 'struct' : this.name);
      Object.defineProperty(this.prototype, CLASS_NAME, { value: name });
      uncoverConstructor(this);
      const codec = new StructCodec(name, this.schema, this as unknown as ProxyClass);
      const type: Descriptor = { codec, stored: this.schema, optional: false, nullable: false };
      Object.defineProperty(this, OWN_TYPE, { value: type });
    }
    return Reflect.get(this, OWN_TYPE);
  }

  static optional(): AnyType {
    return makeType({ ...this[TYPE], optional: true });
  }

  static nullable(): AnyType {
    return makeType({ ...this[TYPE], nullable: true });
  }

  static pack(value: unknown, options?: PackOptions): Uint8Array {
    return pack(this.schema.registry, this[TYPE].codec as StructCodec, value, options);
  }

  static packInto(
    value: unknown,
    target: Uint8Array | ArrayBufferLike,
    offset?: number,
    options?: PackOptions,
  ): number {
    return packInto(this.schema.registry, this[TYPE].codec as StructCodec, value, target, offset, options);
  }

  static unpackFrom(data: Uint8Array | ArrayBufferLike, offset = 0): StructProxy {
    const memory = memoryOver(data);
    if (!Number.isInteger(offset) || offset < 0 || offset >= memory.byteLength) {
      throw new ArgumentError(`the offset ${offset} is not within the ${memory.byteLength} bytes given`);
    }
    const window = memory.windowAt(offset);
    return (this[TYPE].codec as StructCodec).read(window, offset - window.base);
  }
}

/** Every class prototype has a `constructor` of its own, which would hide the slot of that name. */
function uncoverConstructor(target: typeof Struct): void {
  if (target.schema.layout.indexOf('constructor') < 0 || Object.hasOwn(target, 'schema')) return;
  const inherited: object = Object.getPrototypeOf(target.prototype);
  Object.defineProperty(target.prototype, 'constructor', {
    get(): unknown {
      return Reflect.get(inherited, 'constructor', this);
    },
  });
}

/** Gives a class the getters of fields that lie as `layout` says. */
export function defineFields(
  target: typeof StructProxy,
  fields: readonly Field[],
  layout: Layout,
  schema: StructSchema,
): void {
  const { prototype } = target;
  Object.defineProperty(prototype, FIELDS, { value: fields.map(({ name }) => name) });
  for (const { name, type } of fields) {
    const get = makeGetter({
      name,
      type,
      layout,
      index: layout.indexOf(name),
      table: schema.registry,
    });
    Object.defineProperty(prototype, name, { get, enumerable: true, configurable: true });
  }
}

/**
 * Declares a struct of up to 64 fields, stored as FORMAT.md 9 says. Extend the result to give records behaviour:
 * `class City extends struct({ name: t.string }) { get label() { return this.name.toUpperCase(); } }`.
 * Throws `SchemaError` for a declaration that cannot be stored.
 */
export function struct<const F extends Fields>(fields: F, options: StructOptions = {}): StructClass<F> {
  const schema = StructSchema.declare(fields, options.registry ?? defaultRegistry, options.alignment);
  const made = class extends Struct {
    static override readonly schema = schema;
    static override readonly label = options.name;
  };
  defineFields(made, schema.fields, schema.layout, schema);
  return made as unknown as StructClass<F>;
}
