/** Writing byte strings and text (docs/format.md 2). */
import { refuseTooLarge, type Writer } from '../byte-writer.js';
import { lz4Compress } from '../lz4/lz4-compress.js';
import { COMPRESS_ABOVE, COMPRESSED, LENGTH_PREFIX, LONG_FORM } from './string-form.js';
import { bufferOver, encodeUtf8Into, utf8Length } from './utf8.js';

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

/** Appends text as its UTF-8 form. */
export function writeText(writer: Writer, value: string): void {
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
