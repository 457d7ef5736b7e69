/** Comparing the key that is looked up with stored ones, without decoding them. */
import type { Window } from '../../bytes/window.js';
import { ArgumentError, CorruptBufferError } from '../../errors.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { worthOf } from '../base/budget.js';
import { locateBytes, readBytes } from '../text/text-and-bytes.js';

/** From this stored length on, or with the top bit set, a string is in long form or compressed (docs/format.md 2). */
const PLAIN_BELOW = 0x7fff;

/** Bytes of compressed keys that were compared with the key in the hasher: honest keys with one hash are few. */
let unpacked = 0;

function tooManyUnpacked(position: number): CorruptBufferError {
  return new CorruptBufferError(
    'more compressed keys have the hash that is looked for than any honest file holds: the search stopped',
    position,
  );
}

/** Puts a key into the hasher; false for what is no key of a string mapper. */
export function setKey(key: unknown): boolean {
  unpacked = 0;
  return resetKey(key);
}

/** The same for a search that goes on. */
export function resetKey(key: unknown): boolean {
  if (typeof key === 'string') {
    try {
      keyHasher.encodeText(key);
      return true;
    } catch (error) {
      // A lone surrogate has no UTF-8 form, so no stored key is equal to such text.
      if (error instanceof ArgumentError) return false;
      throw error;
    }
  }
  if (!(key instanceof Uint8Array)) return false;
  keyHasher.setBytes(key);
  return true;
}

/** Whether the stored string at an offset has the bytes of the key in the hasher. */
export function matchesStoredKey(window: Window, offset: number): boolean {
  window.need(offset, 2);
  const head = window.view.getUint16(offset, true);
  const { length } = keyHasher;
  if (head >= PLAIN_BELOW) return matchesOther(window, offset, keyHasher.bytes, length);
  if (head !== length) return false;
  window.need(offset + 2, length);
  return matchesPlain(window, offset + 2, length);
}

/** Four bytes at a time, the last four of which may be compared twice. */
function matchesPlain(window: Window, start: number, length: number): boolean {
  const { view } = window;
  const key = keyHasher.view;
  const last = length - 4;
  if (key === undefined || last < 0) return matchesAt(window.bytes, start, keyHasher.bytes, length);
  for (let at = 0; at < last; at += 4) {
    if (view.getInt32(start + at, true) !== key.getInt32(at, true)) return false;
  }
  return view.getInt32(start + last, true) === key.getInt32(last, true);
}

/** For long forms. Nothing is decompressed that says to be of another length: a bad file could make that costly. */
function matchesOther(window: Window, offset: number, key: Uint8Array, length: number): boolean {
  const stored = locateBytes(window, offset);
  const { start } = stored;
  if (!stored.compressed) return stored.length === length && matchesAt(window.bytes, start, key, length);
  if (stored.length >= 4 && window.view.getUint32(start, true) !== length) return false;
  unpacked += length;
  if (unpacked > worthOf(window.memory.byteLength)) throw tooManyUnpacked(window.base + offset);
  return matchesAt(readBytes(window, offset), 0, key, length);
}

function matchesAt(stored: Uint8Array, start: number, key: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (stored[start + index] !== key[index]) return false;
  return true;
}
