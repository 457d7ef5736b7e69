/** The elements of one array in JSON of any length, or values one after the other, as text: only the one under way is held in memory. */
import { inputError, lineTooLong, MAX_LINE } from '../input/rows.js';
import { pathText } from './json-path.js';

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const [BRACKET, END_BRACKET, BRACE, END_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const END = -1;

export interface JsonPiece {
  readonly text: string;
  /** Line that it starts in, from 1. */
  readonly line: number;
}

/** Bytes of an input, one after the other, with the line that they are in. */
class Bytes {
  line = 1;
  /** Bytes of chunks that were taken up. */
  taken = 0;
  readonly name: string;
  readonly #chunks: Iterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(chunks: Iterable<Uint8Array>, name: string) {
    this.#chunks = chunks[Symbol.iterator]();
    this.name = name;
  }

  #more(): boolean {
    while (this.#at >= this.#chunk.length) {
      const next = this.#chunks.next();
      if (next.done) return false;
      this.#chunk = next.value;
      this.#at = 0;
      this.taken += next.value.length;
    }
    return true;
  }

  /** The next byte that is no white space, which is not passed over; `END` after the last. */
  peek(): number {
    while (this.#more()) {
      const byte = this.#chunk[this.#at]!;
      const isMark = this.taken === this.#chunk.length && this.#at < 3 && BYTE_ORDER_MARK[this.#at] === byte;
      if (byte !== 0x20 && byte !== NEWLINE && byte !== 0x0d && byte !== 0x09 && !isMark) return byte;
      if (byte === NEWLINE) this.line += 1;
      this.#at += 1;
    }
    return END;
  }

  /** Passes over a byte after white space. Throws `InputError` where another one stands. */
  expect(byte: number, where: string): void {
    const found = this.peek();
    if (found !== byte) throw this.wrong(found, `${String.fromCharCode(byte)} ${where}`);
    this.#at += 1;
  }

  wrong(found: number, wanted: string): Error {
    const what = found === END ? 'the input ends' : `${JSON.stringify(String.fromCharCode(found))} stands`;
    return inputError(this.name, this.line, `not JSON: ${what} where ${wanted} is expected`);
  }

  /** Passes over a value; gives its bytes where they are wanted. What is within it is looked at no further. */
  value(wanted: boolean): Uint8Array {
    const first = this.peek();
    if (first === END || first === COMMA || first === COLON || first === END_BRACKET || first === END_BRACE) {
      throw this.wrong(first, 'a value');
    }
    const start = this.line;
    const parts: Uint8Array[] = [];
    let depth = 0;
    let inText = false;
    let escaped = false;
    let size = 0;
    let ended = false;
    while (!ended && this.#more()) {
      const chunk = this.#chunk;
      const from = this.#at;
      let at = from;
      for (; at < chunk.length && !ended; at += 1) {
        const byte = chunk[at]!;
        if (byte === NEWLINE) this.line += 1;
        if (escaped) escaped = false;
        else if (inText) {
          if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) {
            inText = false;
            ended = depth === 0;
          }
        } else if (byte === QUOTE) inText = true;
        else if (byte === BRACE || byte === BRACKET) depth += 1;
        else if (byte === END_BRACE || byte === END_BRACKET || byte === COMMA || byte <= 0x20) {
          if (depth === 0) {
            // The end of a number or a word, which stays.
            if (byte === NEWLINE) this.line -= 1;
            break;
          }
          if (byte === END_BRACE || byte === END_BRACKET) {
            depth -= 1;
            ended = depth === 0;
          }
        }
      }
      this.#at = at;
      size += at - from;
      if (size > MAX_LINE) throw lineTooLong(this.name, start);
      if (wanted) parts.push(chunk.slice(from, at));
      if (at < chunk.length) break;
    }
    if (inText || depth > 0)
      throw inputError(this.name, start, 'not JSON: the input ends within a value that starts here');
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const UTF8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array, name: string, line: number): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw inputError(name, line, 'the text is not UTF-8: convert it first, as with iconv -t UTF-8');
  }
}

