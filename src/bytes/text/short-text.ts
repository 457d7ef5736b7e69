/**
 * Short text is kept by its bytes. Names, codes and tags come up again and again, and to compare some words takes a
 * fraction of the time of making a string, most of all where it is not ASCII. Equal text read again is the same string,
 * so the engine has its hash already. A thread keeps at most 8,192 strings of at most 24 bytes, some 0.7 MB with
 * their words, in sets of two: what comes goes first, and pushes the older of two out.
 *
 * Where values do not repeat, keeping costs more than it gives: strings outlive the call, and the collector has to move
 * them. So reads that find their text raise a balance, others lower it, and while there is none only one read in 64 looks.
 *
 * Text is seen as words of 32 bits, half of them from its start on and half up to its end, which overlap where they
 * may. With the length they stand for the bytes exactly, and nothing outside of the text is read.
 */

import type { Window } from '../window.js';
import { MOST_CODES, textOfCodes } from './character-codes.js';
import { bufferOver, decodeUtf8 } from './utf8.js';

/** Longest text that is kept, in bytes. */
export const SHORT_BYTES: number = MOST_CODES;

const SET_BITS = 12;
/** Strings kept: two a set. */
const KEPT = 2 ** (SET_BITS + 1);
/** Words of an entry: six of the text, its length in bytes, and one that is not used. */
const ENTRY = 8;
/** Reads that may find nothing before the table is left alone: they half fill it. */
const PATIENCE = KEPT / 2;
/** One read in so many looks while the table is left alone; a power of two. */
const SAMPLE = 64;
const NOT_ASCII = 0x80808080 | 0;

const words = new Int32Array(KEPT * ENTRY);
const texts: string[] = new Array<string>(KEPT).fill('');
/** A text as its words tell, to decode it from. */
const copy = new Uint8Array(SHORT_BYTES);
const copyView = new DataView(copy.buffer);
const copyBuffer = bufferOver(copy);
let balance = PATIENCE;
let reads = 0;

/**
 * The text of `length` bytes (0 to `SHORT_BYTES`) at an offset of a window, in which they must lie. Throws
 * `CorruptBufferError` where it is not UTF-8: only text that was decoded is kept.
 */
export function readShortText(window: Window, start: number, length: number): string {
  if (length < 4 || (balance === 0 && (++reads & (SAMPLE - 1)) !== 0)) return decode(window, start, length);
  return find(window, start, length);
}

function find(window: Window, start: number, length: number): string {
  const { view } = window;
  const end = start + length;
  const a = view.getInt32(start, true);
  const f = view.getInt32(end - 4, true);
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  if (length > 8) {
    b = view.getInt32(start + 4, true);
    e = view.getInt32(end - 8, true);
    if (length > 16) {
      c = view.getInt32(start + 8, true);
      d = view.getInt32(end - 12, true);
    }
  }
  const hash =
    Math.imul(a ^ length, 0x2f0b4a27) ^
    Math.imul(b, 0x3c79ac49) ^
    Math.imul(c, 0x1c69b3f7) ^
    Math.imul(d, 0x2d51ea35) ^
    Math.imul(e, 0x1b873593) ^
    Math.imul(f, 0x4cf5ad43);
  const newer = (hash >>> (32 - SET_BITS)) << 1;
  const older = newer + 1;
  const at = newer * ENTRY;
  let found = -1;
  if (same(at, length, a, b, c, d, e, f)) found = newer;
  else if (same(at + ENTRY, length, a, b, c, d, e, f)) found = older;
  if (found >= 0) {
    if (balance < PATIENCE) balance++;
    return texts[found]!;
  }
  // Of the words and not the memory, which others may be writing: what is kept for some bytes is what they are.
  if (length > 16) {
    copyView.setInt32(8, c, true);
    copyView.setInt32(length - 12, d, true);
  }
  if (length > 8) {
    copyView.setInt32(4, b, true);
    copyView.setInt32(length - 8, e, true);
  }
  copyView.setInt32(0, a, true);
  copyView.setInt32(length - 4, f, true);
  const text =
    ((a | b | c | d | e | f) & NOT_ASCII) === 0
      ? textOfCodes(copy, 0, length)
      : decodeUtf8(copy, copyBuffer, 0, length, window.base + start);
  if (balance > 0) balance--;
  for (let i = at; i < at + ENTRY; i++) words[i + ENTRY] = words[i]!;
  texts[older] = texts[newer]!;
  words[at] = a;
  words[at + 1] = f;
  words[at + 2] = length;
  words[at + 3] = b;
  words[at + 4] = e;
  words[at + 5] = c;
  words[at + 6] = d;
  texts[newer] = text;
  return text;
}

/** Whether the entry at a word has this text. Words that a length has no use for are not compared. */
function same(
  at: number,
  length: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
): boolean {
  return (
    words[at] === a &&
    words[at + 1] === f &&
    words[at + 2] === length &&
    (length <= 8 ||
      (words[at + 3] === b &&
        words[at + 4] === e &&
        (length <= 16 || (words[at + 5] === c && words[at + 6] === d))))
  );
}

function decode(window: Window, start: number, length: number): string {
  const { bytes } = window;
  if (length >= 4 && isAscii(window.view, start, length)) return textOfCodes(bytes, start, length);
  return decodeUtf8(bytes, window.buffer, start, start + length, window.base);
}

function isAscii(view: DataView, start: number, length: number): boolean {
  const end = start + length;
  let bits = view.getInt32(start, true) | view.getInt32(end - 4, true);
  if (length > 8) {
    bits |= view.getInt32(start + 4, true) | view.getInt32(end - 8, true);
    if (length > 16) bits |= view.getInt32(start + 8, true) | view.getInt32(end - 12, true);
  }
  return (bits & NOT_ASCII) === 0;
}
