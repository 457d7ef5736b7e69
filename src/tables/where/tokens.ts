/** The words of a `--where` expression, each with its place. */
import { ArgumentError } from '../../errors.js';

/** Longest expression, in characters. */
const MAX_LENGTH = 65_536;

export type TokenKind = 'number' | 'text' | 'name' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As it stands there; of text, its characters without quotes and escapes; of names in backticks, the name. */
  readonly text: string;
  /** Whether it is a name in backticks, which is never a word of the language. */
  readonly quoted: boolean;
  /** Counted from 1. */
  readonly column: number;
}

export function whereError(column: number, what: string): ArgumentError {
  return new ArgumentError(`--where, column ${column}: ${what}`);
}

const SPACE = /\s+/y;
const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SIGN = /==|!=|<=|>=|&&|\|\||[<>!()[\].,]/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** What people write from other languages. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/={3}/y, 'equality is =='],
  [/!==/y, 'inequality is !='],
  [/=/y, 'equality is =='],
  [/<>/y, 'inequality is !='],
  [/&/y, 'and is &&'],
  [/\|/y, 'or is ||'],
];

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

export function tokensOf(text: string): Token[] {
  if (text.length > MAX_LENGTH) {
    throw new ArgumentError(`--where has more than ${MAX_LENGTH} characters: use --keys for many keys`);
  }
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, shown: string, length: number, quoted = false) => {
    tokens.push({ kind, text: shown, quoted, column: at + 1 });
    at += length;
  };
  for (;;) {
    at += matched(SPACE, text, at)?.length ?? 0;
    if (at >= text.length) break;
    const first = text[at]!;
    if (first === '"' || first === "'" || first === '`') {
      const { value, length } = quotedAt(text, at, first);
      push(first === '`' ? 'name' : 'text', value, length, first === '`');
      continue;
    }
    const found =
      (tokens.at(-1)?.text !== '.' && pushed('number', NUMBER)) ||
      pushed('name', NAME) ||
      foreign() ||
      pushed('sign', SIGN);
    if (!found) throw whereError(at + 1, `${JSON.stringify(text[at])} has no meaning here`);
  }
  push('end', '', 0);
  return tokens;

  function pushed(kind: TokenKind, pattern: RegExp): boolean {
    const token = matched(pattern, text, at);
    if (token === undefined) return false;
    push(kind, token, token.length);
    return true;
  }

  function foreign(): false {
    if (matched(/==(?!=)|!=(?!=)|&&|\|\|/y, text, at) !== undefined) return false;
    for (const [pattern, cure] of OTHERS) {
      if (matched(pattern, text, at) !== undefined) throw whereError(at + 1, cure);
    }
    return false;
  }
}

/** Text between two of one kind of quote; a backslash takes the meaning from the next character. */
function quotedAt(text: string, start: number, quote: string): { value: string; length: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === quote) return { value, length: at + 1 - start };
    if (character === '\\' && at + 1 < text.length) {
      at += 1;
      value += ESCAPES[text[at]!] ?? text[at]!;
    } else value += character;
  }
  throw whereError(start + 1, `the ${quote} that opens here is not closed`);
}
