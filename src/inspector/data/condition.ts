/** Conditions on records, as `population > 1e6 && country == "FR"`: parsed, never run as code. */
import { orderedOf } from './kinds-of-values.js';
import { spelled } from './spelling.js';

type Test = (record: object) => boolean;

/** Fields that are named where one is not known. */
const NAMED = 20;

const TOKEN =
  /\s*(&&|\|\||==|!=|>=|<=|[()!<>~=]|"(?:[^"\\]|\\.)*"|`[^`]*`|-?\d[\w.+-]*|-?[\p{L}_$][\p{L}\p{N}_$.]*)/uy;
const EQUAL = (a: unknown, b: unknown) => same(a, b);
const OPERATORS: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': EQUAL,
  '=': EQUAL,
  '!=': (a, b) => !same(a, b),
  '>': (a, b) => compared(a, b) > 0,
  '>=': (a, b) => compared(a, b) >= 0,
  '<': (a, b) => compared(a, b) < 0,
  '<=': (a, b) => compared(a, b) <= 0,
  '~': (a, b) => (typeof a === 'string' ? a : a == null ? '' : spelled(a)).includes(String(b)),
};
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** Below, at or above 0; NaN for what cannot be compared. Dates and times are compared with text that says one. */
function compared(a: unknown, b: unknown): number {
  const [one, other] = [orderedOf(a), orderedOf(b)];
  if (one === undefined || other === undefined) return Number.NaN;
  if (one.kind === 'dates' || one.kind === 'times') return one.at! - Date.parse(String(b));
  if (one.kind !== other.kind && !(one.kind === 'decimals' && other.kind === 'numbers')) return Number.NaN;
  return one.order < other.order ? -1 : one.order > other.order ? 1 : 0;
}

function same(a: unknown, b: unknown): boolean {
  return Object.is(a ?? null, b) || compared(a, b) === 0;
}

class Parser {
  readonly #tokens: string[] = [];
  readonly #fields: readonly string[] | undefined;
  #at = 0;

  constructor(text: string, fields: readonly string[] | undefined) {
    this.#fields = fields;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const at = TOKEN.lastIndex;
      const token = TOKEN.exec(text)?.[1];
      if (token === undefined) throw new Error(`${JSON.stringify(text.slice(at))} is no part of a condition`);
      this.#tokens.push(token);
    }
  }

  all(): Test {
    const test = this.#any();
    if (this.#at < this.#tokens.length) throw new Error(`${this.#tokens[this.#at]} is too much`);
    return test;
  }

  #any(): Test {
    const tests = [this.#every()];
    while (this.#take('||')) tests.push(this.#every());
    return (record) => tests.some((test) => test(record));
  }

  #every(): Test {
    const tests = [this.#one()];
    while (this.#take('&&')) tests.push(this.#one());
    return (record) => tests.every((test) => test(record));
  }

  #one(): Test {
    if (this.#take('!')) {
      const test = this.#one();
      return (record) => !test(record);
    }
    if (this.#take('(')) {
      const test = this.#any();
      if (!this.#take(')')) throw new Error('a ) is missing');
      return test;
    }
    const path = this.#path(this.#next('a field'));
    const operator = OPERATORS[this.#tokens[this.#at] ?? ''];
    if (operator === undefined) return (record) => Boolean(read(record, path));
    this.#at += 1;
    const value = literal(this.#next('a value'));
    return (record) => operator(read(record, path), value);
  }

  /** The names of a field, and of one within it. */
  #path(token: string): readonly string[] {
    if (!/^[\p{L}_$`]/u.test(token)) throw new Error(`${token} is no field: conditions start with one`);
    const name = token.replace(/^`(.*)`$/s, '$1');
    const path = name !== token || this.#fields?.includes(name) ? [name] : name.split('.');
    if (this.#fields === undefined || this.#fields.includes(path[0]!)) return path;
    const known = this.#fields.slice(0, NAMED).join(', ') + (this.#fields.length > NAMED ? ', …' : '');
    throw new Error(
      `there is no field ${path[0]}: put others than letters in \`quotes\`; there are ${known}`,
    );
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #next(what: string): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error(`${what} is missing at the end`);
    this.#at += 1;
    return token;
  }
}

function literal(token: string): unknown {
  if (token.startsWith('"')) return JSON.parse(token);
  if (WORDS.has(token)) return WORDS.get(token);
  const number = Number(token);
  if (Number.isNaN(number)) throw new Error(`${token} is no value: put text in "quotes"`);
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(number) ? BigInt(token) : number;
}

/** What a path leads to. Throws for what cannot be read. */
function read(record: object, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === 'function' ? undefined : value;
}

/**
 * Whether a record fulfils a condition; that throws where a field cannot be read. Throws an `Error` that says what is wrong with the condition. `fields`:
 * those that records have, if that is known.
 */
export function conditionOf(text: string, fields?: readonly string[]): Test {
  return new Parser(text, fields).all();
}
