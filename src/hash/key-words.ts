/**
 * Keys on their way to a bucket table: as 32-bit words, hashed while they are encoded (docs/format.md 13.7).
 *
 * Keys of ASCII text, which most are, go from UTF-16 units straight into the words: no call into WebAssembly, no second
 * pass over the text. Others are encoded first, and hashed from there.
 */
import { encodeKey, type KeyBuffer } from './encode-key.js';

/** Up to so many units a loop is faster than the call of a built-in function. */
const LOOP_UNITS = 40;
const SCRATCH_BYTES = 2 ** 16;

/** What the hash of a table multiplies by: two odd words, which its builder chooses. */
export interface Multipliers {
  readonly first: number;
  readonly second: number;
}

/**
 * One step of the hash, whose longest chain is six cycles. A difference between two keys is spread by one multiplication
 * before the step and one before the next, so that who does not know both cannot undo it by the next word.
 */
function mix(hash: number, word: number, first: number, second: number): number {
  const spread = Math.imul(word, first);
  return Math.imul(((hash << 13) | (hash >>> 19)) ^ spread ^ (spread >>> 15), second);
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 16);
}

/** Hash, signed, of the first `length` bytes of `view`. */
export function hashBytes(view: DataView, length: number, { first, second }: Multipliers): number {
  let hash = length;
  let at = 0;
  for (; at <= length - 4; at += 4) hash = mix(hash, view.getInt32(at, true), first, second);
  if (at < length) {
    let word = 0;
    for (let shift = 0; at < length; at += 1, shift += 8) word |= view.getUint8(at) << shift;
    hash = mix(hash, word, first, second);
  }
  return finish(hash);
}

/** Hash, signed, of an integer key in halves, signed too: that of its 8 bytes. */
export function hashInteger(high: number, low: number, { first, second }: Multipliers): number {
  return finish(mix(mix(8, low, first, second), high, first, second));
}

/** Holds one key at a time: the one that was hashed last. */
export class KeyWords implements KeyBuffer {
  /** Bytes of the key; −1 after what is no key. */
  length = -1;
  bytes: Uint8Array = new Uint8Array(0);
  /** The key's bytes in words, little-endian; zeros fill the last one. */
  words: Int32Array = new Int32Array(0);
  #view = new DataView(this.bytes.buffer);

  constructor() {
    this.grow(SCRATCH_BYTES);
  }

  /** Takes a key and gives its hash, signed; `length` is −1 for what is no key of text or bytes. */
  hash(key: unknown, multipliers: Multipliers): number {
    if (typeof key !== 'string' || key.length > LOOP_UNITS) return this.#hashOther(key, multipliers);
    const { length } = key;
    const { words } = this;
    const { first, second } = multipliers;
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
      words[at >> 2] = word;
      hash = mix(hash, word, first, second);
    }
    if (at < length) {
      let word = 0;
      const place = at >> 2;
      for (let shift = 0; at < length; at += 1, shift += 8) {
        const unit = key.charCodeAt(at);
        units |= unit;
        word |= unit << shift;
      }
      words[place] = word;
      hash = mix(hash, word, first, second);
    }
    if (units > 0x7f) return this.#hashOther(key, multipliers);
    this.length = length;
    return finish(hash);
  }

  grow(length: number): void {
    const buffer = new ArrayBuffer((length + 7) & ~3);
    this.bytes = new Uint8Array(buffer, 0, length);
    this.words = new Int32Array(buffer);
    this.#view = new DataView(buffer);
  }

  #hashOther(key: unknown, multipliers: Multipliers): number {
    const length = encodeKey(key, this);
    this.length = length;
    if (length < 0) return 0;
    // Behind the key, to the end of its last word.
    for (let at = length; (at & 3) !== 0; at += 1) this.#view.setUint8(at, 0);
    return hashBytes(this.#view, length, multipliers);
  }
}

/** The keys of all look-ups of a thread: each is done with before the next begins. */
export const keyWords: KeyWords = /* @__PURE__ */ new KeyWords();
