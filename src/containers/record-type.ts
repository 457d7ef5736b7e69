/** What records are declared by: a struct class. */

import { SchemaError } from '../errors.js';
import type { StructProxy } from '../schema/proxies/struct-proxy.js';
import type { Struct } from '../schema/struct-class.js';
import type { StructCodec } from '../schema/struct-codec.js';
import { type AnyType, isType, TYPE, type Type } from '../schema/type.js';

/** A struct class, as `struct(...)` and classes that extend it are: `V` is what reading gives, `Input` what is packed. */
export interface RecordType<V extends object, Input> extends Type<unknown, Input, boolean, unknown> {
  new (...internal: never): V;
}

/** A record of a schema that was read from the file: fields by name, of whatever type they are. */
export type UndeclaredRecord = { readonly [field: string]: unknown } & Pick<
  StructProxy,
  'toJSON' | 'equals' | 'toObject'
>;

/** @internal What a declared schema gives. */
export interface DeclaredStruct {
  readonly codec: StructCodec;
  readonly proxy: typeof Struct;
}

/** @internal What a type of records is made of. Throws `SchemaError` for any other type. */
export function structOf(type: AnyType): DeclaredStruct {
  const codec = isType(type) ? (type[TYPE].codec as StructCodec) : undefined;
  if (codec?.schema === undefined)
    throw new SchemaError('records are declared by a struct: give one made by struct()');
  return { codec, proxy: codec.proxy as typeof Struct };
}

/** @internal Throws `SchemaError` where there is no declaration to pack records by. */
export function declared(struct: DeclaredStruct | undefined): DeclaredStruct {
  if (struct !== undefined) return struct;
  throw new SchemaError('packing and building take the schema of the records: declare it, as in array(City)');
}
