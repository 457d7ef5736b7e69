/** Numbers of JSON that no float64 holds: parsers make infinities of them. */
import { named, ValueError } from '../input/value-error.js';

/** Text that may spell such a number. */
const LARGE = /\d[eE]\+?0*[1-9]\d\d|\d{309}/;

/** Throws `ValueError` with the path of a number that is past the largest float64, in a value parsed from `text`. */
export function checkRange(text: string, value: unknown): void {
  if (LARGE.test(text)) look(value);
}

function look(value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw pastFloat();
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) lookWithin(item, `[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) lookWithin(item, name);
  }
}

function lookWithin(value: unknown, name: string): void {
  try {
    look(value);
  } catch (error) {
    throw named(error, name);
  }
}

export function pastFloat(): ValueError {
  return new ValueError(
    'the number is past 1.8e308, the largest that a float64 holds: make it text, or a decimal by a schema',
  );
}
