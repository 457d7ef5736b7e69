/** Formats of others that bytes may turn out to be, told by how they begin. */
import type { Memory } from '../../bytes/memory.js';

/** The format, as what follows "it is", and what to do about it. */
export interface Foreign {
  readonly what: string;
  readonly advice: string;
}

const UNPACK = 'unpack it first';
const SIGNATURES: readonly [bytes: readonly number[], what: string, advice?: string][] = [
  [[0x1f, 0x8b, 0x08], 'compressed by gzip', UNPACK],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed by zstd', UNPACK],
  [[0x04, 0x22, 0x4d, 0x18], 'compressed by lz4', UNPACK],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed by xz', UNPACK],
  [[0x42, 0x5a, 0x68, 0x39], 'compressed by bzip2', UNPACK],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive', UNPACK],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
  [[0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], 'an Arrow file'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20], 'an SQLite database'],
];
const BUILD = 'build a file of this library from its rows';
/** Bytes looked at for text. */
const SAMPLE = 1024;
/** Line ends, tabs and what terminals are told; other control characters are in no text. */
const TEXT_CONTROLS = [0x09, 0x0a, 0x0c, 0x0d, 0x1b];

/** What zip files begin with, or end with at the latest when they have no comment. */
const LOCAL_ENTRY = 0x04034b50;
const ZIP_END = 0x06054b50;
const ZIP_END_BYTES = 22;

/** Whether this is a zip file, as far as its first and last bytes tell. */
export function looksLikeZip(memory: Memory): boolean {
  const word = (position: number) => memory.peek(position, 4, 'a zip file').view.getUint32(0, true);
  if (memory.byteLength < ZIP_END_BYTES) return false;
  return [LOCAL_ENTRY, ZIP_END].includes(word(0)) || word(memory.byteLength - ZIP_END_BYTES) === ZIP_END;
}

/** Undefined for what is not known, which includes all files of this library. */
export function foreignFormat(memory: Memory): Foreign | undefined {
  if (memory.byteLength === 0) return { what: 'empty', advice: 'build it anew' };
  const { bytes } = memory.peek(0, Math.min(SAMPLE, memory.byteLength), 'the start of a file');
  for (const [signature, what, advice = BUILD] of SIGNATURES) {
    if (signature.every((byte, index) => bytes[index] === byte)) return { what, advice };
  }
  return isText(bytes) ? { what: 'text', advice: BUILD } : undefined;
}

function isText(bytes: Uint8Array): boolean {
  // With a mark of byte order, UTF-16 is text as well.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  return bytes.every((byte) => byte >= 0x20 || TEXT_CONTROLS.includes(byte));
}
