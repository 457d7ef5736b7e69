/** Values of records as people read them, and as JSON; what cannot be read is told in its place. */
import { printable } from './printable.js';

/** Characters of a value in a cell. */
const MOST = 200;

/** What stands in a cell. */
export interface Shown {
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
  if (typeof value === 'string') return { text: printable(cut(value)), kind: 'text' };
  if (typeof value === 'number' || typeof value === 'bigint') return { text: String(value), kind: 'number' };
  if (typeof value === 'boolean') return { text: String(value), kind: 'other' };
  if (value instanceof Uint8Array) return { text: hexOf(value), kind: 'other' };
  return { text: printable(cut(jsonOf(value))), kind: 'other' };
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

export function hexOf(bytes: Uint8Array, most = 32): string {
  const pairs = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0'));
  return `${pairs.join(' ')}${bytes.length > most ? ` … ${bytes.length} bytes` : ''}`;
}

/** JSON of any value that records hold: of those of the library by their own rules. */
export function jsonOf(value: unknown, indent?: number): string {
  return JSON.stringify(value, plain, indent) ?? 'null';
}

function plain(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return [...value];
  if (value instanceof Uint8Array) return hexOf(value, 65_536);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}

/** A record, field by field. */
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
  if (key !== undefined) members.unshift(`"key": ${jsonOf(key)}`);
  return `{\n  ${members.join(',\n  ')}\n}`;
}
