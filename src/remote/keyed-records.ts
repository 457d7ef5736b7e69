/** What is read of a mapping by its keys: of `Mapping`, and of `PlainMapping`, which is less of it. */

import type { Window } from '../bytes/window.js';
import type { RecordPlaces } from '../containers/record-places.js';
import type { Key } from '../mappers/id-mapper.js';
import type { Hashes } from '../mappers/tables/record-table.js';
import type { Section } from '../mappers/tables/sections.js';
import type { StructSchema } from '../schema/struct-schema.js';

/** Records by their places. */
export interface PlacedRecords<V extends object> {
  readonly length: number;
  readonly schema: StructSchema;
  readonly places: RecordPlaces;
  /** The record at an offset of a window. */
  recordIn(window: Window, offset: number): V;
}

export interface KeyedRecords<K extends Key, V extends object> {
  readonly kind: 'mapping';
  readonly size: number;
  readonly array: PlacedRecords<V>;
  readonly filterSection: Section | undefined;
  /** Offset of a key's first record from the array's start; −1 where it has none. */
  offsetOf(key: K): number;
  /** The same of all its records; undefined where the table knows but the first. */
  offsetsOf(key: K): readonly number[] | undefined;
  /** Whether a filter of the table says that a key has no record. */
  lacks(key: K, filter: Hashes): boolean;
  /** Where the key and the record of a key are likely to be, by the table alone. */
  likelyPlaces(key: K): readonly number[];
}
