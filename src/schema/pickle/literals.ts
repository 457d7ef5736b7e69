import { decodeLatin1 } from './pickle-text.js';

/**
 * Longest integer that is read, in stored bytes or digits. Python reads longer ones; turning many digits into
 * a number costs the square of their count, and no schema needs them.
 */
const MAX_INTEGER_LENGTH = 16_384;

const INTEGER = /^[+-]?[0-9]+$/;
const FLOAT = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;
const SPECIAL_FLOATS: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
/** In a Python 2 string literal; an escape not listed here keeps its backslash. */
const BYTE_ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([\n\\'"abfnrtv]))/g;
/** In protocol 0 text: `\u` and `\U` are escapes; a backslash before anything else stands for itself. */
const TEXT_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g;

/** Numbers where they are exact, bigints beyond. */
export function normalInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A decimal integer; `undefined` if the text is none, or too long. */
export function parseInteger(text: string): number | bigint | undefined {
  if (text.length > MAX_INTEGER_LENGTH || !INTEGER.test(text)) return undefined;
  return normalInteger(BigInt(text));
}

/** A two's complement little-endian integer of any length (no bytes: 0); `undefined` if it is too long. */
export function integerFromBytes(bytes: Uint8Array): number | bigint | undefined {
  if (bytes.length > MAX_INTEGER_LENGTH) return undefined;
  let digits = '';
  for (const byte of bytes) digits = byte.toString(16).padStart(2, '0') + digits;
  return normalInteger(BigInt.asIntN(bytes.length * 8, BigInt(`0x0${digits}`)));
}

/** A float as Python's `repr` writes it; `undefined` if the text is none. */
export function parseFloatLiteral(text: string): number | undefined {
  return FLOAT.test(text) ? Number(text) : SPECIAL_FLOATS.get(text);
}

/** A quoted Python 2 string literal, as Latin-1 text; `undefined` if the quotes are not there. */
export function parseQuoted(line: Uint8Array): string | undefined {
  const text = decodeLatin1(line).trimEnd();
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) return undefined;
  return text.slice(1, -1).replace(BYTE_ESCAPE, (_, hex?: string, octal?: string, simple?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return SIMPLE_ESCAPES[simple!]!;
  });
}

/** Protocol 0 text (Python's `raw-unicode-escape`); `undefined` if an escape is not valid. */
export function parseRawUnicode(line: Uint8Array): string | undefined {
  let valid = true;
  const text = decodeLatin1(line).replace(
    TEXT_ESCAPE,
    (match, short?: string, long?: string, other?: string) => {
      if (other !== undefined) {
        if (other === 'u' || other === 'U') valid = false;
        return match;
      }
      const code = Number.parseInt(short ?? long!, 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
      valid = false;
      return '';
    },
  );
  return valid ? text : undefined;
}

/**
 * A Python 2 `str`, which may be text or bytes: ASCII is text (so names are text, whichever Python wrote them),
 * anything else stays bytes.
 */
export function fromByteString(latin1: string): string | Uint8Array {
  for (let i = 0; i < latin1.length; i++) {
    if (latin1.charCodeAt(i) > 0x7f) return Uint8Array.from(latin1, (c) => c.charCodeAt(0));
  }
  return latin1;
}
