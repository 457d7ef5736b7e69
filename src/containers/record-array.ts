/** A typed array read in place (docs/format.md 10): records of one schema, by position. */

import { Container, type Source } from '../bytes/container-source.js';
import type { Memory } from '../bytes/memory.js';
import { checkOptions } from '../bytes/options.js';
import type { Window } from '../bytes/window.js';
import { CorruptBufferError, SchemaError } from '../errors.js';
import { readSchemaPickle, type StoredSchema } from '../schema/pickle/schema-pickle.js';
import type { ProxyMaker } from '../schema/proxies/proxy-maker.js';
import { bindStruct } from '../schema/stored/bind.js';
import { describeSchema, structFromStored } from '../schema/stored/embedded-schema.js';
import { isOwnSchema } from '../schema/stored/own-schema.js';
import { applicationData } from '../schema/stored/user-data.js';
import { type Struct, typeOf } from '../schema/struct-class.js';
import type { StructCodec } from '../schema/struct-codec.js';
import type { StructSchema } from '../schema/struct-schema.js';
import { buildIdOf } from '../trailer/read-trailer.js';
import { breakSeal } from '../trailer/tail.js';
import { type CursorOptions, checkMask } from '../values/base/mask.js';
import { ARRAY_HEADER, type ArrayHeader, readArrayHeader } from './array-header.js';
import {
  type Column,
  type ColumnField,
  type ColumnOptions,
  numberKind,
  readColumn,
} from './columns/column.js';
import type { ColumnKind } from './columns/column-kinds.js';
import type { StoredColumns } from './columns/column-section-reader.js';
import { type Cursor, RecordCursor, RecordIterator } from './cursor.js';
import { RecordPlaces } from './record-places.js';

/** Longest embedded schema that is looked at, in bytes; 64 slots take some 5 kB. */
const MAX_SCHEMA_BYTES = 2 ** 26;

/** What a file holds as its schema, and what reads it; `stored` is undefined where `type` was declared with just these bytes. */
interface BoundSchema {
  readonly stored: StoredSchema | undefined;
  readonly type: typeof Struct;
}

function readStoredSchema(
  memory: Memory,
  start: number,
  header: ArrayHeader,
  declared: typeof Struct | undefined,
): BoundSchema {
  const { schemaOffset, schemaSize } = header;
  if (schemaSize > MAX_SCHEMA_BYTES) {
    throw new CorruptBufferError(
      `an embedded schema of ${schemaSize} bytes is not credible`,
      start + schemaOffset,
    );
  }
  const { bytes } = memory.peek(start + schemaOffset, schemaSize, 'an embedded schema');
  if (declared !== undefined && isOwnSchema(declared.schema, bytes))
    return { stored: undefined, type: declared };
  const stored = readSchemaPickle(bytes, start + schemaOffset);
  return { stored, type: declared === undefined ? structFromStored(stored) : bindStruct(declared, stored) };
}

/**
 * Records in place, as proxies of type `V`. Like an `Array` in `length`, `at` and iteration; nothing is read until it
 * is asked for.
 */
export class RecordArray<V extends object> extends Container implements Iterable<V> {
  /** Number of records. */
  readonly length: number;
  readonly #places: RecordPlaces;
  readonly #type: typeof Struct;
  readonly #make: ProxyMaker;
  readonly #columns: StoredColumns | undefined;
  readonly #stored: StoredSchema | undefined;
  /** @internal Bytes from the array's first to its end. */
  readonly byteLength: number;

  /** @internal Use `array(schema).fromBuffer` or `openArray`. */
  constructor(source: Source, start: number, declared: typeof Struct | undefined, columns?: StoredColumns) {
    super(source);
    this.#columns = columns;
    const { memory } = source;
    const header = readArrayHeader(memory, start);
    this.length = header.length;
    this.byteLength = header.totalSize;
    if (header.schemaSize === 0) throw new SchemaError(`${memory.name} holds an array without a schema`);
    const { stored, type } = readStoredSchema(memory, start, header, declared);
    this.#stored = stored;
    // Through its type, which names the class on first use.
    const codec = typeOf(type).codec as StructCodec;
    this.#type = codec.proxy as typeof Struct;
    this.#make = codec.make;
    const { layout } = this.#type.schema;
    this.#places = new RecordPlaces(memory, start, header, layout.header);
    // Last, so that a file that is not opened stays as it is.
    if (memory.writable) breakSeal(memory);
  }

  /** Tells it from other containers, as `openFile` gives them. */
  get kind(): 'array' {
    return 'array';
  }

  /** @internal The class of the proxies. */
  get type(): typeof Struct {
    return this.#type;
  }

