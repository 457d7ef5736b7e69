/** Byte strings and text as kinds of values; `string-form.ts` has their layout. */

import { lz4MaxExpansion } from '../../bytes/lz4/lz4-block.js';
import { lz4Decompress } from '../../bytes/lz4/lz4-decompress.js';
import { readLength } from '../../bytes/structural-integers.js';
import { readShortText, SHORT_BYTES } from '../../bytes/text/short-text.js';
import { COMPRESSED, LENGTH_PREFIX, LONG_FORM } from '../../bytes/text/string-form.js';
import { bufferOver, decodeUtf8 } from '../../bytes/text/utf8.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import { describe, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';

/** Strings that take more than this many bytes where they lie, and all compressed ones, are made once for each place. */
const LONG_STRING = 512;
function decompress(window: Window, start: number, stored: number): Uint8Array {
  if (stored < LENGTH_PREFIX) {
    throw new CorruptBufferError('a compressed string has no room for its length', window.base + start);
  }
  const length = window.view.getUint32(start, true);
  if (length > lz4MaxExpansion(stored - LENGTH_PREFIX)) {
    throw new CorruptBufferError(
      `${stored} compressed bytes cannot hold the ${length} that are declared`,
      window.base + start,
    );
  }
  const bytes = new Uint8Array(length);
  lz4Decompress(window.bytes, start + LENGTH_PREFIX, start + stored, bytes, window.base);
  return bytes;
}

/** Start and stored length of the string at an offset, both checked; the flag says whether it is compressed. */
export interface StoredBytes {
  start: number;
  length: number;
  compressed: boolean;
}

export function locateBytes(window: Window, offset: number): StoredBytes {
  window.need(offset, 2);
  const head = window.view.getUint16(offset, true);
  let length = head & LONG_FORM;
  let start = offset + 2;
  if (length === LONG_FORM) {
    length = readLength(window, start);
    start += 8;
  }
  window.need(start, length);
  return { start, length, compressed: head >= COMPRESSED };
}

/** The byte string at an offset, as a copy of its own. */
export function readBytes(window: Window, offset: number): Uint8Array {
  const { start, length, compressed } = locateBytes(window, offset);
  return compressed ? decompress(window, start, length) : window.bytes.slice(start, start + length);
}

/** The text at an offset. Throws `CorruptBufferError` where it is not UTF-8. */
export function readText(window: Window, offset: number): string {
  if (offset >= 0 && offset <= window.size - 2) {
    const head = window.view.getUint16(offset, true);
    const start = offset + 2;
    if (head < LONG_FORM && start <= window.size - head) {
      if (head <= SHORT_BYTES) return readShortText(window, start, head);
      return decodeUtf8(window.bytes, window.buffer, start, start + head, window.base);
    }
  }
  const { start, length, compressed } = locateBytes(window, offset);
  if (!compressed) return decodeUtf8(window.bytes, window.buffer, start, start + length, window.base);
  const bytes = decompress(window, start, length);
  return decodeUtf8(bytes, bufferOver(bytes), 0, bytes.length);
}

/** Bytes of the string at an offset if it is short; −1 if it is not, or not there. */
export function shortLength(window: Window, offset: number): number {
  if (!(offset >= 0 && offset <= window.size - 2)) return -1;
  const head = window.view.getUint16(offset, true);
  return head <= LONG_STRING ? head : -1;
}

/** Reads a string within a decoding. Its bytes are paid for before it is made; what is long is made once. */
function readOnce<T extends string | Uint8Array>(
  window: Window,
  offset: number,
  reader: Decoding,
  type: VariableCodec<T>,
  read: (window: Window, offset: number) => T,
): T {
  const length = shortLength(window, offset);
  if (length >= 0) {
    reader.spend(window, offset, length);
    return read(window, offset);
  }
  const { repeats } = reader;
  const known = repeats ? reader.made(window, offset, type) : undefined;
  if (known !== undefined) return known as T;
  reader.spend(window, offset, lengthOf(window, offset));
  const value = read(window, offset);
  if (repeats) reader.remember(window, offset, type, value);
  return value;
}

/** Bytes of the string at an offset, as far as it says so: decompressing checks it. */
function lengthOf(window: Window, offset: number): number {
  const { start, length, compressed } = locateBytes(window, offset);
  return compressed && length >= LENGTH_PREFIX ? window.view.getUint32(start, true) : length;
}

class TextCodec extends VariableCodec<string> {
  override write(packer: Packer, value: unknown): void {
    if (typeof value !== 'string') throw new PackError(`${describe(value)} is not a string`);
    packer.writeText(value);
  }

  override read(window: Window, offset: number, reader: Decoding): string {
    return readOnce(window, offset, reader, this, readText);
  }

  /** Strings have no identity in JavaScript: text of any length is shared by value. */
  override shareKey(value: unknown): unknown {
    return typeof value === 'string' ? value : undefined;
  }

  override get sharesBody(): boolean {
    return true;
  }
}

class BytesCodec extends VariableCodec<Uint8Array> {
  override write(packer: Packer, value: unknown): void {
    if (!(value instanceof Uint8Array)) {
      throw new PackError(`${describe(value)} is not a Uint8Array`);
    }
    packer.writeBytes(value);
  }

  override read(window: Window, offset: number, reader: Decoding): Uint8Array {
    return readOnce(window, offset, reader, this, readBytes);
  }

  override get sharesBody(): boolean {
    return true;
  }
}

export const text: VariableCodec<string> = new TextCodec('string', 'u');
export const bytes: VariableCodec<Uint8Array> = new BytesCodec('bytes', 's');
