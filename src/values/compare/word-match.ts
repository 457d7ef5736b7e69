/** Comparing the key that was hashed last with stored ones, a word at a time, without decoding them. */
import type { Window } from '../../bytes/window.js';
import type { KeyWords } from '../../hash/key-words.js';
import { matchesLong } from './long-key-match.js';

/** From this stored length on, or with the top bit set, a string is in long form or compressed (docs/format.md 2). */
const PLAIN_BELOW = 0x7fff;

/** Whether the stored string at an offset has the key's bytes. */
export function matchesWords(window: Window, offset: number, key: KeyWords): boolean {
  const { length, words } = key;
  const start = offset + 2;
  // With room for the whole of the last word; the key at the very end of a window takes the long way.
  if (!(offset >= 0 && start <= window.size - length - 3))
    return matchesLong(window, offset, key.bytes, length);
  const { view } = window;
  const head = view.getUint16(offset, true);
  if (head >= PLAIN_BELOW) return matchesLong(window, offset, key.bytes, length);
  if (head !== length) return false;
  const whole = length >> 2;
  for (let at = 0; at < whole; at += 1) if (view.getInt32(start + at * 4, true) !== words[at]) return false;
  const rest = length & 3;
  if (rest === 0) return true;
  return (view.getInt32(start + whole * 4, true) ^ words[whole]!) << (32 - 8 * rest) === 0;
}
