/** What a pool packs and reads: records, and values of other types. */
import type { RecordForm } from '../../containers/building/relocatable-record.js';
import { SchemaError } from '../../errors.js';
import { StructCodec } from '../../schema/struct-codec.js';
import { type AnyType, isType, TYPE } from '../../schema/type.js';
import type { AnyTable } from '../../values/any/any.js';
import { describe, VariableCodec } from '../../values/base/codec.js';

/** Values that are no records start at multiples of this, as they do in records of the default alignment. */
const VALUE_ALIGNMENT = 8;

export interface PoolType extends RecordForm {
  readonly codec: VariableCodec;
  /** Bytes that a value takes at least. */
  readonly least: number;
}

/** How values of a type are packed. Throws `SchemaError` for numbers, which have no bytes of their own, and for no type. */
export function poolType(type: AnyType, registry: AnyTable): PoolType {
  const codec = isType(type) ? type[TYPE].codec : undefined;
  if (codec instanceof StructCodec) {
    const { registry: table, layout } = codec.schema;
    return { codec, table, alignment: layout.alignment, least: layout.header };
  }
  if (codec instanceof VariableCodec) return { codec, table: registry, alignment: VALUE_ALIGNMENT, least: 1 };
  throw new SchemaError(
    `${codec?.name ?? describe(type)} is no type that a pool packs: give a struct, t.any, or a type of text or containers`,
  );
}
