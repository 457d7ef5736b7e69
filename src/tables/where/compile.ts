/** Makes a function of a `--where` expression. Kinds that never compare are told before the first record is read. */
import { Decimal } from '../../values/decimals/decimal.js';
import { fieldOf, type Kind, nounOf, type Read, type Subject } from './fields.js';
import { FUNCTIONS } from './functions.js';
import { type Comparison, type Expression, type Literal, parseWhere } from './syntax.js';
import { whereError } from './tokens.js';
import { dateOf, orderOf, timeOf } from './values.js';

export type { Subject } from './fields.js';

/** Whether a record, with its key, is one that is asked for. */
export type Where = (record: object, key: Parameters<Read>[1]) => boolean;

interface Operand {
  /** `null` for null itself. */
  readonly kind: Kind | 'null';
  readonly read: Read;
  /** Of literals. */
  readonly literal?: Literal;
  readonly column: number;
}

/** Reads and checks an expression. Throws a usage error with the column of what is wrong. */
export function compileWhere(text: string, subject: Subject): Where {
  return new Compiler(subject).truth(parseWhere(text));
}

class Compiler {
  readonly #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** An expression as a condition. */
  truth(expression: Expression): Where {
    switch (expression.kind) {
      case 'and': {
        const parts = expression.parts.map((part) => this.truth(part));
        return (record, key) => parts.every((part) => part(record, key));
      }
      case 'or': {
        const parts = expression.parts.map((part) => this.truth(part));
        return (record, key) => parts.some((part) => part(record, key));
      }
      case 'not': {
        const part = this.truth(expression.part);
        return (record, key) => !part(record, key);
      }
      case 'compare':
        return this.#comparison(expression);
      case 'in':
        return this.#membership(expression);
      default: {
        const { kind, read, column } = this.#operand(expression);
        if (kind !== 'bool' && kind !== 'any') {
          const what = kind === 'null' ? 'null' : nounOf(kind);
          throw whereError(column, `this is ${what}, not a condition: compare it, as with == or !=`);
        }
        return (record, key) => read(record, key) === true;
      }
    }
  }

  #operand(expression: Expression): Operand {
    const { column } = expression;
    switch (expression.kind) {
      case 'number':
      case 'text':
      case 'constant':
        return literalOperand(expression);
      case 'field':
        return { ...fieldOf(this.#subject, expression.path, column), column };
      case 'call':
        return this.#call(expression);
      default:
        return { kind: 'bool', read: this.truth(expression), column };
    }
  }

  #call({ name, operands, column }: Expression & { kind: 'call' }): Operand {
    const known = FUNCTIONS.get(name);
    if (known === undefined) {
      throw whereError(column, `there is no function ${name}: there are ${[...FUNCTIONS.keys()].join(', ')}`);
    }
    const { takes, gives, call } = known;
    if (operands.length !== takes.length) {
      throw whereError(
        column,
        `${name} takes ${takes.length === 1 ? 'one value' : `${takes.length} values`}: ${known.example}`,
      );
    }
    const given = operands.map((each) => this.#operand(each));
    for (const [index, { kind, column: at }] of given.entries()) {
      const kinds = takes[index]!;
      if (kind === 'any' || kinds.includes('any') || kinds.includes(kind as Kind)) continue;
      const what = kind === 'null' ? 'null' : nounOf(kind);
      throw whereError(at, `${name} takes ${kinds.map(nounOf).join(' or ')} here, and this is ${what}`);
    }
    const [first, second] = given;
    if (first!.kind === 'text' && second !== undefined && second.kind !== 'text' && second.kind !== 'any') {
      throw whereError(
        second.column,
        `text has nothing but text in it: ${known.example.replace('tags', 'name')}`,
      );
    }
    const reads = given.map(({ read }) => read);
    const read: Read = (record, key) => {
      const values = reads.map((each) => each(record, key));
      return values[0] === null ? null : call(values[0], values[1]);
    };
    return { kind: gives, read, column };
  }

  #comparison({ sign, left, right, column }: Expression & { kind: 'compare' }): Where {
    const [a, b] = matched(this.#operand(left), this.#operand(right), column);
    if (sign !== '==' && sign !== '!=') {
      for (const { kind } of [a, b]) {
        if (kind === 'null' || kind === 'bool' || kind === 'struct' || kind === 'dict' || kind === 'list') {
          throw whereError(column, `${kind === 'null' ? 'null' : nounOf(kind)} has no order: use == or !=`);
        }
      }
    }
    return usual(sign, a, b) ?? general(sign, a.read, b.read);
  }

  #membership({ operand, items, column }: Expression & { kind: 'in' }): Where {
    const sought = this.#operand(operand);
    const values = items.map((item) => {
      const [, literal] = matched(sought, literalOperand(item), column);
      return literal.read({}, undefined);
    });
    const { read } = sought;
    const texts = new Set(values);
    if (sought.kind === 'text') return (record, key) => texts.has(read(record, key));
    return (record, key) => {
      const value = read(record, key);
      return values.some((each) => orderOf(value, each) === 0);
    };
  }
}

