/** Names that stand twice in one object: parsers keep the last, and the value of the first is lost. */
import { ValueError } from '../input/value-error.js';
import { NumberText } from './json-line.js';
import { stringEnd } from './json-size.js';

const SPACED = /"\s+:/;

/** Throws `ValueError` for a repeated name, in a value parsed from `text`. */
export function refuseRepeatedNames(text: string, value: unknown): void {
  // Each member has a quote and a colon: where there are as many as members, all have their own names.
  let colons = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) colons += 1;
  if (colons !== membersOf(value) || SPACED.test(text)) look(text);
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof NumberText) return 0;
  let count = 0;
  const isObject = !Array.isArray(value);
  for (const name in value) {
    if (isObject) count += 1;
    const item = (value as { readonly [name: string]: unknown })[name];
    if (typeof item === 'object' && item !== null) count += membersOf(item);
  }
  return count;
}

const AFTER_NAME = /\s*:/y;

/** Goes through JSON that is known to be valid. */
function look(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '{') open.push(new Set());
    else if (unit === '[') open.push(undefined);
    else if (unit === '}' || unit === ']') open.pop();
    else if (unit === '"') {
      const end = stringEnd(text, at);
      const names = open.at(-1);
      AFTER_NAME.lastIndex = end;
      if (names !== undefined && AFTER_NAME.test(text)) {
        const name = JSON.parse(text.slice(at, end)) as string;
        if (names.size === names.add(name).size) {
          throw new ValueError(
            'the name stands twice in one object, and one value would be lost: leave one out, as jq -c . leaves out the first',
            name,
          );
        }
      }
      at = end - 1;
    }
  }
}
