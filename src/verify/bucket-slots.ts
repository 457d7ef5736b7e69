/**
 * Walking a bucket table (docs/format.md 13.7) from the first bucket to the last. Every slot says by its tag and place what
 * the hash of its key must be, and the flags of overflow what lies further on. Linear, whatever the buckets hold.
 */
import type { Memory } from '../bytes/memory.js';
import { hashInteger, type Multipliers } from '../hash/table-hash.js';
import {
  BUCKET_BYTES,
  BUCKET_HEADER,
  BUCKET_SLOTS,
  type Buckets,
  homeOf,
  LIST_BIT,
  readBuckets,
  SLOT_BYTES,
  SLOTS_AT,
  scaleOf,
  tagOf,
} from '../mappers/tables/buckets.js';
import type { Section } from '../mappers/tables/sections.js';
import type { Findings } from './findings.js';
import { type SlotCount, TableContents } from './table-contents.js';

/** Buckets between pauses. */
const CHUNK = 2 ** 9;
/** Of what the header says: the reach, and a word of zeros. */
const REACH_AT = 24;
const ZERO_AT = 28;
const WORD = 4;
/** Any, to tell the ends of lists, and the keys of one hash, from one another. */
const OTHER: Multipliers = { first: 0x85ebca77 | 0, second: 0x27d4eb2f | 0 };

/** Entries of a list in which each may have a key of its own, as far as a search has to care. */
const SHORT_LIST = 128;

/** Hash of the key that a slot has. Throws where there is none. */
export type HashAt = (key: number, multipliers: Multipliers) => number;

export class BucketWalk {
  /** Of the section. */
  readonly slots: number;
  readonly #buckets: Buckets;
  readonly #memory: Memory;
  readonly #section: Section;
  readonly #hashAt: HashAt;
  readonly #findings: Findings;
  readonly #scale: number;
  /** As the header has it, and as the slots do. */
  readonly #reach: number;
  #farthest = 0;
  readonly #contents: TableContents;
  #taken = 0;
  #steps = 0;
  #longestList = 0;
  /** The last bucket that did not overflow. */
  #closed = -1;
  /** Those that did, and of whose keys none has been met yet. */
  #unexplained: number[] = [];
  /** Words of all lists, and where they start and end, as a sum in which what meets cancels out. */
  #listed = 0;
  #ends = 0;

