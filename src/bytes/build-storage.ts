/** Where a build keeps what it cannot write yet: in the heap for small results, in temporary files for large ones. */

/** Bytes that are appended now and read back, in order, later. */
export interface Spool {
  readonly length: number;
  /** Appends the bytes from `start` to `end`: of all, where these are left out. */
  append(bytes: Uint8Array, start?: number, end?: number): void;
  /**
   * The bytes in order, once: they may be given up as they are read. With `keep` they are not, and can be read again. A
   * chunk is valid until the next.
   */
  chunks(keep?: boolean): Iterable<Uint8Array>;
  /** Gives back what the spool takes. It cannot be used any more. */
  discard(): void;
}

/** Entries of a fixed number of 32-bit words, given back sorted. */
export interface EntrySorter {
  /** Entries pushed. */
  readonly length: number;
  /** Takes a copy of one entry. */
  push(words: Uint32Array): void;
  /**
   * The entries, sorted by their first words as unsigned integers, most significant first; equal ones in the order
   * they were pushed. Batches of whole entries; one is valid until the next.
   */
  sorted(): Iterable<Uint32Array>;
  discard(): void;
}

export interface Storage {
  spool(): Spool;
  /** A sorter of entries of `words` words, the first `keyWords` of which are the key. */
  sorter(words: number, keyWords: number): EntrySorter;
}

/** Where a finished result goes, front to back. */
export interface Sink {
  /** Bytes written so far. */
  readonly position: number;
  write(bytes: Uint8Array): void;
}

const ZEROS = new Uint8Array(4096);

/** Writes zeros until the position is a multiple of `alignment`, of 4096 at most. */
export function padSink(sink: Sink, alignment: number): void {
  const past = sink.position % alignment;
  if (past > 0) sink.write(ZEROS.subarray(0, alignment - past));
}
