/**
 * What contenders can do. Loops are each contender's own, so that nothing stands between it and its answer; what one
 * cannot do it leaves out, and no question asks it for that.
 */
import type { Key, KeyKind, User } from '../data.js';

/** Entries that are gone through from a key on, or with a beginning. */
export const IN_RANGE = 100;
export const IN_PREFIX = 10;

export type ContenderId =
  | 'map'
  | 'json'
  | 'v8'
  | 'sharedbuffers'
  | 'cursor'
  | 'plain'
  | 'columns'
  | 'threads'
  | 'lmdb'
  | 'lmdb-binary'
  | 'sqlite'
  | 'sqlite-held'
  | 'level'
  | 'python'
  | 'python-reused'
  | 'flatbuffers'
  | 'arrow'
  | 'dataview';

/** Ways to go through all that a mapping has. */
export type Walk = 'entries' | 'values' | 'forEach';

export interface About {
  readonly name: string;
  /** How it is set up, in a line for the report. */
  readonly about: string;
  /** Ending of its file's name; of a folder's where it has many. */
  readonly ending: string;
  /** Whose file it opens, where that is not its own. */
  readonly reads?: ContenderId;
}

export interface Contender extends About {
  /** Builds its file from `records` entries. */
  build(path: string, keys: KeyKind, records: number): Promise<void>;
  /** Opens that file, ready to answer. */
  open(path: string, keys: KeyKind, records: number): Store | Promise<Store>;
}

export interface Store {
  /** A record as plain values, for the comparison of answers. */
  user?(key: Key): User | undefined;
  /** Looks every key up, all of which are there, and reads `id` and `score`; returns their sum. */
  twoFields?(keys: readonly Key[]): number;
  /** The same with `name` alone; returns the sum of the last characters' codes. */
  oneString?(keys: readonly Key[]): number;
  /** The same with `score` and `name`: the sum of the numbers, and of the last characters' codes. */
  numberAndText?(keys: readonly Key[]): number;
  /** The same with all five fields: numbers, and lengths or sizes of the others. */
  allFields?(keys: readonly Key[]): number;
  /** Keys that several records have, in the order they were built: the sum of `id` and `score` of all of them. */
  severalRecords?(keys: readonly Key[]): number;
  /** Goes through the `IN_RANGE` entries from each key on, in the order of the keys; returns the sum of `score`. */
  ranges?(keys: readonly Key[]): number;
  /** Goes through the first `IN_PREFIX` entries whose keys begin as each key does, but for its last character. */
  prefixes?(keys: readonly Key[]): number;
  /** Looks every key up, none of which is there; returns how many were found. */
  misses?(keys: readonly Key[]): number;
  /** `id` and `score` of many keys, all of which are there, by one call where the store has one for that. */
  manyFields?(keys: readonly Key[]): number;
  /**
   * Goes through all records, in an order of its own; returns the sum of `score`, and of the keys' lengths except where
   * only values are given.
   */
  readonly walks?: Readonly<Partial<Record<Walk, () => number | Promise<number>>>>;
  /** Sums of `score` over all records, in the order they were built; one for each way to scan. */
  readonly scans?: Readonly<Record<string, () => number>>;
  /** Reads every field of every record; returns their sum. */
  readAll?(): number;
  close(): void | Promise<void>;
}
