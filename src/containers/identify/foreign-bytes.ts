/** Formats of others that bytes may turn out to be, told by how they begin. */
import type { Memory } from '../../bytes/memory.js';
import { END, END_BYTES, LOCAL } from './zip-constants.js';

/** The format, as what follows "it is", and what to do about it. */
export interface Foreign {
  readonly what: string;
  readonly advice: string;
}

const UNPACK = 'unpack it first';
/** What files begin with, a character a byte. */
const SIGNATURES: readonly [start: string, what: string, advice?: string][] = [
  ['\x1f\x8b\x08', 'compressed by gzip', UNPACK],
  ['\x28\xb5\x2f\xfd', 'compressed by zstd', UNPACK],
  ['\x04\x22\x4d\x18', 'compressed by lz4', UNPACK],
  ['\xfd7zXZ', 'compressed by xz', UNPACK],
  ['BZh9', 'compressed by bzip2', UNPACK],
  ['7z\xbc\xaf', 'a 7z archive', UNPACK],
  ['PAR1', 'a Parquet file'],
  ['ARROW1', 'an Arrow file'],
  ['SQLite ', 'an SQLite database'],
];
const BUILD = 'build a file of this library from its rows';
/** Bytes looked at for text. */
const SAMPLE = 1024;
/** Line ends, tabs and what terminals are told; other control characters are in no text. */
const TEXT_CONTROLS = [0x09, 0x0a, 0x0c, 0x0d, 0x1b];

/** Whether this is a zip file, as far as its first and last bytes tell. */
export function looksLikeZip(memory: Memory): boolean {
  const word = (position: number) => memory.peek(position, 4, 'a zip file').view.getUint32(0, true);
  if (memory.byteLength < END_BYTES) return false;
  // What one begins with, or ends with at the latest when it has no comment.
  return [LOCAL, END].includes(word(0)) || word(memory.byteLength - END_BYTES) === END;
}

/** Undefined for what is not known, which includes all files of this library. */
export function foreignFormat(memory: Memory): Foreign | undefined {
  if (memory.byteLength === 0) return { what: 'empty', advice: 'build it anew' };
  const { bytes } = memory.peek(0, Math.min(SAMPLE, memory.byteLength), 'the start of a file');
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  for (const [signature, what, advice = BUILD] of SIGNATURES) {
    if (start.startsWith(signature)) return { what, advice };
  }
  return isText(bytes) ? { what: 'text', advice: BUILD } : undefined;
}

function isText(bytes: Uint8Array): boolean {
  // With a mark of byte order, UTF-16 is text as well.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  return bytes.every((byte) => byte >= 0x20 || TEXT_CONTROLS.includes(byte));
}
