/** Filling the buckets of a table with entries that come in the order of their hash. */
import type { Sink, Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import type { Multipliers } from '../../hash/table-hash.js';
import {
  BUCKET_BYTES,
  BUCKET_HEADER,
  BUCKET_SLOTS,
  bucketsAt,
  homeOf,
  homesFor,
  LIST_BIT,
  MAX_REACH,
  OVERFLOW,
  SLOT_BYTES,
  SLOTS_AT,
  scaleOf,
  tagOf,
} from './buckets.js';
import { Batch, type TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';

/** Entries of one hash, of which nobody chose the keys, unless they are of one key. */
export const MAX_LIST = 128;
/** Most keys that wait for a free slot. */
const MAX_WAITING = MAX_REACH * BUCKET_SLOTS;

/** A slot that found no room in its home. */
interface Waiting {
  readonly home: number;
  readonly tag: number;
  readonly key: number;
  readonly record: number;
  readonly list: boolean;
}

export class BucketWriter {
  readonly #homes: number;
  readonly #scale: number;
  readonly #buckets: Batch;
  readonly #lists: Batch;
  /** Whether a search would have to go on for too long. */
  crowded = false;
  /** Most entries of one hash. */
  longest = 0;
  #reach = 0;
  /** Number of the bucket that is being filled, and what is in it. */
  #bucket = 0;
  #used = 0;
  #low = 0;
  #high = 0;
  readonly #slots = new Uint32Array(2 * BUCKET_SLOTS);
  #waiting: Waiting[] = [];
  /** The entries of the last hash: how many, the first of them, and where their list starts, in words. */
  #hash = 0;
  #count = 0;
  #key = 0;
  #record = 0;
  #listed = 0;

  constructor(storage: Storage, keys: number) {
    this.#homes = homesFor(keys);
    this.#scale = scaleOf(this.#homes);
    this.#buckets = new Batch(storage);
    this.#lists = new Batch(storage);
  }

  /** Adds an entry; hashes grow, taken as unsigned. */
  add(hash: number, key: number, record: number): void {
    if (this.#count > 0 && hash === this.#hash) {
      if (this.#count === 1) this.#list(this.#key, this.#record);
      this.#list(key, record);
      this.#count += 1;
      if (this.#count > this.longest) this.longest = this.#count;
      return;
    }
    this.#place();
    this.#hash = hash;
    this.#count = 1;
    this.#key = key;
    this.#record = record;
  }

  /** Fills up to the last home, and further until nothing waits. */
  end(): void {
    this.#place();
    while (this.#bucket < this.#homes || this.#waiting.length > 0) this.#close();
  }

  section(unit: number, { first, second }: Multipliers): TableSection {
    this.#buckets.flush();
    this.#lists.flush();
    const header = new Writer(BUCKET_HEADER);
    header.zeros(BUCKET_HEADER);
    const words = this.#lists.spool.length / 4;
    const values = [this.#homes, this.#bucket - this.#homes, unit, words, first, second, this.#reach];
    for (const [at, value] of values.entries()) header.view.setUint32(4 * at, value, true);
    const [buckets, lists] = [this.#buckets.spool, this.#lists.spool];
    return {
      kind: SectionKind.bucketTable,
      version: 1,
      // With room for the buckets to start at a multiple of their size.
      length: BUCKET_BYTES + buckets.length + lists.length,
      *write(sink) {
        const start = sink.position;
        const before = bucketsAt(start) - start - BUCKET_HEADER;
        sink.write(header.bytes.subarray(0, BUCKET_HEADER));
        sink.write(new Uint8Array(before));
        yield* writeAll(sink, buckets.chunks());
        yield* writeAll(sink, lists.chunks());
        sink.write(new Uint8Array(BUCKET_BYTES - BUCKET_HEADER - before));
      },
    };
  }

  discard(): void {
    this.#buckets.spool.discard();
    this.#lists.spool.discard();
  }

  #list(key: number, record: number): void {
    const at = this.#lists.take(SLOT_BYTES);
    const { view } = this.#lists.writer;
    view.setUint32(at, key, true);
    view.setUint32(at + 4, record, true);
  }

  /** Gives the last hash its slot: the entry, or how many there are and where. */
  #place(): void {
    if (this.#count === 0) return;
    const home = homeOf(this.#hash, this.#scale);
    while (this.#bucket < home) this.#close();
    const list = this.#count > 1;
    const key = list ? this.#count : this.#key;
    const record = list ? this.#listed : this.#record;
    if (list) this.#listed += (this.#count * SLOT_BYTES) / 4;
    const tag = tagOf(this.#hash);
    if (this.#used < BUCKET_SLOTS) this.#fill(tag, key, record, list);
    else if (this.#waiting.length < MAX_WAITING) this.#waiting.push({ home, tag, key, record, list });
    else this.crowded = true;
  }

  #fill(tag: number, key: number, record: number, list: boolean): void {
    const slot = this.#used;
    if (slot < 4) this.#low |= tag << (8 * slot);
    else this.#high |= tag << (8 * slot - 32);
    if (list) this.#high |= 1 << (LIST_BIT + slot);
    this.#slots[2 * slot] = key;
    this.#slots[2 * slot + 1] = record;
    this.#used += 1;
  }

  /** Writes the bucket, its free slots given to those that wait, the first first. */
  #close(): void {
    const waiting = this.#waiting;
    const taken = Math.min(waiting.length, BUCKET_SLOTS - this.#used);
    for (let each = 0; each < taken; each += 1) {
      const { home, tag, key, record, list } = waiting[each]!;
      this.#reach = Math.max(this.#reach, this.#bucket - home);
      this.#fill(tag, key, record, list);
    }
    if (taken > 0) this.#waiting = waiting.slice(taken);
    if (this.#reach > MAX_REACH) this.crowded = true;
    const at = this.#buckets.take(BUCKET_BYTES);
    const { view } = this.#buckets.writer;
    view.setInt32(at, this.#low, true);
    view.setInt32(at + 4, this.#high | (this.#waiting.length > 0 ? OVERFLOW : 0), true);
    for (let word = 0; word < this.#slots.length; word += 1) {
      view.setUint32(at + SLOTS_AT + 4 * word, this.#slots[word]!, true);
    }
    this.#slots.fill(0);
    this.#used = 0;
    this.#low = 0;
    this.#high = 0;
    this.#bucket += 1;
  }
}

function* writeAll(sink: Sink, chunks: Iterable<Uint8Array>): Generator<void> {
  for (const chunk of chunks) {
    sink.write(chunk);
    yield;
  }
}
