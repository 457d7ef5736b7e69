/** `struct(...)`: a schema as a class, whose instances are proxies over stored records. */

import { checkOptions } from '../bytes/options.js';
import type { PackedBytes } from '../bytes/packed-bytes.js';
import type { InputFields, PlainFields, StructInstance } from './inferred-types.js';
import type { PackOptions } from './pack.js';
import { PackingSchema } from './packing-schema.js';
import { PackingStruct, type UnpackOptions } from './packing-struct.js';
import { makeSetter } from './proxies/setters.js';
import { defaultRegistry } from './registry.js';
import { defineFields, structClass } from './struct-class.js';
import type { Fields, StructOptions } from './struct-schema.js';
import type { Type } from './type.js';
import type { Writable } from './writable-types.js';

/** A struct's schema: a type for fields, a class to extend, and the functions that write and read records. */
export interface StructClass<F extends Fields>
  extends Omit<Type<StructInstance<F>, InputFields<F>, false, PlainFields<F>>, 'optional' | 'nullable'> {
  /** The same type for a field that may be missing. */
  optional<Instance>(
    this: new (
      ...internal: never
    ) => Instance,
  ): Type<Instance, InputFields<F>, true, PlainFields<F>>;
  /** The same type for a value that may be None. */
  nullable<Instance>(
    this: new (
      ...internal: never
    ) => Instance,
  ): Type<Instance | null, InputFields<F> | null, false, PlainFields<F> | null>;
  /** Not to be called: instances come from `unpackFrom`, arrays and mappings. */
  new (...internal: never): StructInstance<F>;
  /**
   * The packed bytes of a record.
   *
   * @param value The record, as an object.
   * @throws `PackError` with the path of the field that does not fit.
   */
  pack(value: InputFields<F>, options?: PackOptions): PackedBytes;
  /**
   * Packs a record into a buffer and returns the offset after it; nothing is written when it does not fit.
   *
   * @param value The record, as an object.
   * @param target The buffer.
   * @param offset Where to put it there, in bytes. Default 0.
   * @throws `PackError` with the path of the field that does not fit.
   */
  packInto(
    value: InputFields<F>,
    target: Uint8Array | ArrayBufferLike,
    offset?: number,
    options?: PackOptions,
  ): number;
  /**
   * A proxy over the record at an offset; nothing is decoded until a field is read. With `{ writable: true }`, its numeric
   * fields can be assigned, and changed by `atomicAdd` and `atomicCompareExchange`.
   *
   * @param data The bytes, or a buffer that holds them.
   * @param offset Where the record starts there, in bytes. Default 0.
   */
  unpackFrom<Instance>(
    this: new (
      ...internal: never
    ) => Instance,
    data: Uint8Array | ArrayBufferLike,
    offset: number,
    options: { readonly writable: true },
  ): Writable<Instance>;
  /** The same, for reading only unless it says otherwise. */
  unpackFrom<Instance>(
    this: new (
      ...internal: never
    ) => Instance,
    data: Uint8Array | ArrayBufferLike,
    offset?: number,
    options?: UnpackOptions,
  ): Instance;
}

/**
 * Declares a struct of up to 64 fields, stored as docs/format.md 9 says. Extend the result to give records behaviour:
 * `class City extends struct({ name: t.string }) { get label() { return this.name.toUpperCase(); } }`.
 *
 * @param fields Types by the names of fields, up to 64, in their order.
 * @param options Name, alignment, and what else is stored.
 * @throws `SchemaError` for a declaration that cannot be stored.
 *
 * @example
 * class City extends struct({ name: t.string, population: t.uint32, nickname: t.string.optional() }) {
 *   get label(): string {
 *     return `${this.nickname ?? this.name} (${this.population})`;
 *   }
 * }
 * const rosario = City.unpackFrom(City.pack({ name: 'Rosario', population: 1_030_069 }));
 * rosario.label; // Rosario (1030069)
 */
export function struct<const F extends Fields>(fields: F, options: StructOptions = {}): StructClass<F> {
  checkOptions(options, 'name alignment registry userData strict');
  const made = structClass(PackingStruct, options.name);
  const schema = PackingSchema.declare(fields, options.registry ?? defaultRegistry, options);
  defineFields(made, schema, makeSetter);
  return made as unknown as StructClass<F>;
}
