/** Storage in temporary files beside the result, so that what a build holds in memory does not grow with its rows. */
import type { EntrySorter as Sorter, Spool as SpoolInterface, Storage } from '../../bytes/build-storage.js';
import { EntrySorter } from './external-sort.js';
import { Spool } from './spool.js';

const CHUNK_BYTES = 2 ** 20;

/** A file of a spool grows to this many bytes, or to an eighth of the spool, which keeps the number of files small. */
const SEGMENT_BYTES = 2 ** 25;
const SEGMENT_SHARE = 8;

/**
 * Bytes in several files, each of which is given up once it was read: so a build takes little more of the disk, and of
 * the system's cache, than its result.
 */
class SegmentedSpool implements SpoolInterface {
  readonly #make: () => Spool;
  readonly #segments: Spool[];
  #length = 0;
  #last: Spool;

  constructor(make: () => Spool) {
    this.#make = make;
    this.#last = make();
    this.#segments = [this.#last];
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    if (this.#last.length >= Math.max(SEGMENT_BYTES, this.#length / SEGMENT_SHARE)) {
      this.#last.end();
      this.#last = this.#make();
      this.#segments.push(this.#last);
    }
    this.#last.append(bytes, start, end);
    this.#length += end - start;
  }

  *chunks(keep = false): Generator<Uint8Array> {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (const segment of this.#segments) {
      for (let position = 0; position < segment.length; ) {
        const read = segment.read(position, chunk);
        position += read;
        yield chunk.subarray(0, read);
      }
      if (!keep) segment.discard();
    }
  }

  discard(): void {
    for (const segment of this.#segments) segment.discard();
  }
}

/**
 * Temporary files go to `folder`; they are gone when discarded, or when the process ends in any way.
 *
 * @param subject What messages name: the file being built.
 */
export function fileStorage(folder: string, subject?: string): Storage {
  return {
    spool: () => new SegmentedSpool(() => new Spool(folder, subject)),
    sorter: (words, keyWords): Sorter => new EntrySorter({ words, keyWords, folder, subject }),
  };
}
