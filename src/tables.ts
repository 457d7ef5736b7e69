/**
 * Data in, data out: rows from the files people have, and files of this library from them. For Node 20 and later, Bun and Deno.
 *
 * @module sharedbuffers/tables
 */
export { InputError, type InputPlace } from './errors.js';
export { buildFrom } from './tables/building/build-from.js';
export type { SqlInput } from './tables/columnar/sql/sql-source.js';
export type { Detected, LineEnds } from './tables/input/detected.js';
export type { FormatOptions } from './tables/input/input-format.js';
export type { Ragged } from './tables/input/rows.js';
export type { ByteStream, ObjectRows, RowInput } from './tables/input/sources/named.js';
export { toArrow } from './tables/output/columnar/to-arrow.js';
export type {
  BuildFromOptions,
  BuildFromProgress,
  BuildFromResult,
  ReadOptions,
} from './tables/plan/build-from-options.js';
export { inferSchema, type RowObject, type RowSource, readRows } from './tables/reading/read-rows.js';
export type { FieldsJson, KeyJson, SchemaJson, StructJson, TypeJson } from './tables/schema/schema-json.js';
