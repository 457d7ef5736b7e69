/**
 * Text as UTF-8, strictly: what is not valid UTF-8 is refused in both directions, never replaced by U+FFFD.
 *
 * Where there is a Node `Buffer` its native methods do the work, else `TextDecoder` and `TextEncoder`. Calling
 * out of JavaScript has a price of its own (some 45 ns on Node 20), so short text is made of character codes
 * (`character-codes.ts`) where it can be.
 */
import { CorruptBufferError, PackError } from '../../errors.js';
import { latinText, MOST_CODES } from './character-codes.js';

/** What is used of a Node `Buffer`, so that nothing here needs its type. */
export interface NodeBytes {
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, offset: number): number;
  /** Not checked for: where there is none, base64 is made from text. */
  base64Slice?(start: number, end: number): string;
}

interface NodeBytesClass {
  prototype: Partial<NodeBytes>;
  from(memory: ArrayBufferLike, offset: number, length: number): NodeBytes;
  byteLength(text: string, encoding: 'utf8'): number;
}

/** Longest text encoded here, in UTF-16 units: the native call costs as much from there on. */
const SHORT_TEXT = 32;
/** Longest text measured here, in UTF-16 units, where there is a native way. */
const SHORT_MEASURE = 12;

const NativeBytes = nativeClass((globalThis as unknown as { Buffer?: NodeBytesClass }).Buffer);
/** `ignoreBOM` keeps a leading U+FEFF: it is stored text, not a mark. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();
/** With the `u` flag, surrogates match only where they are not one of a pair. */
export const LONE_SURROGATE: RegExp = /\p{Surrogate}/u;

/** Stand-ins for `Buffer` in browsers lack its undocumented native methods, and are of no use here. */
function nativeClass(found: NodeBytesClass | undefined): NodeBytesClass | undefined {
  const methods = found?.prototype;
  return typeof methods?.utf8Slice === 'function' && typeof methods.utf8Write === 'function'
    ? found
    : undefined;
}

/** A Node `Buffer` over the same memory as `bytes`, or undefined where there is none. */
export function bufferOver(bytes: Uint8Array): NodeBytes | undefined {
  return NativeBytes?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The text stored in `bytes[start..end)`; `buffer` is `bufferOver(bytes)`. Throws `CorruptBufferError` where it
 * is not UTF-8; `base` is the position of `bytes` in the file. The range must lie within `bytes`.
 */
export function decodeUtf8(
  bytes: Uint8Array,
  buffer: NodeBytes | undefined,
  start: number,
  end: number,
  base = 0,
): string {
  const length = end - start;
  if (length <= MOST_CODES) {
    if (length === 0) return '';
    const text = latinText(bytes, start, length);
    if (text !== undefined) return text;
  }
  const text = buffer === undefined ? decodePortably(bytes, start, end) : buffer.utf8Slice(start, end);
  // The replacement character is either stored as such, or the sign of bytes that are not UTF-8.
  if (text.includes('\uFFFD')) {
    const wrong = firstInvalid(bytes, start, end);
    if (wrong >= 0) {
      throw new CorruptBufferError(
        'text is not valid UTF-8: the data is damaged, or was packed as bytes (read it as bytes)',
        base + wrong,
      );
    }
  }
  return text;
}

/** Bytes that `text` takes in UTF-8. A lone surrogate counts 3. */
export function utf8Length(text: string): number {
  if (text.length > SHORT_MEASURE && NativeBytes !== undefined) return NativeBytes.byteLength(text, 'utf8');
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    // The pair's 4 bytes: 2 for its units, and the 2 just added.
    if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return length;
}

/**
 * Writes `text` at `bytes[at]`, where there must be room for three bytes a UTF-16 unit; `buffer` is
 * `bufferOver(bytes)`. Returns the number of bytes written. Throws `PackError` for a lone surrogate.
 */
export function encodeUtf8Into(
  text: string,
  bytes: Uint8Array,
  buffer: NodeBytes | undefined,
  at: number,
): number {
  if (text.length <= SHORT_TEXT) {
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      bytes[at + i] = unit;
    }
    if (i === text.length) return i;
  }
  refuseLoneSurrogates(text);
  if (buffer !== undefined) return buffer.utf8Write(text, at);
  return encoder.encodeInto(text, bytes.subarray(at)).written;
}

function refuseLoneSurrogates(text: string): void {
  const native: (() => boolean) | undefined = (text as { isWellFormed?: () => boolean }).isWellFormed;
  if (native?.call(text)) return;
  const index = text.search(LONE_SURROGATE);
  if (index >= 0) throw new PackError(`text has a lone surrogate at index ${index}; it has no UTF-8 form`);
}

/** Browsers' decoders refuse shared memory, so text in it is copied first. */
function decodePortably(bytes: Uint8Array, start: number, end: number): string {
  const part = bytes.subarray(start, end);
  const shared = bytes.buffer[Symbol.toStringTag] !== 'ArrayBuffer';
  return decoder.decode(shared ? new Uint8Array(part) : part);
}

/** Where the first sequence starts that is not UTF-8 (overlong, surrogate, beyond U+10FFFF, cut), or −1. */
function firstInvalid(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; ) {
    const lead = bytes[i]!;
    const size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (size === 0 || i + size > end) return i;
    // Only the second byte's range depends on the lead.
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (size > 1 && (bytes[i + 1]! < low || bytes[i + 1]! > high)) return i;
    for (let k = 2; k < size; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return i;
    i += size;
  }
  return -1;
}
