/** The order of keys of text and bytes, by their bytes: an *order* section has it (docs/format.md 13.8). */
import type { Memory } from '../../bytes/memory.js';
import type { Region } from '../../bytes/region.js';
import type { SortedIndex } from '../../bytes/sorted-index.js';
import { LONG_FORM } from '../../bytes/text/string-form.js';
import { LONE_SURROGATE } from '../../bytes/text/utf8.js';
import { NOTHING, type Window } from '../../bytes/window.js';
import { ArgumentError, CorruptBufferError } from '../../errors.js';
import { MAX_KEY_BYTES } from '../../hash/encode-key.js';
import { worthOf } from '../../values/base/budget.js';
import { describe } from '../../values/base/codec.js';
import { locateBytes, readBytes } from '../../values/text/text-and-bytes.js';
import { compareBytes, sharedBytes } from './compare-bytes.js';
import { NUMBER_BYTES } from './order-section.js';
import type { OrderedMapper, Ranks } from './ranks.js';

const encoder = /* @__PURE__ */ new TextEncoder();
/** Column of the index that says where a key lies. */
const KEY_OFFSET = 1;
/** Steps of searches whose keys are remembered by where they lie, at most: 256 kB. */
const PIVOTS = 2 ** 15;

/** A stored key: its bytes, where in them, and how many. */
class Stored {
  entry = -1;
  bytes: Uint8Array = NOTHING;
  start = 0;
  length = 0;
}

export class TextRanks implements Ranks<Uint8Array> {
  readonly size: number;
  readonly halves = true;
  /** Far away, what a search among all reads is fetched before it. */
  readonly near: boolean;
  readonly #memory: Memory;
  readonly #start: number;
  readonly #index: SortedIndex;
  readonly #numbers: Region;
  /** Bytes of compressed keys that one search or walk has unpacked, and where the last two of these lie. */
  #unpacked = 0;
  #places: [number, number] = [-1, -1];
  #keys: [Uint8Array, Uint8Array] = [NOTHING, NOTHING];
  /** Positions of the keys at the first steps of searches, by their numbers in the tree that these make. */
  #pivots: Float64Array | undefined;
  /** The keys that were compared last; a walk goes on from the second. */
  #one = new Stored();
  #other = new Stored();

  constructor({ parts, size }: OrderedMapper, numbers: Region) {
    this.#memory = parts.memory;
    this.near = !parts.memory.partial;
    this.#start = parts.start;
    this.#index = parts.index;
    this.#numbers = numbers;
    this.size = size;
  }

  begin(): void {
    this.#unpacked = 0;
    this.#one.entry = -1;
    this.#other.entry = -1;
  }

  bound(key: unknown): Uint8Array {
    // Not by its own slice: a Buffer's gives the same memory.
    if (key instanceof Uint8Array) return new Uint8Array(key);
    if (typeof key !== 'string')
      throw new ArgumentError(`${describe(key)} is no key: give text, or a Uint8Array`);
    if (LONE_SURROGATE.test(key))
      throw new ArgumentError('a lone surrogate has no UTF-8 form, and so no place among keys');
    return encoder.encode(key);
  }

  pastPrefix(prefix: unknown): Uint8Array | undefined {
    const bytes = this.bound(prefix);
    let { length } = bytes;
    while (length > 0 && bytes[length - 1] === 0xff) length -= 1;
    if (length === 0) return undefined;
    const past = bytes.slice(0, length);
    past[length - 1]! += 1;
    return past;
  }

  past(bound: Uint8Array): Uint8Array {
    const past = new Uint8Array(bound.length + 1);
    past.set(bound);
    return past;
  }

  entryAt(rank: number): number {
    const at = rank * NUMBER_BYTES;
    const window = this.#numbers.windowAt(at);
    const offset = this.#numbers.offsetIn(window, at);
    window.need(offset, NUMBER_BYTES);
    const entry = window.view.getUint32(offset, true);
    if (entry < this.size) return entry;
    throw new CorruptBufferError(
      `the order of the keys leads to entry ${entry} of ${this.size}: the data is damaged`,
      this.#numbers.start + at,
    );
  }

