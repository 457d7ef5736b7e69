/** Declarations of files: `array`, `mapping` and `idMapper`, and what each can do in memory. */

import type { Storage } from '../../bytes/build-storage.js';
import { type BufferOptions, heapSource, type Source } from '../../bytes/container-source.js';
import { checkOptions } from '../../bytes/options.js';
import type { PackedBytes } from '../../bytes/packed-bytes.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import { heapStorage } from '../../mappers/building/heap-storage.js';
import { MapperBuilder } from '../../mappers/building/mapper-builder.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { type KeyOptions, type KeySpec, keySpec } from '../../mappers/key-kind.js';
import { MapperMerger } from '../../mappers/merging/merge-mappers.js';
import type { AnyType, Type } from '../../schema/type.js';
import type { Writable } from '../../schema/writable-types.js';
import type { TrailerOptions } from '../../trailer/write-trailer.js';
import { ArrayBuilder, type ArrayBuildOptions } from '../building/array-builder.js';
import { addEntry, buildBytes, checkRows, type RowsAtHand } from '../building/build-in-memory.js';
import { ChunkPacker, EntryPacker } from '../building/chunk-packer.js';
import { MappingBuilder } from '../building/mapping-builder.js';
import type { MappingBuildOptions } from '../building/mapping-options.js';
import type { ChunkOptions, PackedChunk, PackedEntries } from '../building/relocatable-chunk.js';
import { openAs } from '../identify/wrong-kind.js';
import { loneMapper } from '../lone-mapper.js';
import { Mapping, type MappingTypes } from '../mapping.js';
import { RecordArray } from '../record-array.js';
import { type DeclaredStruct, declared, structOf } from '../record-type.js';
import { type IndexPlan, planIndexes } from '../secondary/index-plan.js';
import type { IndexKeys, IndexOption } from '../secondary/index-types.js';
import { ARRAY_OPTIONS, DISCARD_OPTIONS, MAPPING_OPTIONS, TRAILER_OPTIONS } from './option-names.js';

/** Types of keys, and what keys of that type are in JavaScript. */
// biome-ignore lint/suspicious/noExplicitAny: what packing takes stands as a parameter, as in `AnyType`.
export type KeyType<K extends Key> = Type<K, any, boolean, unknown>;

/** `t.any` as the type of keys: they can then be any `Key`. */
export type AnyKey = Type<unknown, unknown, boolean, unknown>;

/** Options that make the numeric fields of records assignable. */
type WritableBuffer = BufferOptions & { readonly writable: true };

/** A typed array of records, as `array(schema)` declares it. */
export class ArrayDeclaration<V extends object, Input> {
  readonly #struct: DeclaredStruct | undefined;

  /** @internal Without a type, arrays have the schema that they hold, and none can be packed. */
  constructor(type: AnyType | undefined) {
    this.#struct = type === undefined ? undefined : structOf(type);
  }

  /**
   * Reads an array in place.
   *
   * @param data The bytes, or a buffer that holds them.
   * @param options Where they lie in it, and whether fields may be assigned.
   * @throws `SchemaError` when its records are not what the schema declares.
   */
  fromBuffer(data: Uint8Array | ArrayBufferLike, options: WritableBuffer): RecordArray<Writable<V>>;
  fromBuffer(data: Uint8Array | ArrayBufferLike, options?: BufferOptions): RecordArray<V>;
  fromBuffer(data: Uint8Array | ArrayBufferLike, options?: BufferOptions): RecordArray<V> {
    return this.open(heapSource(data, options));
  }

  /**
   * The bytes of an array of these records.
   *
   * @param rows The records, in their order.
   * @throws `PackError` with row and field for what does not fit.
   */
  pack(rows: RowsAtHand<Input>, options: ArrayBuildOptions & TrailerOptions = {}): PackedBytes {
    checkOptions(options, `${ARRAY_OPTIONS} ${TRAILER_OPTIONS}`);
    const builder = this.builder(heapStorage, options);
    return buildBytes(builder, rows, (row) => builder.add(row), options, false);
  }

  /**
   * Packs records apart from the array, to be added to it by `joinChunks` or `buildArrayFromChunks`.
   *
   * @param rows The records, in their order.
   * @throws `PackError` with row and field for what does not fit.
   */
  packChunk(rows: RowsAtHand<Input>, options?: ChunkOptions): PackedChunk {
    checkRows(rows);
    const packer = this.chunkPacker(options);
    for (const row of rows) packer.add(row);
    return packer.take();
  }

