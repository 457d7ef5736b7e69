/** Byte strings and text (docs/format.md 2): one layout, with LZ4 for what is long and compresses well. */

import { refuseTooLarge, type Writer } from '../../bytes/byte-writer.js';
import { lz4Compress, lz4Decompress, lz4MaxExpansion } from '../../bytes/lz4/lz4.js';
import { readShortText, SHORT_BYTES } from '../../bytes/short-text.js';
import { readLength } from '../../bytes/structural-integers.js';
import { bufferOver, decodeUtf8, encodeUtf8Into, utf8Length } from '../../bytes/utf8.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import { describe, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';

/** Lengths from here on take the long form; as the low 15 bits of the head, this says so. Heads from here on are not plain. */
export const LONG_FORM = 0x7fff;
const COMPRESSED = 0x8000;
/** Only what is longer than this many bytes is worth trying to compress. */
export const COMPRESS_ABOVE = 512;
/** Strings that take more than this many bytes where they lie, and all compressed ones, are made once for each place. */
const LONG_STRING = 512;
/** An uncompressed length in front of the LZ4 block. */
const LENGTH_PREFIX = 4;

function writeStored(writer: Writer, stored: Uint8Array, flag: number): void {
  const { length } = stored;
  const header = length < LONG_FORM ? 2 : 10;
  const at = writer.take(header + length);
  if (length < LONG_FORM) {
    writer.view.setUint16(at, length | flag, true);
  } else {
    writer.view.setUint16(at, LONG_FORM | flag, true);
    writer.setLength(at + 2, length);
  }
  writer.bytes.set(stored, at + header);
}

/** Appends a byte string in the stored form of docs/format.md 2. */
export function writeBytes(writer: Writer, value: Uint8Array): void {
  const length = value.length;
  if (length > COMPRESS_ABOVE) {
    refuseTooLarge(length);
    const bound = length - Math.floor(length / 3);
    const packed = new Uint8Array(bound);
    const size = lz4Compress(value, 0, length, packed, LENGTH_PREFIX);
    if (size >= 0 && size + LENGTH_PREFIX < bound) {
      new DataView(packed.buffer).setUint32(0, length, true);
      writeStored(writer, packed.subarray(0, size + LENGTH_PREFIX), COMPRESSED);
      return;
    }
  }
  writeStored(writer, value, 0);
}

function writeText(writer: Writer, value: string): void {
  // Three bytes a UTF-16 unit is UTF-8's worst case; within it the bytes can go straight to their place.
  if (value.length * 3 > COMPRESS_ABOVE) {
    const length = utf8Length(value);
    refuseTooLarge(length);
    const utf8 = new Uint8Array(length);
    encodeUtf8Into(value, utf8, bufferOver(utf8), 0);
    writeBytes(writer, utf8);
    return;
  }
  writer.reserve(2 + value.length * 3);
  const start = writer.take(2);
  const length = encodeUtf8Into(value, writer.bytes, writer.buffer, start + 2);
  writer.end += length;
  writer.view.setUint16(start, length, true);
}

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
    writeText(packer, value);
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
    writeBytes(packer, value);
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
