/** A sink that computes the checksums of blocks of what passes through it. */
import type { Sink } from '../bytes/build-storage.js';
import { Writer } from '../bytes/byte-writer.js';
import { checksum } from '../hash/checksum.js';
import { BLOCK_BYTES, CHECKSUM_BYTES } from './tail.js';

/** Nothing that has passed may be changed afterwards. */
export class CheckedSink implements Sink {
  readonly #sink: Sink;
  readonly #sums = new Writer(64 * CHECKSUM_BYTES);
  readonly #sum = new Uint32Array(2);
  /** The block under way, where it did not come in one piece. */
  #block: Uint8Array = new Uint8Array(256);
  #filled = 0;

  /** `sink` must be at its position 0. */
  constructor(sink: Sink) {
    this.#sink = sink;
  }

  get position(): number {
    return this.#sink.position;
  }

  write(bytes: Uint8Array): void {
    this.#sink.write(bytes);
    let at = 0;
    while (at < bytes.length) {
      const length = Math.min(BLOCK_BYTES - this.#filled, bytes.length - at);
      if (length === BLOCK_BYTES) this.#add(bytes, at, at + length);
      else this.#collect(bytes, at, at + length);
      at += length;
    }
  }

  /** The checksums of all blocks, the last of which may be a short one. Nothing is to be written any more. */
  end(): Uint8Array {
    if (this.#filled > 0) this.#add(this.#block, 0, this.#filled);
    this.#filled = 0;
    return this.#sums.bytes.subarray(0, this.#sums.end);
  }

  #collect(bytes: Uint8Array, start: number, end: number): void {
    const filled = this.#filled + end - start;
    if (filled > this.#block.length) this.#grow(filled);
    this.#block.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), this.#filled);
    this.#filled = filled;
    if (filled < BLOCK_BYTES) return;
    this.#add(this.#block, 0, BLOCK_BYTES);
    this.#filled = 0;
  }

  /** Small files are many, and need not zero a block each. */
  #grow(length: number): void {
    const larger = new Uint8Array(Math.min(BLOCK_BYTES, Math.max(length, 4 * this.#block.length)));
    larger.set(this.#block.subarray(0, this.#filled));
    this.#block = larger;
  }

  #add(bytes: Uint8Array, start: number, end: number): void {
    checksum(bytes, start, end, this.#sum);
    const at = this.#sums.take(CHECKSUM_BYTES);
    this.#sums.view.setUint32(at, this.#sum[0]!, true);
    this.#sums.view.setUint32(at + 4, this.#sum[1]!, true);
  }
}
