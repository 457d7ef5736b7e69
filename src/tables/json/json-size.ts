/** What a line of JSON would take in memory as a value, before it is parsed: too much ends the process. */
import { getHeapStatistics } from 'node:v8';

/** Lines up to so many characters are always parsed. */
const SMALL = 2 ** 20;

/**
 * Bytes of the heap, roughly, for what stands for a value in the text, from parsing to packing: measured with four million
 * numbers (60 a number), empty objects (400), and members of one object (550).
 */
const COST = { item: 64, container: 256, member: 384 };
/** Of the heap, for the values of one line; the rest is for the text, and for all else. */
const SHARE = 0.5;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** Whether the text of a value is so long, and so full of values, that the heap may not hold them. */
export function isTooLarge(json: string): boolean {
  if (json.length <= SMALL) return false;
  let left = SHARE * getHeapStatistics().heap_size_limit;
  for (let at = 0; at < json.length && left >= 0; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(json, at) - 1;
    else if (code === COMMA) left -= COST.item;
    else if (code === COLON) left -= COST.member;
    else if (code === BRACKET || code === BRACE) left -= COST.container;
  }
  return left < 0;
}

/** Where the string that opens at `open` ends; at the end of the text, if it has no end. */
export function stringEnd(json: string, open: number): number {
  let close = json.indexOf('"', open + 1);
  for (;;) {
    if (close < 0) return json.length;
    let slashes = 0;
    while (json[close - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return close + 1;
    close = json.indexOf('"', close + 1);
  }
}
