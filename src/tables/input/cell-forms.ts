/** What the text of cells is written like: forms that most cells have, told apart without regular expressions. */
import type { Typing } from '../inference/typing.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** A float holds every integer of so many digits. */
const SAFE_LENGTH = 15;

export const Form = { other: 0, integer: 1, fraction: 2 } as const;

/** Whether a text is an integer, as 0 or -15, or has a fraction, as -0.5, both of up to 15 characters; else it may be any other thing. */
export function formOfNumber(text: string): 0 | 1 | 2 {
  const { length } = text;
  if (length > SAFE_LENGTH) return Form.other;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  const first = text.charCodeAt(start);
  let at = start;
  while (at < length && isDigit(text.charCodeAt(at))) at += 1;
  const digits = at - start;
  // A zero in front of others marks a code.
  if (digits === 0 || (first === ZERO && digits > 1)) return Form.other;
  if (at === length) return start === 1 && first === ZERO ? Form.other : Form.integer;
  if (text.charCodeAt(at) !== POINT) return Form.other;
  at += 1;
  const fraction = at;
  while (at < length && isDigit(text.charCodeAt(at))) at += 1;
  return at === length && at > fraction ? Form.fraction : Form.other;
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE;
}

/** `words`: what stands for true and false besides these. */
export function booleanOf(text: string, words: Typing['booleans']): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === words?.[0]) return true;
  return word === 'false' || word === words?.[1] ? false : undefined;
}
