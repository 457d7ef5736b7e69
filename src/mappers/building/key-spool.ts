/** The key data of a string or object id mapper, on its way to a spool in batches. */
import type { Spool, Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { writeBytes } from '../../bytes/text/string-writer.js';
import { MAPPER_HEADER } from '../mapper-header.js';
import type { StoredKeys } from '../tables/text-table-writer.js';

/** Keys of up to this many bytes are copied one by one: making a view of them takes longer. */
const SHORT_KEY = 32;
const BATCH_BYTES = 2 ** 16;

export class KeySpool implements StoredKeys {
  readonly start: number = MAPPER_HEADER;
  readonly #spool: Spool;
  readonly #batch = new Writer(256);

  constructor(storage: Storage) {
    this.#spool = storage.spool();
  }

  /** Bytes taken so far, those in the batch included. */
  get length(): number {
    return this.#spool.length + this.#batch.end;
  }

  /** Appends the first `length` of `bytes` as a stored byte string (docs/format.md 2). */
  addKey(bytes: Uint8Array, length: number): void {
    if (length <= SHORT_KEY) writeShort(this.#batch, bytes, length);
    else writeBytes(this.#batch, bytes.subarray(0, length));
    if (this.#batch.end >= BATCH_BYTES) this.#flush();
  }

  /** Appends bytes as they are. */
  append(bytes: Uint8Array): void {
    this.#flush();
    this.#spool.append(bytes);
  }

  /** All of it, in order; more than once with `keep`. */
  chunks(keep = false): Iterable<Uint8Array> {
    this.#flush();
    return this.#spool.chunks(keep);
  }

  discard(): void {
    this.#spool.discard();
  }

  #flush(): void {
    this.#spool.append(this.#batch.bytes, 0, this.#batch.end);
    this.#batch.end = 0;
  }
}

/** As `writeBytes`, for a key too short to be compressed. */
function writeShort(writer: Writer, key: Uint8Array, length: number): void {
  const start = writer.take(2 + length);
  writer.view.setUint16(start, length, true);
  for (let index = 0; index < length; index += 1) writer.bytes[start + 2 + index] = key[index]!;
}
