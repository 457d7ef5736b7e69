/** The library for any runtime: types, schemas, and reading and writing in memory. */
export { shareBuffer } from './bytes/source.js';
export type { ArrayBuildOptions } from './containers/array-builder.js';
export type { Column, NumberColumn } from './containers/column.js';
export type { CursorOptions } from './containers/cursor.js';
export {
  type ArrayDeclaration,
  array,
  type BufferOptions,
  type IdMapperDeclaration,
  idMapper,
  type KeyType,
  type MappingDeclaration,
  mapping,
  type RecordType,
  type UndeclaredRecord,
} from './containers/declare.js';
export type { WriteHooks } from './containers/hooks.js';
export type { Mapping } from './containers/mapping.js';
export type { MappingBuildOptions } from './containers/mapping-builder.js';
export { mergeIdMappers } from './containers/merge.js';
export type { RecordArray } from './containers/record-array.js';
export type { ChunkOptions, PackedChunk, PackedEntries } from './containers/relocatable-chunk.js';
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
export { bsearch, hintedBsearch, type SortedNumbers, sortedContains } from './index/bsearch.js';
export type { DiscardOptions } from './index/discard.js';
export type { IdMapper, IterationOptions, Key } from './index/id-mapper.js';
export { atomicAdd, atomicCompareExchange } from './schema/atomics.js';
export type { Infer, InferInput } from './schema/infer.js';
export type { Alignment } from './schema/layout.js';
export type { PackOptions } from './schema/pack.js';
export { defaultRegistry, Registry } from './schema/registry.js';
export type { NumberField, NumericField, NumericValue, Writable } from './schema/setters-types.js';
export { type StructClass, struct } from './schema/struct.js';
export type { Fields, StructOptions } from './schema/struct-schema.js';
export {
  type ArrayInput,
  as,
  type DictInput,
  type IntegerInput,
  type SetInput,
  t,
} from './schema/t.js';
export type { RequiredType, Type } from './schema/type.js';
export type { UserData } from './schema/user-data.js';
export type { BufferInput } from './values/buffer.js';
export { Decimal, type DecimalInput } from './values/decimal.js';
export type { DictView } from './values/dict-view.js';
export type { NdData, NdDtype, NdField } from './values/dtype.js';
export type { Complex } from './values/dtype-values.js';
export type { ListView } from './values/list-view.js';
export type { NumberArray } from './values/list-view-numbers.js';
export { NdArray, type NdInput } from './values/ndarray.js';
export type { SetView } from './values/set-view.js';
export type { SetLike } from './values/set-view-algebra.js';
export { Sharing, type SharingOptions } from './values/sharing.js';
export type { DateInput, DatetimeInput } from './values/temporal-values.js';