function literalOperand(literal: Literal): Operand {
  const { column } = literal;
  if (literal.kind === 'text') return constant('text', literal.text, literal);
  if (literal.kind === 'number') return constant('number', numberOf(literal.text, column), literal);
  return constant(literal.value === null ? 'null' : 'bool', literal.value, literal);
}

function constant(kind: Operand['kind'], value: unknown, literal: Literal): Operand {
  return { kind, read: () => value, literal, column: literal.column };
}

/** Integers past 2^53 are exact. */
function numberOf(text: string, column: number): number | bigint {
  const number = Number(text);
  if (!Number.isFinite(number)) throw whereError(column, `${text} is beyond the numbers of 64 bits`);
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

/** Two operands that compare: text beside dates and times is read as such. */
function matched(a: Operand, b: Operand, column: number): [Operand, Operand] {
  const [left, right] = [asKind(a, b), asKind(b, a)];
  if (comparable(left.kind, right.kind)) return [left, right];
  const noun = (operand: Operand) =>
    operand.literal?.kind === 'text'
      ? `the text ${JSON.stringify(operand.literal.text)}`
      : operand.literal?.kind === 'number'
        ? `the number ${operand.literal.text}`
        : nounOf(operand.kind as Kind);
  const text = [left, right].find(({ literal }) => literal?.kind === 'text');
  const number = [left, right].find(({ literal }) => literal?.kind === 'number');
  const cure =
    number !== undefined && [left.kind, right.kind].includes('text')
      ? `: write "${(number.literal as { text: string }).text}" for text`
      : text !== undefined && [left.kind, right.kind].includes('number')
        ? ': numbers have no quotes'
        : '';
  throw whereError(column, `${noun(left)} and ${noun(right)} do not compare${cure}`);
}

function comparable(a: Operand['kind'], b: Operand['kind']): boolean {
  if (a === b || a === 'any' || b === 'any' || a === 'null' || b === 'null') return true;
  return (a === 'number' && b === 'decimal') || (a === 'decimal' && b === 'number');
}

/** A literal as what it is compared with. */
function asKind(operand: Operand, { kind }: Operand): Operand {
  const { literal, column } = operand;
  if (literal?.kind === 'number' && kind === 'decimal') {
    return constant('decimal', Decimal.from(literal.text), literal);
  }
  if (literal?.kind !== 'text') return operand;
  const { text } = literal;
  if (kind === 'bytes') return constant('bytes', new Uint8Array(Buffer.from(text, 'base64')), literal);
  if (kind !== 'date' && kind !== 'time') return operand;
  const value = kind === 'date' ? dateOf(text) : timeOf(text);
  if (value !== undefined) return constant(kind, value, literal);
  const example = kind === 'date' ? '"2026-01-31"' : '"2026-01-31" or "2026-01-31 23:59:59"';
  throw whereError(column, `${JSON.stringify(text)} is no ${kind}: write ${example}`);
}

/** A number or text beside a literal, which is most of what is ever asked. */
function usual(sign: Comparison, a: Operand, b: Operand): Where | undefined {
  if (b.literal === undefined || a.kind !== b.kind) return undefined;
  const wanted = b.read({}, undefined);
  if (typeof wanted !== 'string' && typeof wanted !== 'number') return undefined;
  const { read } = a;
  const type = typeof wanted;
  const rest = general(sign, read, b.read);
  const test = TESTS[sign];
  return (record, key) => {
    const value = read(record, key);
    return typeof value === type ? test(value as number, wanted as number) : rest(record, key);
  };
}

const TESTS: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function general(sign: Comparison, left: Read, right: Read): Where {
  const order = (record: object, key: Parameters<Read>[1]) => orderOf(left(record, key), right(record, key));
  switch (sign) {
    case '==':
      return (record, key) => order(record, key) === 0;
    case '!=':
      return (record, key) => order(record, key) !== 0;
    case '<':
      return (record, key) => order(record, key) < 0;
    case '>':
      return (record, key) => order(record, key) > 0;
    default:
      // Nothing is both missing and in order.
      return (record, key) =>
        left(record, key) !== null && (sign === '<=' ? order(record, key) <= 0 : order(record, key) >= 0);
  }
}
