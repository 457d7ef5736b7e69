/** One line of NDJSON as a value, in which integers past 2^53 are bigints instead of a number nearby. */
import { randomBytes } from 'node:crypto';
import { InputError } from '../../errors.js';
import { isTooLarge, stringEnd } from './json-size.js';
import { checkRange, pastFloat } from './number-range.js';

/** A number of digits alone, and the character before it, which tells a fraction or an exponent. */
const LONG_INTEGER = /(^|[^\d.eE+-])(-?\d{16,})(?![\d.eE])/g;
/** Stands in front of the digits of a bigint between rewriting and parsing; no input can know it. */
const MARK = `bigint:${randomBytes(8).toString('hex')}:`;

/**
 * Throws `SyntaxError` as `JSON.parse` does, `InputError` where there are more values than the memory holds, and `ValueError`
 * for a number past the largest float64.
 */
export function parseLine(line: string): unknown {
  if (isTooLarge(line)) {
    throw new InputError(
      'the line has more values than fit into memory: split the record up, or give Node more (NODE_OPTIONS=--max-old-space-size=…, in MB)',
    );
  }
  const value: unknown = JSON.parse(line);
  if (!mayBeLarge(value)) return value;
  checkRange(line, value);
  const marked = outsideStrings(line, (part) =>
    part.replace(LONG_INTEGER, (whole, before: string, digits: string) =>
      Number.isSafeInteger(Number(digits)) ? whole : `${before}"${MARK}${digits}"`,
    ),
  );
  if (marked === line) return value;
  return JSON.parse(marked, (_, item: unknown) =>
    typeof item === 'string' && item.startsWith(MARK) ? BigInt(item.slice(MARK.length)) : item,
  );
}

/** How deep values are looked at; in deeper ones, digits are looked for. */
const DEEP = 500;

/** Whether a number anywhere in a value may be past 2^53: looking for it takes a tenth of looking for its digits. */
function mayBeLarge(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (depth > DEEP) return true;
  for (const name in value) {
    const item = (value as { readonly [name: string]: unknown })[name];
    if (typeof item !== 'string' && mayBeLarge(item, depth + 1)) return true;
  }
  return false;
}

/** A number with a fraction or an exponent as it was written, for decimals; what a float64 keeps of it, for all else. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Throws `ValueError` where it is past the largest float64. */
  get value(): number {
    const value = Number(this.text);
    if (!Number.isFinite(value)) throw pastFloat();
    return value;
  }
}

/** A number, and the character before it. */
const NUMBER = /(^|[^\d.eE+-])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** As `parseLine`, with numbers that are no integers as `NumberText`. */
export function parseLiterals(line: string): unknown {
  if (isTooLarge(line)) return parseLine(line);
  // What is no JSON must not become it.
  JSON.parse(line);
  const marked = outsideStrings(line, (part) =>
    part.replace(NUMBER, (whole, before: string, number: string) =>
      Number.isSafeInteger(Number(number)) && /^-?[1-9]?\d*$/.test(number)
        ? whole
        : `${before}"${MARK}${number}"`,
    ),
  );
  return JSON.parse(marked, (_, item: unknown) => {
    if (typeof item !== 'string' || !item.startsWith(MARK)) return item;
    const text = item.slice(MARK.length);
    return /^-?\d+$/.test(text) && text !== '-0' ? BigInt(text) : new NumberText(text);
  });
}

/** Changes the parts of valid JSON that are not within strings. */
function outsideStrings(json: string, change: (part: string) => string): string {
  let result = '';
  let position = 0;
  for (;;) {
    const open = json.indexOf('"', position);
    if (open < 0) return result + change(json.slice(position));
    const end = stringEnd(json, open);
    result += change(json.slice(position, open)) + json.slice(open, end);
    position = end;
  }
}
