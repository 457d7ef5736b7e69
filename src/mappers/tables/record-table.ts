/** What tells of a hash that no key has it. */
export interface Hashes {
  mayHave(hash: number): boolean;
}

/** What a table section of any kind answers. */
export interface RecordTable {
  /** Offset of a key's first record from the array's start, in bytes; −1 when the key has none. */
  find(key: unknown): number;
  /** Offsets of all records of a key, in the order they were written. Not where a table has the first one only. */
  findAll?(key: unknown): number[];
  /** Positions in the memory of a key and of its record, as the table has them: nothing else is read. */
  likelyPlaces?(key: unknown): readonly number[];
  /** Whether a filter of the table's hashes says that a key is not there; throws as `find` does for a miss. */
  lacks?(key: unknown, filter: Hashes): boolean;
  /** Reads some of what look-ups of `keys[from]` to `keys[to - 1]` will read: waiting for all of it at once. */
  prefetch?(keys: ArrayLike<unknown>, from: number, to: number): void;
}
