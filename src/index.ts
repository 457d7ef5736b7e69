/** The library for any runtime: types, schemas, and reading and writing in memory. */
export {
  ArgumentError,
  ClosedError,
  CorruptBufferError,
  ErrorCode,
  FileError,
  IntegerRangeError,
  MissingFieldError,
  PackError,
  SchemaError,
  SharedBuffersError,
  VersionError,
} from './errors.js';
export type { Infer, InferInput } from './schema/infer.js';
export type { Alignment } from './schema/layout.js';
export type { PackOptions } from './schema/pack.js';
export { defaultRegistry, Registry } from './schema/registry.js';
export { type StructClass, struct } from './schema/struct.js';
export type { Fields, StructOptions } from './schema/struct-schema.js';
export { type ArrayInput, as, type IntegerInput, type NumberArray, t } from './schema/t.js';
export type { RequiredType, Type } from './schema/type.js';
export { Sharing } from './values/sharing.js';
