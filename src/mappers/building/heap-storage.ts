/** Storage in the heap, for results that are built in memory. */

import type { EntrySorter, Sink, Spool, Storage } from '../../bytes/build-storage.js';
import type { PackedBytes } from '../../bytes/packed-bytes.js';
import { radixSort } from './radix-sort.js';

const CHUNK_BYTES = 65_536;

/** Bytes in chunks: a spool, and a sink whose content becomes one array. */
export class HeapSpool implements Spool, Sink {
  #full: Uint8Array[] = [];
  #chunk = new Uint8Array(CHUNK_BYTES);
  #used = 0;
  #before = 0;

  get length(): number {
    return this.#before + this.#used;
  }

  get position(): number {
    return this.length;
  }

  append(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    const length = end - start;
    if (length > this.#chunk.length - this.#used) {
      this.#full.push(this.#chunk.subarray(0, this.#used));
      this.#before += this.#used;
      this.#chunk = new Uint8Array(Math.max(CHUNK_BYTES, length));
      this.#used = 0;
    }
    this.#chunk.set(length === bytes.length ? bytes : bytes.subarray(start, end), this.#used);
    this.#used += length;
  }

  write(bytes: Uint8Array): void {
    this.append(bytes);
  }

  *chunks(): Generator<Uint8Array> {
    yield* this.#full;
    yield this.#chunk.subarray(0, this.#used);
  }

  discard(): void {
    this.#full = [];
    this.#chunk = new Uint8Array(0);
  }

  /** All bytes in one array. */
  toBytes(): PackedBytes {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks()) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

class HeapSorter implements EntrySorter {
  readonly #words: number;
  readonly #keyWords: number;
  #entries = new Uint32Array(1024);
  #used = 0;

  constructor(words: number, keyWords: number) {
    this.#words = words;
    this.#keyWords = keyWords;
  }

  get length(): number {
    return this.#used / this.#words;
  }

  push(words: Uint32Array): void {
    if (this.#used + this.#words > this.#entries.length) {
      const larger = new Uint32Array(this.#entries.length * 2);
      larger.set(this.#entries);
      this.#entries = larger;
    }
    this.#entries.set(words, this.#used);
    this.#used += this.#words;
  }

  *sorted(): Generator<Uint32Array> {
    const { length } = this;
    const words = this.#words;
    const columns = Array.from({ length: this.#keyWords }, (_, word) =>
      Uint32Array.from({ length }, (_entry, index) => this.#entries[index * words + word]!),
    );
    for (const index of radixSort(columns, length)) {
      yield this.#entries.subarray(index * words, (index + 1) * words);
    }
  }

  discard(): void {
    this.#entries = new Uint32Array(0);
    this.#used = 0;
  }
}

export const heapStorage: Storage = {
  spool: () => new HeapSpool(),
  sorter: (words, keyWords) => new HeapSorter(words, keyWords),
};
