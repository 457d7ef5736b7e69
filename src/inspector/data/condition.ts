/** Conditions on records, as `population > 1e6 && country == "FR"`: parsed, never run as code. */

type Test = (record: object) => boolean;

const TOKEN = /\s*(&&|\|\||==|!=|>=|<=|[()!<>~]|"(?:[^"\\]|\\.)*"|-?\d[\w.+-]*|[\p{L}_$][\p{L}\p{N}_$.]*)/uy;
const OPERATORS: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': (a, b) => same(a, b),
  '!=': (a, b) => !same(a, b),
  '>': (a, b) => isBoth(a, b) && (a as number) > (b as number),
  '>=': (a, b) => isBoth(a, b) && (a as number) >= (b as number),
  '<': (a, b) => isBoth(a, b) && (a as number) < (b as number),
  '<=': (a, b) => isBoth(a, b) && (a as number) <= (b as number),
  '~': (a, b) => String(a ?? '').includes(String(b)),
};

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isBoth(a: unknown, b: unknown): boolean {
  return (isNumber(a) && isNumber(b)) || (typeof a === 'string' && typeof b === 'string');
}

function same(a: unknown, b: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: 5n and 5 are the same number.
  return isNumber(a) && isNumber(b) ? a == b : (a ?? null) === b;
}

class Parser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(text: string) {
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
    const field = this.#next('a field');
    if (!/^[\p{L}_$]/u.test(field)) throw new Error(`${field} is no field: conditions start with one`);
    const operator = OPERATORS[this.#tokens[this.#at] ?? ''];
    if (operator === undefined) return (record) => Boolean(read(record, field));
    this.#at += 1;
    const value = literal(this.#next('a value'));
    return (record) => operator(read(record, field), value);
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
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  const number = Number(token);
  if (Number.isNaN(number)) throw new Error(`${token} is no value: put text in "quotes"`);
  return number;
}

/** A field, or a path to one; what cannot be read is as if it were not there. */
function read(record: object, path: string): unknown {
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    try {
      value = Reflect.get(value, name);
    } catch {
      return undefined;
    }
  }
  return typeof value === 'function' ? undefined : value;
}

/** Whether a record fulfils a condition. Throws an `Error` that says what is wrong with the condition. */
export function conditionOf(text: string): Test {
  return new Parser(text).all();
}
