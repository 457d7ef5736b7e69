/** What pages of Parquet are compressed with. Node does what it can; the rest is JavaScript and WebAssembly. */
import * as zlib from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ValueError } from '../../input/value-error.js';

/** Not in the Node of all that this runs on. */
const { zstdDecompressSync } = zlib as Partial<typeof zlib> & {
  zstdDecompressSync?(input: Uint8Array, options: { maxOutputLength: number }): Uint8Array;
};

export function decompressPage(codec: CompressionCodec, input: Uint8Array, length: number): Uint8Array {
  // An empty page may have no bytes at all.
  if (length === 0) return new Uint8Array(0);
  const options = { maxOutputLength: length };
  switch (codec) {
    case 'UNCOMPRESSED':
      return input;
    case 'GZIP':
      return zlib.gunzipSync(input, options);
    case 'BROTLI':
      return zlib.brotliDecompressSync(input, options);
    case 'ZSTD':
      if (zstdDecompressSync !== undefined) return zstdDecompressSync(input, options);
  }
  const decompress = compressors[codec];
  if (decompress === undefined) throw new ValueError(`is compressed with ${codec}, which is not read`);
  return decompress(input, length);
}
