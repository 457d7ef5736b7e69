/** Running a builder over rows that are all at hand, into bytes in memory. */
import type { PackedBytes } from '../../bytes/packed-bytes.js';
import { ArgumentError, PackError } from '../../errors.js';
import { HeapSpool } from '../../mappers/building/heap-storage.js';
import { type Sealable, type TrailerOptions, writeSealed } from '../../trailer/write-trailer.js';
import { describe } from '../../values/base/codec.js';

/** Rows that are at hand. Arrays and generators are named so that the compiler points at the cell that is wrong. */
export type RowsAtHand<Row> = readonly Row[] | Generator<Row> | Iterable<Row>;

/** What every builder can do once its rows were added. */
export interface Finishable extends Sealable {
  discard(): void;
}

/** Adds a row that is an entry. Throws `PackError` with the row's number for what is no pair. */
export function addEntry(builder: EntryBuilder, entry: unknown): void {
  if (!Array.isArray(entry) || entry.length !== 2) {
    throw new PackError(`${describe(entry)} is not an entry: give [key, value]`).within(builder.size);
  }
  builder.add(entry[0], entry[1]);
}

interface EntryBuilder {
  /** Entries added so far. */
  readonly size: number;
  // biome-ignore lint/suspicious/noExplicitAny: what is no value is refused by the builder itself.
  add(key: unknown, value: any): void;
}

/** Throws `ArgumentError` for rows, or chunks of them, that cannot be gone through. */
export function checkRows(rows: unknown): void {
  if (typeof (rows as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function')
    return;
  throw new ArgumentError(
    `rows are given as an array, or anything else that can be iterated, not as ${describe(rows)}`,
  );
}

/** Adds rows by `add`, and gives the finished bytes. `checksums`: whether they end in a trailer by default. */
export function buildBytes<Row>(
  builder: Finishable,
  rows: Iterable<Row>,
  add: (row: Row) => void,
  options: TrailerOptions,
  checksums: boolean,
): PackedBytes {
  const sink = new HeapSpool();
  try {
    checkRows(rows);
    for (const row of rows) add(row);
    for (const _ of writeSealed(builder, sink, options, checksums));
  } finally {
    builder.discard();
  }
  return sink.toBytes();
}
