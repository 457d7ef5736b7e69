/** Comparing a key, in words, with a stored one, without decoding it. */

import { LONG_FORM } from '../../bytes/text/string-form.js';
import type { Window } from '../../bytes/window.js';
import { matchesLong } from './long-key-match.js';

/** Whether the stored string at an offset has the first `length` bytes of `words`, behind which are zeros in the last. */
export function matchesWords(window: Window, offset: number, words: Int32Array, length: number): boolean {
  const start = offset + 2;
  // With room for the whole of the last word; the key at the very end of a window takes the long way.
  if (!(offset >= 0 && start <= window.size - length - 3)) return matchesBytes(window, offset, words, length);
  const { view } = window;
  const head = view.getUint16(offset, true);
  if (head >= LONG_FORM) return matchesBytes(window, offset, words, length);
  if (head !== length) return false;
  const whole = length >> 2;
  for (let at = 0; at < whole; at += 1) if (view.getInt32(start + at * 4, true) !== words[at]) return false;
  const rest = length & 3;
  if (rest === 0) return true;
  return (view.getInt32(start + whole * 4, true) ^ words[whole]!) << (32 - 8 * rest) === 0;
}

function matchesBytes(window: Window, offset: number, words: Int32Array, length: number): boolean {
  return matchesLong(window, offset, new Uint8Array(words.buffer), length);
}
