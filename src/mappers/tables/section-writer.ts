/** Writing table sections while an index is written, entry by entry in its order. */
import type { Sink, Spool, Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import type { SectionKind } from './sections.js';

const BATCH_BYTES = 2 ** 18;

/** A section ready to be written: its payload and what it is. */
export interface TableSection {
  readonly kind: SectionKind;
  /** Of the kind's layout. */
  readonly version: number;
  /** Bytes of the payload. */
  readonly length: number;
  /** Writes the payload; yields between chunks. */
  write(sink: Sink): Generator<void>;
}

/** Takes the entries of an index in their order. `record` is in units, from the array's start. */
export interface TableBuilder {
  add(high: number, low: number, record: number): void;
  /** The section; `undefined` where there had better be none. */
  end(unit: number): TableSection | undefined;
  /** The filter of what the section has, where one is wanted and the table is of buckets; after `end`. */
  filter?(): TableSection | undefined;
  discard(): void;
}

/** Output to a spool by way of a batch. */
export class Batch {
  readonly spool: Spool;
  readonly writer: Writer = new Writer(BATCH_BYTES);

  constructor(storage: Storage) {
    this.spool = storage.spool();
  }

  take(length: number): number {
    if (this.writer.end + length > BATCH_BYTES) this.flush();
    return this.writer.take(length);
  }

  flush(): void {
    this.spool.append(this.writer.bytes.subarray(0, this.writer.end));
    this.writer.end = 0;
  }
}

/** Of what went through a batch, which is flushed, with a header in front. */
export function section(kind: SectionKind, header: Writer, batch: Batch, version = 1): TableSection {
  batch.flush();
  return {
    kind,
    version,
    length: header.end + batch.spool.length,
    *write(sink) {
      sink.write(header.bytes.subarray(0, header.end));
      for (const chunk of batch.spool.chunks()) {
        sink.write(chunk);
        yield;
      }
    },
  };
}
