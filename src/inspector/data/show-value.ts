/** Values of records in a cell, and whole ones as JSON; what cannot be read is told in its place. */
import { hexByte } from './hex.js';
import { printable } from './printable.js';
import { jsonOf, numberText, spelled } from './spelling.js';

/** Characters of a value in a cell. */
const MOST = 200;
/** Text that would be taken for no text, or for something else. */
const NEEDS_QUOTES = /^(|null|true|false|missing|\s.*|.*\s)$/s;

/** What stands in a cell. */
export interface Shown {
  /** Empty for what is missing. */
  readonly text: string;
  readonly kind: 'number' | 'text' | 'other' | 'none' | 'damaged';
}

export function shown(read: () => unknown): Shown {
  try {
    return shownValue(read());
  } catch (error) {
    return { text: printable((error as Error).message), kind: 'damaged' };
  }
}

function shownValue(value: unknown): Shown {
  if (value === undefined) return { text: '', kind: 'none' };
  if (value === null) return { text: 'null', kind: 'none' };
  if (typeof value === 'string') {
    const text = printable(cut(value));
    return { text: NEEDS_QUOTES.test(value) ? `"${text}"` : text, kind: 'text' };
  }
  if (typeof value === 'number' || typeof value === 'bigint')
    return { text: numberText(value), kind: 'number' };
  if (typeof value === 'boolean') return { text: String(value), kind: 'other' };
  if (value instanceof Uint8Array) return { text: hexOf(value), kind: 'other' };
  return { text: printable(cut(spelled(value, 10 * MOST))), kind: 'other' };
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

function hexOf(bytes: Uint8Array, most = 32): string {
  const pairs = Array.from(bytes.subarray(0, most), hexByte);
  if (bytes.length > most) return `${pairs.join(' ')} … ${bytes.length} bytes`;
  return pairs.length === 0 ? '0 bytes' : pairs.join(' ');
}

/** A record, field by field, as `sharedbuffers get` prints it, a key under `$key`. */
export function recordJson(record: object, fields: readonly string[], key?: unknown): string {
  const members = fields.flatMap((name) => {
    let text: string | undefined;
    try {
      const value: unknown = Reflect.get(record, name);
      text = value === undefined ? undefined : jsonOf(value, 2);
    } catch (error) {
      text = JSON.stringify({ damaged: (error as Error).message });
    }
    return text === undefined ? [] : [`${JSON.stringify(name)}: ${text.replaceAll('\n', '\n  ')}`];
  });
  if (key !== undefined) members.unshift(`"$key": ${jsonOf(key)}`);
  return members.length === 0 ? '{}' : `{\n  ${members.join(',\n  ')}\n}`;
}
