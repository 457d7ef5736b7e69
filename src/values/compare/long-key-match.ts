/** Comparing a key with a stored one that is in long form or compressed (docs/format.md 2). */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import { worthOf } from '../base/budget.js';
import { locateBytes, readBytes } from '../text/text-and-bytes.js';

/** Bytes of compressed keys that were compared with the one that is looked up: honest keys with one hash are few. */
let unpacked = 0;

/** To be called before a key is looked up that is long enough to be stored compressed. */
export function beginLongMatches(): void {
  unpacked = 0;
}

/** Nothing is decompressed that says to be of another length: a bad file could make that costly. */
export function matchesLong(window: Window, offset: number, key: Uint8Array, length: number): boolean {
  const stored = locateBytes(window, offset);
  const { start } = stored;
  if (!stored.compressed) return stored.length === length && matchesAt(window.bytes, start, key, length);
  if (stored.length >= 4 && window.view.getUint32(start, true) !== length) return false;
  unpacked += length;
  if (unpacked > worthOf(window.memory.byteLength)) {
    throw new CorruptBufferError(
      'more compressed keys have the hash that is looked for than any honest file holds: the search stopped',
      window.base + offset,
    );
  }
  return matchesAt(readBytes(window, offset), 0, key, length);
}

/** Whether the bytes from `start` on are the first `length` of the key. */
export function matchesAt(stored: Uint8Array, start: number, key: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (stored[start + index] !== key[index]) return false;
  return true;
}