  /** @internal The schema as the file holds it. */
  get stored(): StoredSchema {
    return this.#stored ?? describeSchema(this.#type.schema);
  }

  /** @internal */
  get places(): RecordPlaces {
    return this.#places;
  }

  /** Declared names and types of the fields. */
  get schema(): StructSchema {
    return this.#type.schema;
  }

  /**
   * The `userData` that the file's schema was declared with, dicts as `Map`s and tuples as frozen arrays; `undefined`
   * when there was none. What Python would have had to call to make is an inert description.
   */
  get userData(): unknown {
    return applicationData(this.stored.userData);
  }

  /**
   * Which build this comes from, as 32 hexadecimal digits; `undefined` where there is no trailer, as in files by
   * Python.
   *
   * @throws `CorruptBufferError` where it is damaged.
   */
  get buildId(): string | undefined {
    return buildIdOf(this.source.memory);
  }

  /** The record at `index`, counted from the end when negative; `undefined` outside. */
  at(index: number): V | undefined {
    if ((index | 0) === index && index >= 0 && index < this.length) {
      const places = this.#places;
      const offset = places.nearOffset(index);
      if (offset >= 0) return this.#make(places.home, places.base + offset) as object as V;
    }
    return this.#other(index);
  }

  /** @internal The record that lies `offset` bytes from the array's start. */
  atOffset(offset: number): V {
    const places = this.#places;
    // The usual case in few steps: engines inline a look-up whole only while it is small, and keep the proxy in registers
    // only where nothing else was ever returned.
    if (offset >= ARRAY_HEADER && offset <= places.near) {
      return this.#make(places.home, places.base + offset) as object as V;
    }
    return this.#far(places.check(offset));
  }

  /** @internal The columns that the file was built with; undefined where it has none. */
  get storedColumns(): StoredColumns | undefined {
    return this.#columns;
  }

  /** @internal Which element type a column of a field has; undefined for one that is no required number. */
  columnKind(name: string): ColumnKind | undefined {
    return numberKind(this.#type, name);
  }

  /** @internal Which element type a column of a field has, and where it is stored; undefined where it is not. */
  storedColumn(name: string): { readonly kind: ColumnKind; readonly position: number } | undefined {
    const kind = this.columnKind(name);
    const position = kind && this.#columns?.placeOf(name, kind, this.length);
    return position === undefined ? undefined : { kind: kind!, position };
  }

  /** @internal The record at an offset of a window. */
  recordIn(window: Window, offset: number): V {
    return this.#make(window, offset) as object as V;
  }

  /** The records, in the order they were written. */
  [Symbol.iterator](): IterableIterator<V> {
    return new RecordIterator(this.#places, this.#make) as object as IterableIterator<V>;
  }

  /**
   * One proxy that moves along, by iteration, or to any record, by `at(index)`, which costs no object per record: do not
   * keep it past its turn. With a `mask`, only to records whose mask entry is truthy.
   */
  cursor(options?: CursorOptions): Cursor<V> {
    if (options !== undefined) checkMask(options, this.length, 'records');
    return new RecordCursor(this.#places, this.#make, options?.mask) as object as Cursor<V>;
  }

  /** @internal A cursor that can be moved to a record's offset. */
  moving(): RecordCursor {
    return new RecordCursor(this.#places, this.#make, undefined);
  }

  /**
   * One field of all records, without objects: a typed array for a required number, else an array. It is a copy, but
   * for a field that the file was built with a column of: then it lies over the file's own bytes, is not to be
   * written to, and is void after `close`. With `into`, it is put into an array of the same class and length, which
   * is returned.
   *
   * @param name The field.
   * @param options Where to put it.
   * @throws `MissingFieldError` when a required field is missing in a record.
   * @throws `ArgumentError` for another kind of array; what was read before an error stays in it.
   */
  column<K extends ColumnField<V>, I extends Column<V[K]>>(name: K, options: { readonly into: I }): I;
  column<K extends ColumnField<V>>(name: K, options?: ColumnOptions<Column<V[K]>>): Column<V[K]>;
  column<K extends ColumnField<V>>(name: K, options?: ColumnOptions<Column<V[K]>>): Column<V[K]> {
    checkOptions(options, 'into');
    const into = options?.into;
    return readColumn(this.#type, this.#make, name, this.#places, this.#columns, into) as Column<V[K]>;
  }

  /** At an index that is no usual record's. */
  #other(index: number): V | undefined {
    const place = Math.trunc(index) || 0;
    const item = place < 0 ? this.length + place : place;
    if (item < 0 || item >= this.length) return undefined;
    return this.#far(this.#places.positionOf(item));
  }

  #far(position: number): V {
    const places = this.#places;
    const window = places.windowAt(position);
    return this.#make(window, position - window.base) as object as V;
  }
}
