/** A sink that remembers how what passes through it starts. */
import type { Sink } from '../bytes/build-storage.js';

/** Bytes of the headers of tables and directories. */
const HEAD_BYTES = 32;

export class HeadSink implements Sink {
  readonly #sink: Sink;
  readonly #head = new Uint8Array(HEAD_BYTES);
  #filled = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  get position(): number {
    return this.#sink.position;
  }

  /** What came first, 32 bytes at most. */
  get base64(): string {
    return btoa(String.fromCharCode(...this.#head.subarray(0, this.#filled)));
  }

  write(bytes: Uint8Array): void {
    this.#sink.write(bytes);
    if (this.#filled === HEAD_BYTES) return;
    const taken = bytes.subarray(0, HEAD_BYTES - this.#filled);
    this.#head.set(taken, this.#filled);
    this.#filled += taken.length;
  }
}
