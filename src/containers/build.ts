/** Running a builder over rows that are all at hand, into bytes in memory. */
import type { Sink } from '../bytes/storage.js';
import { HeapSpool } from '../index/heap-storage.js';

/** What every builder can do once its rows were added. */
export interface Finishable {
  finish(sink: Sink): Generator<void>;
  discard(): void;
}

/** Adds rows by `add`, and gives the finished bytes. */
export function buildBytes<Row>(
  builder: Finishable,
  rows: Iterable<Row>,
  add: (row: Row) => void,
): Uint8Array {
  const sink = new HeapSpool();
  try {
    for (const row of rows) add(row);
    for (const _ of builder.finish(sink));
  } finally {
    builder.discard();
  }
  return sink.toBytes();
}
