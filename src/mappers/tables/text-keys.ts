/**
 * Keys of text and bytes, which slots lead to where they are stored. As 32-bit words, hashed while they are encoded.
 *
 * Keys of ASCII text, which most are, go from UTF-16 units straight into the words: no call into WebAssembly, no second
 * pass over the text. Others are encoded first, and hashed from there.
 */
import type { Memory } from '../../bytes/memory.js';
import { COMPRESS_ABOVE } from '../../bytes/text/string-form.js';
import { encodedLength, encodeKey } from '../../hash/encode-key.js';
import { finishHash, hashBytes, type Multipliers, mixWord } from '../../hash/table-hash.js';
import { beginLongMatches, matchesLong } from '../../values/compare/long-key-match.js';
import { matchesWords } from '../../values/compare/word-match.js';
import type { MapperParts } from '../id-mapper.js';
import type { TableKeys } from './table-keys.js';

/** Up to so many units a loop is faster than the call of a built-in function. */
const LOOP_UNITS = 40;

/** The key taken last by any table, unless it is large; zeros fill its last word. */
const SCRATCH: Uint8Array = /* @__PURE__ */ new Uint8Array(4096);
const WORDS: Int32Array = /* @__PURE__ */ new Int32Array(SCRATCH.buffer);

export class TextKeys implements TableKeys {
  readonly #memory: Memory;
  readonly #start: number;
  readonly #multipliers: Multipliers;
  /** Bytes of the key taken last; −1 after what is no key. */
  #length = -1;
  /** The key where it has no room in the scratch. */
  #large: Uint8Array | undefined;

  /** Places count from the mapper's start. */
  constructor({ memory, start }: Pick<MapperParts, 'memory' | 'start'>, multipliers: Multipliers) {
    this.#memory = memory;
    this.#start = start;
    this.#multipliers = multipliers;
  }

  take(key: unknown): number {
    if (typeof key !== 'string' || key.length > LOOP_UNITS) return this.#takeOther(key);
    const { length } = key;
    const { first, second } = this.#multipliers;
    let hash = length;
    let units = 0;
    let at = 0;
    for (; at <= length - 4; at += 4) {
      const a = key.charCodeAt(at);
      const b = key.charCodeAt(at + 1);
      const c = key.charCodeAt(at + 2);
      const d = key.charCodeAt(at + 3);
      units |= a | b | c | d;
      const word = a | (b << 8) | (c << 16) | (d << 24);
      WORDS[at >> 2] = word;
      hash = mixWord(hash, word, first, second);
    }
    if (at < length) {
      let word = 0;
      const place = at >> 2;
      for (let shift = 0; at < length; at += 1, shift += 8) {
        const unit = key.charCodeAt(at);
        units |= unit;
        word |= unit << shift;
      }
      WORDS[place] = word;
      hash = mixWord(hash, word, first, second);
    }
    if (units > 0x7f) return this.#takeOther(key);
    this.#length = length;
    this.#large = undefined;
    return finishHash(hash);
  }

  matches(place: number): boolean {
    const position = this.#start + place;
    const window = this.#memory.windowAt(position);
    const large = this.#large;
    if (large !== undefined) return matchesLong(window, position - window.base, large, this.#length);
    return matchesWords(window, position - window.base, WORDS, this.#length);
  }

  positionOf(place: number): number {
    return this.#start + place;
  }

  missing(): -1 {
    return -1;
  }

  #takeOther(key: unknown): number {
    const bytes = encodeKey(key, SCRATCH);
    const length = bytes === undefined ? -1 : encodedLength;
    this.#length = length;
    this.#large = bytes === SCRATCH ? undefined : bytes;
    if (bytes === undefined) return 0;
    if (length > COMPRESS_ABOVE) beginLongMatches();
    if (bytes === SCRATCH) for (let at = length; (at & 3) !== 0; at += 1) SCRATCH[at] = 0;
    return hashBytes(new DataView(bytes.buffer, bytes.byteOffset, length), length, this.#multipliers);
  }
}
