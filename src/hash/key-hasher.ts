/**
 * Keys on their way to a look-up: encoded once into scratch bytes, hashed there, compared from there.
 *
 * The scratch lies in the memory of the WebAssembly hash, so that it need not be copied to be hashed. Encoding
 * and xxh64 of 12 ASCII characters took 24 ns with WebAssembly on Node 20 and 26 alike, 56 to 59 in JavaScript,
 * and WebAssembly led at every length measured (4 to 200); for xxh32 it leads from 8 characters on, by up to a
 * third, and trails by 1 to 4 ns below: too little for a second path. Keys larger than the scratch are hashed in
 * JavaScript where they are.
 */
import { LONE_SURROGATE } from '../bytes/text/utf8.js';
import { ArgumentError } from '../errors.js';
import { loadWasmHash, type WasmHash } from './wasm.js';
import { xxh32 } from './xxh32.js';
import { xxh64 } from './xxh64.js';

/** Encodes and hashes one key at a time. A key stands until the next one is given, or is refused by an error. */
export interface KeyHasher {
  /** Holds the key in its first `length` bytes. May be replaced by each key: read it anew, and do not keep it. */
  readonly bytes: Uint8Array;
  /** A view of `bytes`; undefined for a key too large for the scratch. */
  readonly view: DataView | undefined;
  /** Number of bytes of the key. */
  readonly length: number;
  /** Low 32 bits of the last `hash64`, unsigned. */
  readonly low: number;
  /** High 32 bits of the last `hash64`, unsigned. */
  readonly high: number;
  /** Takes the UTF-8 form of a text as the key; throws ArgumentError if it has a lone surrogate. */
  encodeText(key: string): void;
  /** Takes bytes as the key. Above 64 KiB they are not copied: leave them as they are until hashed. */
  setBytes(key: Uint8Array): void;
  /** The same for bytes that lie among others. */
  setPart(bytes: Uint8Array, start: number, length: number): void;
  /** Hashes the key by xxh64 into `low` and `high`. */
  hash64(): void;
  /** The same with a seed, in halves, whose hashes nobody can foresee who does not know it. */
  hashSeeded(seedLow: number, seedHigh: number): void;
  /** Hashes the key by xxh32, unsigned. */
  hash32(): number;
}

/** Where the key starts in the module's memory: behind the 8 bytes of its result. */
const KEY_AT = 8;

/** Size of the scratch: the rest of the module's one page. */
const SCRATCH_BYTES = 0x1_0000 - KEY_AT;

/** Up to here a loop is faster than the call of a built-in function: 2 ns a character against 35 to 50 ns. */
const LOOP_LENGTH = 24;

/** No key can be longer: a window of memory holds 2 GiB at most, and a key must lie whole in one. */
const MAX_KEY_BYTES = 0x4000_0000;

class ScratchKeyHasher implements KeyHasher {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView | undefined;
  length = 0;
  readonly #load: () => WasmHash | undefined;
  readonly #encoder = new TextEncoder();
  #scratch: Uint8Array | undefined;
  #scratchView: DataView | undefined;
  #wasm: WasmHash | undefined;
  #words = new Uint32Array(2);

  constructor(load: () => WasmHash | undefined) {
    this.#load = load;
  }

  get low(): number {
    return this.#words[0]!;
  }

  get high(): number {
    return this.#words[1]!;
  }

  encodeText(key: string): void {
    const length = key.length;
    if (length > LOOP_LENGTH) {
      this.#encodeLong(key);
      return;
    }
    const scratch = this.#scratch ?? this.#start();
    for (let at = 0; at < length; at++) {
      const unit = key.charCodeAt(at);
      if (unit > 0x7f) {
        this.#encodeLong(key);
        return;
      }
      scratch[at] = unit;
    }
    this.bytes = scratch;
    this.view = this.#scratchView;
    this.length = length;
  }

  setBytes(key: Uint8Array): void {
    const length = key.length;
    if (length > SCRATCH_BYTES) {
      this.#useLarge(key);
      return;
    }
    const scratch = this.#scratch ?? this.#start();
    if (length > LOOP_LENGTH) scratch.set(key);
    else for (let at = 0; at < length; at++) scratch[at] = key[at]!;
    this.bytes = scratch;
    this.view = this.#scratchView;
    this.length = length;
  }

