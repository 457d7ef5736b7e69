/** What buffers of Arrow are compressed with: frames of LZ4, and zstd. */
import * as zlib from 'node:zlib';
import { CompressionType, setCompressionCodec } from '@uwdata/flechette';
import { decompress as fzstd } from 'fzstd';
import { lz4Decompress } from '../../../bytes/lz4/lz4.js';
import { ValueError } from '../../input/value-error.js';

/** A buffer at most. */
const MAX_BYTES = 2 ** 31;
const LZ4_MAGIC = 0x184d2204;

/** Not in the Node of all that this runs on. */
const { zstdDecompressSync } = zlib as Partial<typeof zlib> & {
  zstdDecompressSync?(input: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
};

export function registerCodecs(): void {
  setCompressionCodec(CompressionType.LZ4_FRAME, { encode: refuse, decode: exact(lz4Frame) });
  setCompressionCodec(CompressionType.ZSTD, { encode: refuse, decode: exact(zstd) });
}

function refuse(): never {
  throw new ValueError('is not written compressed');
}

/** The result in memory of its own, so that other types can be read in place. */
function exact(decode: (input: Uint8Array, length: number) => Uint8Array) {
  return (input: Uint8Array, length: number): Uint8Array => {
    if (!(length >= 0 && length <= MAX_BYTES))
      throw new ValueError(`is damaged: a buffer of ${length} bytes`);
    const bytes = decode(input, length);
    if (bytes.length !== length) throw new ValueError('is damaged: a buffer has another length than it says');
    return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  };
}

function zstd(input: Uint8Array, length: number): Uint8Array {
  if (zstdDecompressSync !== undefined)
    return zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) });
  return fzstd(input, new Uint8Array(length));
}

/** Frames whose blocks may point back to earlier ones, as most writers have them. */
function lz4Frame(input: Uint8Array, length: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (view.getUint32(0, true) !== LZ4_MAGIC) throw new ValueError('is damaged: a buffer is no LZ4 frame');
  const flags = view.getUint8(4);
  const largest = 2 ** (8 + 2 * ((view.getUint8(5) >> 4) & 7));
  let at = 7 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0);
  const output = new Uint8Array(length);
  let done = 0;
  for (;;) {
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) return output.subarray(0, done);
    const size = head & 0x7fffffff;
    if (size > input.length - at) throw new ValueError('is damaged: an LZ4 frame is cut short');
    const plain = head >= 2 ** 31;
    const end = Math.min(length, done + (plain ? size : largest));
    if (plain) output.set(input.subarray(at, at + end - done), done);
    else lz4Decompress(input, at, at + size, output.subarray(0, end), 0, done);
    done = end;
    at += size + (flags & 16 ? 4 : 0);
  }
}
