/** Bytes that come in chunks, taken in pieces of other lengths. */
export class ChunkReader {
  readonly #chunks: Iterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.iterator]();
  }

  /** The next `length` bytes, fewer at the end. Valid until the next call. */
  take(length: number): Uint8Array {
    if (length <= this.#chunk.length - this.#at) return this.#piece(length);
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#at === this.#chunk.length && !this.#next()) break;
      const piece = this.#piece(Math.min(length - filled, this.#chunk.length - this.#at));
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes.subarray(0, filled);
  }

  #piece(length: number): Uint8Array {
    this.#at += length;
    return this.#chunk.subarray(this.#at - length, this.#at);
  }

  #next(): boolean {
    const { value, done } = this.#chunks.next();
    if (done) return false;
    this.#chunk = value;
    this.#at = 0;
    return true;
  }
}
