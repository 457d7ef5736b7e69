/**
 * The library for any runtime: types, schemas, and reading and writing in memory.
 *
 * @module sharedbuffers
 */
export { type BufferOptions, shareBuffer } from './bytes/container-source.js';
export type { PackedBytes } from './bytes/packed-bytes.js';
export type { ArrayBuildOptions } from './containers/building/array-builder.js';
export type { MappingBuildOptions } from './containers/building/mapping-options.js';

export { mergeIdMappers } from './containers/building/merge-in-memory.js';
export type { ChunkOptions, PackedChunk, PackedEntries } from './containers/building/relocatable-chunk.js';
export type { WriteHooks } from './containers/building/write-hooks.js';
export type { Column, ColumnOptions, NumberColumn } from './containers/columns/column.js';
export type { Cursor } from './containers/cursor.js';
export type {
  ArrayDeclaration,
  IdMapperDeclaration,
  KeyType,
  MappingDeclaration,
} from './containers/declaring/declarations.js';
export { array, idMapper, mapping } from './containers/declaring/declare.js';
export type { Mapping } from './containers/mapping.js';
export type { MappingCursor } from './containers/mapping-cursor.js';
export { type OpenedBuffer, openBuffer } from './containers/open-buffer.js';
export type { RecordArray } from './containers/record-array.js';
export type { RecordType, UndeclaredRecord } from './containers/record-type.js';
export type {
  FieldIndex,
  GivenKeys,
  IndexKeys,
  IndexKeyValue,
  IndexOption,
  KeysIndex,
} from './containers/secondary/index-types.js';
export type { SecondaryIndex } from './containers/secondary/secondary-index.js';
export {
  ArgumentError,
  ClosedError,
  CorruptBufferError,
  ErrorCode,
  FileError,
  InputError,
  type InputPlace,
  IntegerRangeError,
  MissingFieldError,
  PackError,
  SchemaError,
  SharedBuffersError,
  VersionError,
} from './errors.js';
export {
  bsearch,
  hintedBsearch,
  hintedSortedContains,
  type SortedNumbers,
  sortedContains,
} from './mappers/bsearch.js';
export type { DiscardOptions } from './mappers/building/discard.js';
export type { IterationOptions } from './mappers/entry-steps.js';
export type { IdMapper, Key } from './mappers/id-mapper.js';
export type { BytesMaker } from './mappers/mapper-bytes.js';
export { indexMerge } from './mappers/merging/index-merge.js';
export type { RangeOptions } from './mappers/ordered/range-options.js';
export type {
  ArrayInput,
  DictInput,
  IntegerInput,
  SetInput,
} from './schema/container-types.js';
export type { Infer, InferInput } from './schema/inferred-types.js';
export type { Alignment } from './schema/layout.js';
export type { PackOptions } from './schema/pack.js';
export type { UnpackOptions } from './schema/packing-struct.js';
export { atomicAdd, atomicCompareExchange } from './schema/proxies/atomics.js';
export { defaultRegistry, Registry } from './schema/registry.js';
export { compatible } from './schema/stored/compatible.js';
export type { UserData } from './schema/stored/user-data.js';
export { type StructClass, struct } from './schema/struct.js';
export type { Fields, StructOptions } from './schema/struct-schema.js';
export {
  as,
  t,
} from './schema/t.js';
export type { RequiredType, Type } from './schema/type.js';
export type { NumberField, NumericField, NumericValue, Writable } from './schema/writable-types.js';
export type { TrailerOptions } from './trailer/write-trailer.js';
export type { CursorOptions } from './values/base/mask.js';
export { Sharing, type SharingOptions } from './values/base/sharing.js';
export { Decimal, type DecimalInput } from './values/decimals/decimal.js';
export type { DictView } from './values/dicts/dict-view.js';
export type { NdData, NdDtype, NdField } from './values/ndarrays/dtype.js';
export type { Complex } from './values/ndarrays/dtype-values.js';
export { NdArray, type NdInput } from './values/ndarrays/ndarray.js';
export type { ListView } from './values/sequences/list-view.js';
export type { NumberArray } from './values/sequences/typed-array-of-numbers.js';
export type { SetView } from './values/sets/set-view.js';
export type { SetLike } from './values/sets/set-view-algebra.js';
export type { BufferInput } from './values/text/buffer.js';
export type { DateInput, DatetimeInput } from './values/times/temporal-values.js';
export type { Finding, FindingCode } from './verify/findings.js';
export { verifyBuffer } from './verify/verify-buffer.js';
export type { VerifyResult } from './verify/verify-memory.js';
export type { ChecksumState } from './verify/verify-trailer.js';