/**
 * The elements of the array at a path of member names from the outermost value on. `taken` is told of bytes. Throws `InputError`
 * where there is no such array, or it does not end.
 */
export function* jsonPieces(
  chunks: Iterable<Uint8Array>,
  name: string,
  path: readonly string[],
  taken: (bytes: number) => void,
): Generator<JsonPiece> {
  const bytes = new Bytes(chunks, name);
  yield* within(bytes, path, 0, taken);
  if (bytes.peek() !== END) throw bytes.wrong(bytes.peek(), 'the end');
  taken(bytes.taken);
}

/** The values that follow one another, with white space between them or none. `taken` is told of bytes. */
export function* jsonValues(
  chunks: Iterable<Uint8Array>,
  name: string,
  taken: (bytes: number) => void,
): Generator<JsonPiece> {
  const bytes = new Bytes(chunks, name);
  while (bytes.peek() !== END) yield piece(bytes, taken);
  taken(bytes.taken);
}

function* within(
  bytes: Bytes,
  path: readonly string[],
  depth: number,
  taken: (bytes: number) => void,
): Generator<JsonPiece> {
  if (depth === path.length) {
    yield* elements(bytes, path, taken);
    return;
  }
  const wanted = path[depth]!;
  const line = bytes.line;
  if (bytes.peek() !== BRACE) throw notThere(bytes, path, depth, 'is no object');
  bytes.expect(BRACE, 'of an object');
  const names: string[] = [];
  let found = false;
  while (bytes.peek() !== END_BRACE) {
    if (names.length > 0) bytes.expect(COMMA, 'between members');
    const at = bytes.line;
    if (bytes.peek() !== QUOTE) throw bytes.wrong(bytes.peek(), 'the name of a member');
    const member = nameIn(textOf(bytes.value(true), bytes.name, at), bytes.name, at);
    bytes.expect(COLON, 'after a name');
    names.push(member);
    if (member !== wanted) bytes.value(false);
    else {
      if (found) throw inputError(bytes.name, at, `${JSON.stringify(member)} stands twice in one object`);
      found = true;
      yield* within(bytes, path, depth + 1, taken);
    }
  }
  bytes.expect(END_BRACE, 'of an object');
  if (found) return;
  const shown = pathText(path.slice(0, depth + 1));
  throw inputError(bytes.name, line, `there is no ${shown} for --path: ${noSuchMember(names)}`);
}

function noSuchMember(names: readonly string[]): string {
  return names.length === 0 ? 'the object is empty' : `there are ${names.slice(0, 10).join(', ')}`;
}

function nameIn(text: string, input: string, line: number): string {
  try {
    return JSON.parse(text) as string;
  } catch (error) {
    throw inputError(input, line, `not JSON: ${(error as Error).message}`);
  }
}

function notThere(bytes: Bytes, path: readonly string[], depth: number, what: string): Error {
  const shown = pathText(path.slice(0, depth));
  return inputError(bytes.name, bytes.line, `${shown} ${what}, as --path ${pathText(path)} asks for`);
}

/** The next value, which white space was passed over for. */
function piece(bytes: Bytes, taken: (bytes: number) => void): JsonPiece {
  const { line } = bytes;
  const text = textOf(bytes.value(true), bytes.name, line);
  taken(bytes.taken);
  return { text, line };
}

function* elements(
  bytes: Bytes,
  path: readonly string[],
  taken: (bytes: number) => void,
): Generator<JsonPiece> {
  if (bytes.peek() !== BRACKET) throw notThere(bytes, path, path.length, 'is no array');
  bytes.expect(BRACKET, 'of an array');
  for (let any = false; bytes.peek() !== END_BRACKET; any = true) {
    if (any) bytes.expect(COMMA, 'between elements');
    bytes.peek();
    yield piece(bytes, taken);
  }
  bytes.expect(END_BRACKET, 'of an array');
}
