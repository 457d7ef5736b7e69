/** What the fields of records are, in plain words. */
import { StructCodec } from '../../schema/struct-codec.js';
import type { StructSchema } from '../../schema/struct-schema.js';
import { FixedCodec } from '../../values/base/codec.js';

/** A field of records. */
export interface FieldFacts {
  /** Name of the field. */
  readonly name: string;
  /** `uint32`, `text`, `list`, `struct` and the like. */
  readonly type: string;
  /** Bytes in the record itself: of a number, or of a pointer. */
  readonly size: number;
  /** Whether it is a number that lies in the record; others lie behind a pointer. */
  readonly fixed: boolean;
  /** Fields of a nested struct. */
  readonly fields: readonly FieldFacts[];
}

const POINTER = 8;

/** In declared order. A struct within itself is not told twice. */
export function fieldsOf(schema: StructSchema, within: readonly StructSchema[] = []): FieldFacts[] {
  return schema.fields.map(({ name, type: { codec } }): FieldFacts => {
    const fixed = codec instanceof FixedCodec;
    const inner = codec instanceof StructCodec ? codec.schema : undefined;
    const nested =
      inner === undefined || within.includes(inner) ? [] : fieldsOf(inner, [...within, schema, inner]);
    const type = inner === undefined ? codec.name : 'struct';
    return { name, type, size: fixed ? codec.size : POINTER, fixed, fields: nested };
  });
}
