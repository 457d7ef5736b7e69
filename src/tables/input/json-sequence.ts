/** JSON objects that follow one another, over lines as they like: what jq writes, and programs that print one after the other. */
import { stringEnd } from '../json/json-size.js';

/**
 * Whether a text begins with an object that is not alone in one line, and another follows. One that nothing follows is not
 * taken for rows: more likely, these are in an array within it.
 */
export function isSequence(text: string): boolean {
  const start = text.indexOf('{');
  if (start < 0 || /[^\uFEFF\s]/.test(text.slice(0, start))) return false;
  const end = objectEnd(text, start);
  if (end === undefined || !/^\s*\{/.test(text.slice(end))) return false;
  return text.slice(start, end).includes('\n') || !/^[^\S\n]*\n/.test(text.slice(end));
}

/** Where the object that opens at `start` ends; undefined where the text ends first. */
function objectEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = stringEnd(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
