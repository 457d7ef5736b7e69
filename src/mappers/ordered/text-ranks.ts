/** The order of keys of text and bytes, by their bytes: an *order* section has it (docs/format.md 13.8). */
import type { Region } from '../../bytes/region.js';
import { LONE_SURROGATE } from '../../bytes/utf8.js';
import { NOTHING, type Window } from '../../bytes/window.js';
import { ArgumentError, CorruptBufferError } from '../../errors.js';
import { MAX_KEY_BYTES } from '../../hash/encode-key.js';
import { worthOf } from '../../values/base/budget.js';
import { describe } from '../../values/base/codec.js';
import { LONG_FORM, locateBytes, readBytes } from '../../values/text/text-and-bytes.js';
import { compareBytes, sharedBytes } from './compare-bytes.js';
import { NUMBER_BYTES } from './order-section.js';
import type { OrderedMapper, Ranks } from './ranks.js';

const encoder = /* @__PURE__ */ new TextEncoder();

/** A stored key: its bytes, where in them, and how many. */
interface Stored {
  bytes: Uint8Array;
  start: number;
  length: number;
}

export class TextRanks implements Ranks<Uint8Array> {
  readonly size: number;
  readonly #mapper: OrderedMapper;
  readonly #numbers: Region;
  /** Bytes of compressed keys that one search or walk has unpacked, and where the last two of these lie. */
  #unpacked = 0;
  #places: [number, number] = [-1, -1];
  #keys: [Uint8Array, Uint8Array] = [NOTHING, NOTHING];
  /** What two comparisons need. */
  readonly #one: Stored = { bytes: NOTHING, start: 0, length: 0 };
  readonly #other: Stored = { bytes: NOTHING, start: 0, length: 0 };

  constructor(mapper: OrderedMapper, numbers: Region) {
    this.#mapper = mapper;
    this.#numbers = numbers;
    this.size = mapper.size;
  }

  begin(): void {
    this.#unpacked = 0;
  }

  bound(key: unknown): Uint8Array {
    if (key instanceof Uint8Array) return key.slice();
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

  compare(entry: number, bound: Uint8Array): number {
    const { bytes, start, length } = this.#find(entry, this.#one);
    return compareBytes(bytes, start, length, bound, 0, bound.length);
  }

  compareEntries(one: number, other: number): number {
    const a = this.#find(one, this.#one);
    const b = this.#find(other, this.#other);
    return compareBytes(a.bytes, a.start, a.length, b.bytes, b.start, b.length);
  }

  lowerBound(bound: Uint8Array): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.compare(this.entryAt(middle), bound) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Which shares more bytes with it, from the front. */
  isBelowNearer(below: number, bound: Uint8Array, above: number): boolean {
    return this.#shared(below, bound) >= this.#shared(above, bound);
  }

  #shared(entry: number, bound: Uint8Array): number {
    const { bytes, start, length } = this.#find(entry, this.#one);
    return sharedBytes(bytes, start, length, bound);
  }

  #find(entry: number, into: Stored): Stored {
    const position = this.#mapper.keyPosition(entry);
    const window = this.#mapper.parts.memory.windowAt(position);
    const offset = position - window.base;
    window.need(offset, 2);
    const head = window.view.getUint16(offset, true);
    if (head >= LONG_FORM) return this.#findLong(window, offset, into);
    window.need(offset + 2, head);
    into.bytes = window.bytes;
    into.start = offset + 2;
    into.length = head;
    return into;
  }

  #findLong(window: Window, offset: number, into: Stored): Stored {
    const { start, length, compressed } = locateBytes(window, offset);
    into.bytes = compressed ? this.#unpack(window, offset, start, length) : window.bytes;
    into.start = compressed ? 0 : start;
    into.length = compressed ? into.bytes.length : length;
    return into;
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