  /** @internal */
  chunkPacker(options?: ChunkOptions): ChunkPacker {
    return new ChunkPacker(declared(this.#struct).codec, options);
  }

  /**
   * The bytes of an array of the records of several chunks.
   *
   * @throws `ArgumentError` for one of another schema.
   */
  joinChunks(chunks: Iterable<PackedChunk>, options: TrailerOptions = {}): PackedBytes {
    checkOptions(options, TRAILER_OPTIONS);
    const builder = this.builder(heapStorage, {});
    return buildBytes(builder, chunks, (chunk) => builder.addChunk(chunk), options, false);
  }

  /** @internal */
  open(source: Source): RecordArray<V> {
    return openAs(source, 'array', () => new RecordArray<V>(source, 0, this.#struct?.proxy));
  }

  /** @internal */
  builder(storage: Storage, options: ArrayBuildOptions): ArrayBuilder {
    return new ArrayBuilder(declared(this.#struct).codec, storage, options);
  }
}

/** A typed mapping, as `mapping({ key, value })` declares it; `X` has the keys of its indexes, by their names. */
export class MappingDeclaration<K extends Key, V extends object, Input, X extends IndexKeys = IndexKeys> {
  readonly #key: KeyOptions | undefined;
  readonly #spec: KeySpec | undefined;
  readonly #struct: DeclaredStruct | undefined;
  readonly #indexes: readonly IndexOption[] | undefined;

  /** @internal */
  constructor(key: KeyOptions | undefined, value: AnyType | undefined, indexes?: readonly IndexOption[]) {
    this.#key = key;
    this.#spec = key && keySpec(key);
    this.#struct = value === undefined ? undefined : structOf(value);
    this.#indexes = indexes;
    if (indexes !== undefined) this.#plans();
  }

  #plans(indexes = this.#indexes): IndexPlan[] {
    return planIndexes(declared(this.#struct).codec, indexes ?? []);
  }

  /**
   * Reads a mapping in place.
   *
   * @param data The bytes, or a buffer that holds them.
   * @param options Where they lie in it, and whether fields may be assigned.
   * @throws `SchemaError` when its keys or records are not what is declared.
   */
  fromBuffer(data: Uint8Array | ArrayBufferLike, options: WritableBuffer): Mapping<K, Writable<V>, X>;
  fromBuffer(data: Uint8Array | ArrayBufferLike, options?: BufferOptions): Mapping<K, V, X>;
  fromBuffer(data: Uint8Array | ArrayBufferLike, options?: BufferOptions): Mapping<K, V, X> {
    return this.open(heapSource(data, options));
  }

  /** The bytes of a mapping of these entries. */
  pack(entries: RowsAtHand<readonly [K, Input]>, options: MappingBuildOptions<Input> = {}): PackedBytes {
    checkOptions(options, MAPPING_OPTIONS);
    const builder = this.builder(heapStorage, options);
    return buildBytes(
      builder,
      entries,
      (entry) => addEntry(builder, entry),
      options,
      sealedByDefault(options),
    );
  }

  /** Packs entries apart from the mapping, to be added to it by `joinChunks` or `buildMappingFromChunks`. */
  packChunk(entries: RowsAtHand<readonly [K, Input]>, options?: ChunkOptions): PackedEntries<K> {
    checkRows(entries);
    const packer = this.chunkPacker(options);
    for (const entry of entries) addEntry(packer, entry);
    return packer.take();
  }

  /** @internal What keys and records are declared as. */
  get types(): MappingTypes {
    return { key: this.#key, value: this.#struct?.proxy };
  }

  /** @internal Whether keys are the same when they were posted to another thread. */
  get plainKeys(): boolean {
    const { kind, form } = this.#spec!;
    return kind !== 'object' && form?.name !== 'date' && form?.name !== 'datetime';
  }

  /** @internal `indexes`: those that are to be built, if not those of the declaration. */
  chunkPacker(options?: ChunkOptions, indexes?: readonly IndexOption<never>[]): EntryPacker<K> {
    return new EntryPacker<K>(declared(this.#struct).codec, options, this.#plans(indexes));
  }

  /**
   * The bytes of a mapping of the entries of several chunks.
   *
   * @throws `ArgumentError` for one of another schema.
   */
  joinChunks(
    chunks: Iterable<PackedEntries<K>>,
    options: Omit<MappingBuildOptions<Input>, 'sharing' | 'onWrite'> = {},
  ): PackedBytes {
    checkOptions(options, MAPPING_OPTIONS);
    const builder = this.builder(heapStorage, options);
    return buildBytes(builder, chunks, (chunk) => builder.addChunk(chunk), options, sealedByDefault(options));
  }

  /** @internal */
  open(source: Source): Mapping<K, V, X> {
    return openAs(source, 'mapping', () => new Mapping<K, V, X>(source, this.types));
  }

  /** @internal */
  builder(storage: Storage, options: MappingBuildOptions): MappingBuilder {
    const { codec } = declared(this.#struct);
    // A declaration of records without keys cannot be made.
    return new MappingBuilder(this.#spec!, codec, storage, {
      ...options,
      indexes: options.indexes ?? this.#indexes,
    });
  }
}

/** Without `sections`, a mapping has the bytes that Python would write. */
function sealedByDefault({ sections = true }: MappingBuildOptions): boolean {
  return sections;
}

/** An id mapper, as `idMapper({ key })` declares it. */
export class IdMapperDeclaration<K extends Key> {
  readonly #spec: KeySpec;

  /** @internal */
  constructor(key: KeyOptions) {
    this.#spec = keySpec(key);
  }

  /**
   * Reads an id mapper in place.
   *
   * @param data The bytes, or a buffer that holds them.
   * @param options Where they lie in it.
   */
  fromBuffer(
    data: Uint8Array | ArrayBufferLike,
    options?: Pick<BufferOptions, 'offset' | 'length'>,
  ): IdMapper<K> {
    return this.open(heapSource(data, options));
  }

  /** The bytes of an id mapper of these entries. */
  pack(
    entries: RowsAtHand<readonly [K, number | bigint]>,
    options: DiscardOptions & TrailerOptions = {},
  ): PackedBytes {
    checkOptions(options, `${DISCARD_OPTIONS} ${TRAILER_OPTIONS}`);
    const builder = this.builder(heapStorage, options);
    return buildBytes(builder, entries, (entry) => addEntry(builder, entry), options, false);
  }

  /** @internal */
  open(source: Source): IdMapper<K> {
    return openAs(source, 'idMapper', () => loneMapper(source, this.#spec)) as IdMapper<Key> as IdMapper<K>;
  }

  /** @internal */
  builder(storage: Storage, options: DiscardOptions): MapperBuilder {
    return new MapperBuilder(this.#spec, storage, 'none', options);
  }

  /** @internal */
  merger(sources: readonly IdMapper<K>[], options: DiscardOptions): MapperMerger {
    return new MapperMerger(this.#spec, sources as readonly unknown[] as IdMapper<Key>[], options);
  }
}
