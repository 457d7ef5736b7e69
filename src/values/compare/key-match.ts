/** Comparing the key that is looked up with stored ones, without decoding them. */

import { LONG_FORM } from '../../bytes/text/string-form.js';
import type { Window } from '../../bytes/window.js';
import { ArgumentError } from '../../errors.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { beginLongMatches, matchesAt, matchesLong } from './long-key-match.js';

/** Puts a key into the hasher; false for what is no key of a string mapper. */
export function setKey(key: unknown): boolean {
  beginLongMatches();
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
  if (head >= LONG_FORM) return matchesLong(window, offset, keyHasher.bytes, length);
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
