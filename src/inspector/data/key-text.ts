/** Keys as people type them. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { hexByte } from './hex.js';
import { jsonOf, leafText, numberText } from './spelling.js';

type Key = Parameters<RemoteInspection['lookUp']>[0];
interface TemporalLike {
  readonly PlainDate: { from(text: string): Key };
  readonly Instant: { from(text: string): Key };
}

const [DATE, TIME] = ['2019-03-05', '2019-03-05T11:15:24Z'];

/** What keys are: of the file, or of one of its further indexes. */
export type KeyKind = Pick<NonNullable<RemoteInspection['keys']>, 'kind' | 'form'>;

/** The key that a text stands for. Throws an `Error` that says what is taken. */
export function keyFrom({ kind, form }: KeyKind, text: string): Key {
  if (kind === 'string') return text;
  if (kind === 'bytes') return bytesFrom(text);
  if (form === 'date' || form === 'datetime') return timeFrom(form, text);
  if (form === 'float') return numberFrom(text, 'a number');
  if (kind === 'integer' || kind === 'bigint') return integerFrom(text);
  return anyFrom(text);
}

/** What a key looks like that is typed. */
export function keyHint({ kind, form }: KeyKind): string {
  if (kind === 'string') return 'text';
  if (kind === 'bytes') return 'text, or hexadecimal digits after 0x';
  if (form === 'date') return DATE;
  if (form === 'datetime') return TIME;
  if (form === 'float') return 'a number';
  if (kind === 'integer' || kind === 'bigint') return 'a whole number';
  return 'JSON: 5, "text", [1, "a"]';
}

/** What stands for a key where one is typed; undefined for what nothing does. */
export function keyTextOf({ kind, form }: KeyKind, key: unknown): string | undefined {
  if (typeof key === 'string' && kind !== 'object') return key;
  if (typeof key === 'number' || typeof key === 'bigint') return numberText(key);
  if (key instanceof Uint8Array)
    return kind === 'bytes' ? `0x${Array.from(key, hexByte).join('')}` : undefined;
  if (form === 'date' || form === 'datetime') return leafText(key as object);
  try {
    return jsonOf(key);
  } catch {
    return undefined;
  }
}

function bytesFrom(text: string): Key {
  const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
  if (digits === undefined) return new TextEncoder().encode(text);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function timeFrom(form: 'date' | 'datetime', text: string): Key {
  const { Temporal } = globalThis as { readonly Temporal?: TemporalLike };
  if (Temporal === undefined) throw new Error('this browser cannot read dates: it has no Temporal');
  const type = form === 'date' ? Temporal.PlainDate : Temporal.Instant;
  try {
    return type.from(text.trim());
  } catch {
    const [what, like] = form === 'date' ? ['dates', DATE] : ['times', TIME];
    throw new Error(`keys are ${what} as ${like}, and ${JSON.stringify(text)} is none`);
  }
}

function integerFrom(text: string): Key {
  if (!/^\s*-?\d+\s*$/.test(text))
    throw new Error(`keys are whole numbers, and ${JSON.stringify(text)} is none`);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text.trim());
}

function numberFrom(text: string, what: string): Key {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number) && text.trim() !== 'NaN')
    throw new Error(`keys are ${what}, and ${JSON.stringify(text)} is none`);
  return number;
}

function anyFrom(text: string): Key {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  return frozen(json) as Key;
}

/** Arrays as the tuples that keys are. */
function frozen(json: unknown): unknown {
  return Array.isArray(json) ? Object.freeze(json.map(frozen)) : json;
}