  likelyEntryAt(rank: number): number {
    const at = rank * NUMBER_BYTES;
    const window = this.#numbers.windowAt(at);
    const entry = window.view.getUint32(this.#numbers.offsetIn(window, at), true);
    return entry < this.size ? entry : 0;
  }

  compare(entry: number, bound: Uint8Array): number {
    const stored = this.#other.entry === entry ? this.#other : this.#find(entry, this.#other);
    return compareBytes(stored.bytes, stored.start, stored.length, bound, 0, bound.length);
  }

  compareEntries(one: number, other: number): number {
    if (this.#other.entry === one) [this.#one, this.#other] = [this.#other, this.#one];
    const a = this.#one.entry === one ? this.#one : this.#find(one, this.#one);
    const b = this.#find(other, this.#other);
    return compareBytes(a.bytes, a.start, a.length, b.bytes, b.start, b.length);
  }

  lowerBound(bound: Uint8Array): number {
    this.#pivots ??= new Float64Array(Math.min(PIVOTS, this.size));
    const pivots = this.#pivots;
    const stored = this.#other;
    let [low, high, step] = [0, this.size, 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      let position = step < pivots.length ? pivots[step]! : 0;
      if (position === 0) {
        position = this.#positionOf(this.entryAt(middle));
        if (step < pivots.length) pivots[step] = position;
      }
      this.#read(position, stored);
      const below = compareBytes(stored.bytes, stored.start, stored.length, bound, 0, bound.length) < 0;
      if (below) low = middle + 1;
      else high = middle;
      step = below ? 2 * step + 1 : 2 * step;
    }
    stored.entry = -1;
    return low;
  }

  /** Which shares more bytes with it, from the front. */
  isBelowNearer(below: number, bound: Uint8Array, above: number): boolean {
    return this.#shared(below, bound) >= this.#shared(above, bound);
  }

  #shared(entry: number, bound: Uint8Array): number {
    const { bytes, start, length } = this.#find(entry, this.#other);
    return sharedBytes(bytes, start, length, bound);
  }

  #positionOf(entry: number): number {
    return this.#start + this.#index.rounded(entry, KEY_OFFSET);
  }

  #find(entry: number, into: Stored): Stored {
    this.#read(this.#positionOf(entry), into);
    into.entry = entry;
    return into;
  }

  #read(position: number, into: Stored): void {
    const window = this.#memory.windowAt(position);
    const offset = position - window.base;
    window.need(offset, 2);
    const head = window.view.getUint16(offset, true);
    if (head >= LONG_FORM) {
      this.#readLong(window, offset, into);
      return;
    }
    window.need(offset + 2, head);
    into.bytes = window.bytes;
    into.start = offset + 2;
    into.length = head;
  }

  #readLong(window: Window, offset: number, into: Stored): void {
    const { start, length, compressed } = locateBytes(window, offset);
    into.bytes = compressed ? this.#unpack(window, offset, start, length) : window.bytes;
    into.start = compressed ? 0 : start;
    into.length = compressed ? into.bytes.length : length;
  }

  /** Walks compare each key twice, with the ends of a range and with the next one. */
  #unpack(window: Window, offset: number, start: number, stored: number): Uint8Array {
    const place = window.base + offset;
    const known = this.#places.indexOf(place);
    if (known >= 0) return this.#keys[known]!;
    const length = stored < 4 ? 0 : window.view.getUint32(start, true);
    this.#unpacked += length;
    if (length > MAX_KEY_BYTES || this.#unpacked > worthOf(window.memory.byteLength)) {
      throw new CorruptBufferError(
        'more compressed keys are to be compared than any honest file holds',
        place,
      );
    }
    const key = readBytes(window, offset);
    this.#places = [place, this.#places[0]];
    this.#keys = [key, this.#keys[0]];
    return key;
  }
}
