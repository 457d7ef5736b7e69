import type { Spool } from './spool.js';

/** A sorted run in a spool: its first byte and its entries. */
export interface Run {
  readonly start: number;
  readonly entries: number;
}

/** How entries are laid out, in 32-bit words. */
export interface EntryShape {
  readonly words: number;
  readonly keyWords: number;
}

/**
 * Memory for reading ahead, shared by all runs. Even the 4,000 runs of 5 billion entries get 4 KiB each, so one
 * merge always does.
 */
const READ_BYTES = 2 ** 24;

/**
 * Merges sorted runs, giving batches of whole entries that are valid until the next is asked for. Of equal keys
 * those of the earlier run come first.
 */
export function* mergeRuns(
  spool: Spool,
  runs: readonly Run[],
  shape: EntryShape,
  batchWords: number,
): Generator<Uint32Array, void, undefined> {
  const { words } = shape;
  const ahead = Math.max(1, Math.floor(READ_BYTES / runs.length / (4 * words)));
  const readers = runs.map((run) => new RunReader(spool, run, words, ahead));
  const heap = new RunHeap(readers, shape.keyWords);
  const batch = new Uint32Array(Math.max(1, Math.floor(batchWords / words)) * words);
  let filled = 0;
  for (let reader = heap.first; reader !== undefined; reader = heap.first) {
    const { block, at } = reader;
    for (let i = 0; i < words; i++) batch[filled + i] = block[at + i]!;
    filled += words;
    heap.advance();
    if (filled === batch.length) {
      yield batch;
      filled = 0;
    }
  }
  if (filled > 0) yield batch.subarray(0, filled);
}

/** Reads a run block by block. */
class RunReader {
  block: Uint32Array;
  /** Word in `block` at which the current entry starts. */
  at = 0;
  readonly #spool: Spool;
  readonly #words: number;
  /** The whole of the buffer that `block` is filled from. */
  readonly #bytes: Uint8Array;
  #position: number;
  readonly #end: number;

  constructor(spool: Spool, run: Run, words: number, ahead: number) {
    this.#spool = spool;
    this.#words = words;
    this.block = new Uint32Array(Math.min(ahead, run.entries) * words);
    this.#bytes = new Uint8Array(this.block.buffer);
    this.#position = run.start;
    this.#end = run.start + run.entries * words * 4;
    this.#fill();
  }

  /** Moves on to the next entry; false if there is none. */
  next(): boolean {
    this.at += this.#words;
    return this.at < this.block.length || this.#fill();
  }

  #fill(): boolean {
    const length = Math.min(this.#bytes.length, this.#end - this.#position);
    if (length === 0) return false;
    this.#spool.read(this.#position, this.#bytes.subarray(0, length));
    this.#position += length;
    if (length < this.#bytes.length) this.block = new Uint32Array(this.#bytes.buffer, 0, length / 4);
    this.at = 0;
    return true;
  }
}

/** A binary heap of readers, the one with the smallest current key on top; of equal ones the earlier run. */
class RunHeap {
  readonly #readers: readonly RunReader[];
  readonly #keyWords: number;
  /** Run numbers in heap order; `#size` of them are alive. */
  readonly #heap: Uint32Array;
  #size: number;

  constructor(readers: readonly RunReader[], keyWords: number) {
    this.#readers = readers;
    this.#keyWords = keyWords;
    this.#heap = Uint32Array.from(readers, (_, run) => run);
    this.#size = readers.length;
    for (let slot = (this.#size >>> 1) - 1; slot >= 0; slot--) this.#sink(slot);
  }

  /** The reader to take from, undefined at the end. */
  get first(): RunReader | undefined {
    return this.#size === 0 ? undefined : this.#readers[this.#heap[0]!];
  }

  /** Takes the first reader to its next entry and restores the order. */
  advance(): void {
    if (!this.first!.next()) this.#heap[0] = this.#heap[--this.#size]!;
    this.#sink(0);
  }

  #sink(slot: number): void {
    const heap = this.#heap;
    const run = heap[slot]!;
    for (let child = 2 * slot + 1; child < this.#size; child = 2 * slot + 1) {
      if (child + 1 < this.#size && this.#before(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#before(heap[child]!, run)) break;
      heap[slot] = heap[child]!;
      slot = child;
    }
    heap[slot] = run;
  }

  #before(left: number, right: number): boolean {
    const a = this.#readers[left]!;
    const b = this.#readers[right]!;
    for (let k = 0; k < this.#keyWords; k++) {
      const x = a.block[a.at + k]!;
      const y = b.block[b.at + k]!;
      if (x !== y) return x < y;
    }
    return left < right;
  }
}
