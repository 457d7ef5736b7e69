/**
 * A file that is parsed whole, in parts of a million entries, since neither a string nor a `Buffer` holds ten million:
 * each part is its length, as a float64, and its bytes.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { entries, type Key, type KeyKind, type User } from '../data.js';

const PART_ENTRIES = 1_000_000;
/** More than this is not written or read at once by every system. */
const MOST_AT_ONCE = 2 ** 30;

function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; )
    at += writeSync(fd, bytes, at, Math.min(MOST_AT_ONCE, bytes.length - at));
}

function readWhole(fd: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    const count = readSync(fd, bytes, at, Math.min(MOST_AT_ONCE, bytes.length - at), null);
    if (count === 0) return false;
    at += count;
  }
  return true;
}

export function writeParts(
  path: string,
  keys: KeyKind,
  records: number,
  serialize: (part: [Key, User][]) => Uint8Array,
): void {
  const fd = openSync(path, 'w');
  let part: [Key, User][] = [];
  const flush = () => {
    if (part.length === 0) return;
    const bytes = serialize(part);
    writeWhole(fd, new Uint8Array(Float64Array.of(bytes.length).buffer));
    writeWhole(fd, bytes);
    part = [];
  };
  for (const entry of entries(keys, records)) {
    part.push(entry);
    if (part.length === PART_ENTRIES) flush();
  }
  flush();
  closeSync(fd);
}

export function* readParts(path: string): Generator<Buffer> {
  const fd = openSync(path, 'r');
  const length = new Float64Array(1);
  while (readWhole(fd, new Uint8Array(length.buffer))) {
    const bytes = Buffer.allocUnsafe(length[0]!);
    readWhole(fd, bytes);
    yield bytes;
  }
  closeSync(fd);
}