  setPart(bytes: Uint8Array, start: number, length: number): void {
    if (length > LOOP_LENGTH) {
      this.setBytes(bytes.subarray(start, start + length));
      return;
    }
    const scratch = this.#scratch ?? this.#start();
    for (let at = 0; at < length; at++) scratch[at] = bytes[start + at]!;
    this.bytes = scratch;
    this.view = this.#scratchView;
    this.length = length;
  }

  hash64(): void {
    const wasm = this.#wasm;
    if (wasm !== undefined && this.bytes === this.#scratch) wasm.xxh64(KEY_AT, KEY_AT + this.length);
    else xxh64(this.bytes, 0, this.length, this.#words);
  }

  hashSeeded(seedLow: number, seedHigh: number): void {
    const wasm = this.#wasm;
    if (wasm !== undefined && this.bytes === this.#scratch) {
      wasm.seed(seedLow, seedHigh);
      wasm.xxh64(KEY_AT, KEY_AT + this.length);
      wasm.seed(0, 0);
    } else {
      xxh64(this.bytes, 0, this.length, this.#words, seedLow, seedHigh);
    }
  }

  hash32(): number {
    const wasm = this.#wasm;
    if (wasm !== undefined && this.bytes === this.#scratch) {
      return wasm.xxh32(KEY_AT, KEY_AT + this.length) >>> 0;
    }
    return xxh32(this.bytes, 0, this.length);
  }

  /** Makes the scratch, at the first key: importing this module compiles nothing. */
  #start(): Uint8Array {
    const wasm = this.#load();
    const scratch =
      wasm === undefined ? new Uint8Array(SCRATCH_BYTES) : new Uint8Array(wasm.memory, KEY_AT, SCRATCH_BYTES);
    if (wasm !== undefined) this.#words = new Uint32Array(wasm.memory, 0, 2);
    this.#wasm = wasm;
    this.#scratch = scratch;
    this.#scratchView = new DataView(scratch.buffer, scratch.byteOffset, SCRATCH_BYTES);
    return scratch;
  }

  #encodeLong(key: string): void {
    // A UTF-16 unit gives at most 3 bytes.
    if (key.length * 3 > SCRATCH_BYTES) {
      const encoded = this.#encoder.encode(key);
      if (encoded.length !== key.length) refuseLoneSurrogate(key);
      this.#useLarge(encoded);
      return;
    }
    const scratch = this.#scratch ?? this.#start();
    const length = this.#encoder.encodeInto(key, scratch).written;
    // As many bytes as units: ASCII, hence well-formed.
    if (length !== key.length) refuseLoneSurrogate(key);
    this.bytes = scratch;
    this.view = this.#scratchView;
    this.length = length;
  }

  #useLarge(key: Uint8Array): void {
    if (key.length > MAX_KEY_BYTES) {
      throw new ArgumentError(
        `a key of ${key.length} bytes is too long: keys hold at most ${MAX_KEY_BYTES} bytes; use a digest as the key`,
      );
    }
    this.bytes = key;
    this.view = undefined;
    this.length = key.length;
  }
}

/** The encoder would store U+FFFD in place of a lone surrogate, so that different keys became one. */
function refuseLoneSurrogate(key: string): void {
  const at = key.search(LONE_SURROGATE);
  if (at < 0) return;
  throw new ArgumentError(
    `text has a lone surrogate (U+${key.charCodeAt(at).toString(16).toUpperCase()} at index ${at}), which has no UTF-8 form; pass well-formed text`,
  );
}

/**
 * A key hasher with scratch bytes of its own.
 *
 * @param load gives the WebAssembly hash, or undefined to hash in JavaScript
 */
export function createKeyHasher(load: () => WasmHash | undefined = loadWasmHash): KeyHasher {
  return new ScratchKeyHasher(load);
}

/** The key hasher that all look-ups of a thread share: each uses its result before the next begins. */
export const keyHasher: KeyHasher = /* @__PURE__ */ createKeyHasher();
