/** What the formats that records leave in have in common: each is a sink, which is given records and writes bytes. */
import type { RecordArray } from '../../containers/record-array.js';
import { InputError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeyNode, Schema, StructNode } from '../schema/schema.js';

/** Where the bytes of an output go: a file, or standard output. */
export interface ByteTarget {
  /** Resolves when more may follow. Text is written as UTF-8. Throws what keeps the piece from being written. */
  write(piece: string | Uint8Array): Promise<void>;
}

/** What is going to be written, known before the first record. */
export interface Outgoing {
  /**
   * The fields to write, in their order: those that were not selected are left out of it, within structs too. `key` is
   * there where the records have keys, which stand in front as the member or column `$key` (`KEY_MEMBER`); fields whose
   * names could be taken for it are written as `escapedName` says.
   */
  readonly schema: Schema;
  /** The schema's key, and its fields where they were selected: all that is needed by formats that have no schema. */
  readonly key: KeyNode | undefined;
  readonly only: StructNode | undefined;
  /** Records there will be at most; undefined when only the end tells. */
  readonly rows: number | undefined;
  /** The records themselves; undefined for id mappers, whose records are `{ $value }`. */
  readonly array: RecordArray<object> | undefined;
  /** Where a field of a flat schema lies within structs, by its name: `a.b` at `['a', 'b']`; others at their name. */
  readonly paths?: ReadonlyMap<string, readonly string[]> | undefined;
}

export interface Sink {
  /**
   * Adds a record, with its key where the schema has one: text, or bytes where it is no text. The record has at least the
   * schema's fields, in the values that the library reads them as; it may be a cursor, which stands elsewhere once this
   * returns. A promise that it gives must be waited for before the next record.
   */
  add(record: object, key: Key | undefined): Promise<void> | undefined;
  /** Writes what was added so far, in formats that can end anywhere: what was read before an error is good. */
  flush?(): Promise<void>;
  /** Writes what is left, and what ends the format. */
  end(): Promise<void>;
  /** Stored types that fields could not be read as, by the fields' names, as far as there were any. */
  readonly unreadable?: ReadonlyMap<string, string> | undefined;
}

/** What is said of records that would leave no trace in a table, which has its rows in columns. */
export function noColumns(): InputError {
  return new InputError(
    'the records have no fields, and a table without columns cannot say how many there are: write --format ndjson',
  );
}

/** A format: opens a sink that writes to `target`, which it does not close. Throws `SchemaError` for what it cannot hold. */
export type OpenSink = (outgoing: Outgoing, target: ByteTarget) => Sink | Promise<Sink>;

/**
 * Where formats with metadata (Parquet, Arrow) keep the schema, as the JSON of `schemaJson`, by which `build` makes the
 * same file again; CSV and NDJSON have no such place, and `dump --schema-out` writes it beside them.
 */
export const SCHEMA_METADATA = 'sharedbuffers.schema';
