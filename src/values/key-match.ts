/** Comparing the key that is looked up with stored ones, without decoding them. */
import type { Window } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import { keyHasher } from '../hash/key-hasher.js';
import { locateBytes, readBytes } from './text.js';

/** From this stored length on, or with the top bit set, a string is in long form or compressed (FORMAT.md 2). */
const PLAIN_BELOW = 0x7fff;

/** Puts a key into the hasher; false for what is no key of a string mapper. */
export function setKey(key: unknown): boolean {
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
  const { bytes: key, length } = keyHasher;
  if (head >= PLAIN_BELOW) return matchesOther(window, offset, key, length);
  if (head !== length) return false;
  window.need(offset + 2, length);
  return matchesAt(window.bytes, offset + 2, key, length);
}

/** For long forms. Nothing is decompressed that says to be of another length: a bad file could make that costly. */
function matchesOther(window: Window, offset: number, key: Uint8Array, length: number): boolean {
  const stored = locateBytes(window, offset);
  const { start } = stored;
  if (!stored.compressed) return stored.length === length && matchesAt(window.bytes, start, key, length);
  if (stored.length >= 4 && window.view.getUint32(start, true) !== length) return false;
  return matchesAt(readBytes(window, offset), 0, key, length);
}

function matchesAt(stored: Uint8Array, start: number, key: Uint8Array, length: number): boolean {
  for (let index = 0; index < length; index += 1) if (stored[start + index] !== key[index]) return false;
  return true;
}