  /** Throws where the header does not fit its section. */
  constructor(memory: Memory, section: Section, text: boolean, hashAt: HashAt, findings: Findings) {
    this.#buckets = readBuckets(memory, section);
    this.#memory = memory;
    this.#section = section;
    this.#hashAt = hashAt;
    this.#findings = findings;
    this.#scale = scaleOf(this.#buckets.homes);
    this.#reach = memory.peek(section.start, BUCKET_HEADER, 'a bucket table').view.getUint32(REACH_AT, true);
    this.#contents = new TableContents(text ? 'offset' : 'entry');
    this.slots = (this.#buckets.lists - this.#buckets.start) / BUCKET_BYTES;
  }

  *work(): Generator<number, SlotCount> {
    const { start } = this.#buckets;
    for (let from = 0; from < this.slots; from += CHUNK) {
      const count = Math.min(CHUNK, this.slots - from);
      const position = start + from * BUCKET_BYTES;
      const { view } = this.#memory.peek(position, count * BUCKET_BYTES, 'a bucket table');
      for (let at = 0; at < count; at += 1) this.#bucket(view, at * BUCKET_BYTES, from + at);
      yield from + count;
    }
    this.#end();
    const longest = BUCKET_SLOTS * (this.#reach + 1) + this.#longestList;
    return { taken: this.#taken, steps: this.#steps, longest, contents: this.#contents };
  }

  #bucket(view: DataView, at: number, bucket: number): void {
    const flags = view.getInt32(at + 4, true);
    let first = bucket;
    for (let slot = 0; slot < BUCKET_SLOTS; slot += 1) {
      const tag = view.getUint8(at + slot);
      const place = at + SLOTS_AT + slot * SLOT_BYTES;
      const key = view.getUint32(place, true);
      const record = view.getUint32(place + 4, true);
      const list = ((flags >>> (LIST_BIT + slot)) & 1) === 1;
      const position = this.#buckets.start + bucket * BUCKET_BYTES + (place - at);
      if (tag === 0) {
        if (key !== 0 || record !== 0 || list) this.#wrong('the slot is free, but not empty', position);
        continue;
      }
      this.#steps += 1 + Math.min(bucket - this.#closed - 1, this.#reach);
      const hash = list ? this.#list(key, record, position) : this.#entry(key, record, position);
      if (hash === undefined) continue;
      const home = homeOf(hash, this.#scale);
      const distance = bucket - home;
      first = Math.min(first, home);
      this.#farthest = Math.max(this.#farthest, distance);
      const passed = distance === 0 || (distance > 0 && home > this.#closed && distance <= this.#reach);
      if (passed && tag === tagOf(hash)) continue;
      this.#wrong('the slot is not where a search for its key comes by', position);
    }
    this.#explain(bucket, first);
    if (flags >= 0) this.#closed = bucket;
    else this.#unexplained.push(bucket);
  }

  /** A key at home in bucket `first` lies in `bucket`: those between had to overflow. */
  #explain(bucket: number, first: number): void {
    const open = this.#unexplained;
    while (open.length > 0 && open.at(-1)! >= first) open.pop();
    if (open.length > 0 && bucket - open[0]! > this.#reach) this.#needless(open.shift()!);
  }

  #needless(bucket: number): void {
    const message = 'the bucket says that it overflowed, and nothing of it lies further on';
    this.#wrong(message, this.#buckets.start + bucket * BUCKET_BYTES);
  }

  /** The hash of an entry of the table; `undefined` after a finding. */
  #entry(key: number, record: number, position: number): number | undefined {
    this.#taken += 1;
    this.#contents.add(0, key, record * this.#buckets.unit);
    // No closure for each slot.
    try {
      return this.#hashAt(key, this.#buckets.multipliers);
    } catch (error) {
      this.#wrong((error as Error).message, position);
      return undefined;
    }
  }

  /** The hash that the entries of a list have, all of them. */
  #list(count: number, word: number, position: number): number | undefined {
    const { lists, end } = this.#buckets;
    const start = lists + word * WORD;
    const stop = start + count * SLOT_BYTES;
    this.#listed += stop - start;
    if (count < 2 || stop > end) {
      this.#wrong(`the slot leads to a list of ${count} entries, which is none`, position);
      return undefined;
    }
    // Lists that overlap are not read as often as there are some.
    if (this.#listed > end - lists) return undefined;
    this.#ends = (this.#ends + endHash(stop) - endHash(start)) | 0;
    this.#longestList = Math.max(this.#longestList, count);
    let [keys, last] = [1, 0];
    let hash: number | undefined;
    for (let at = start; at < stop; at += SLOT_BYTES) {
      const { view, base } = this.#memory.windowAt(at);
      const key = view.getUint32(at - base, true);
      const own = this.#entry(key, view.getUint32(at - base + 4, true), at);
      if (own === undefined) continue;
      const other = count > SHORT_LIST ? this.#hashAt(key, OTHER) : 0;
      if (other !== last) keys += 1;
      last = other;
      if (hash === undefined) hash = own;
      else if (hash !== own) this.#wrong('the key has another hash than the first of its list', at);
    }
    this.#steps += 2 * count * keys;
    return hash;
  }

  #end(): void {
    const { start, lists, end } = this.#buckets;
    const { start: header, length } = this.#section;
    for (const bucket of this.#unexplained) this.#needless(bucket);
    if (this.#farthest !== this.#reach) {
      this.#wrong(`the reach is ${this.#reach}, and should be ${this.#farthest}`, header + REACH_AT);
    }
    if (this.#listed !== end - lists || this.#ends !== ((endHash(end) - endHash(lists)) | 0)) {
      this.#wrong('the lists overlap, or have gaps between them', lists);
    }
    const rest = header + length - end;
    if (start - header - BUCKET_HEADER + rest !== BUCKET_BYTES - BUCKET_HEADER) {
      this.#wrong('the table does not fill its section', header);
    }
    this.#zeros(header + ZERO_AT, start - header - ZERO_AT);
    this.#zeros(end, Math.min(rest, BUCKET_BYTES));
  }

  #zeros(position: number, length: number): void {
    const { bytes } = this.#memory.peek(position, length, 'a bucket table');
    if (bytes.some((byte) => byte !== 0)) this.#wrong('there is something where zeros belong', position);
  }

  #wrong(message: string, position: number): void {
    this.#findings.add('table', message, position);
  }
}

function endHash(position: number): number {
  return hashInteger((position / 2 ** 32) | 0, (position % 2 ** 32) | 0, OTHER);
}
