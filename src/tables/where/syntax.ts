/**
 * The grammar of `--where`:
 *
 * ```
 * or         = and { "||" and }
 * and        = not { "&&" not }
 * not        = "!" not | comparison
 * comparison = operand [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) operand | "in" "[" [ literal { "," literal } ] "]" ]
 * operand    = literal | path [ arguments { "." name arguments } ] | "(" or ")"
 * arguments  = "(" [ operand { "," operand } ] ")"
 * path       = name { "." name }
 * literal    = number | "text" | 'text' | true | false | null
 * ```
 */
import { type Token, tokensOf, whereError } from './tokens.js';

export const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Literal =
  | { readonly kind: 'number'; readonly text: string; readonly column: number }
  | { readonly kind: 'text'; readonly text: string; readonly column: number }
  | { readonly kind: 'constant'; readonly value: boolean | null; readonly column: number };

export type Expression =
  | Literal
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly column: number }
  | {
      readonly kind: 'call';
      readonly name: string;
      /** What it is called on or with, in order. */
      readonly operands: readonly Expression[];
      readonly column: number;
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[]; readonly column: number }
  | { readonly kind: 'not'; readonly part: Expression; readonly column: number }
  | {
      readonly kind: 'compare';
      readonly sign: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly column: number;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly items: readonly Literal[];
      readonly column: number;
    };

/** Levels of brackets and of `!`, and calls in a row. */
const MAX_DEPTH = 100;
const TOO_DEEP = `brackets and calls nest deeper than ${MAX_DEPTH} levels`;
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** Words that stand between operands in other languages. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['and', 'and is &&'],
  ['or', 'or is ||'],
  ['is', 'equality is =='],
  ['like', 'write name.contains("text"), name.startsWith("text") or name.endsWith("text")'],
  ['not', 'not is !'],
]);

/** Reads an expression. Throws a usage error with the column of what is wrong. */
export function parseWhere(text: string): Expression {
  return new Parser(tokensOf(text)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#or();
    if (this.#next.kind !== 'end') throw this.#unexpected('&&, || or the end');
    return expression;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  /** Takes the next token where it is this sign, or word. */
  #take(text: string): boolean {
    const { kind, text: found, quoted } = this.#next;
    if (quoted || (kind !== 'sign' && kind !== 'name') || found !== text) return false;
    this.#at += 1;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) throw this.#unexpected(text);
  }

  #unexpected(wanted: string) {
    const { kind, text, column } = this.#next;
    const other = kind === 'name' ? OTHER_WORDS.get(text.toLowerCase()) : undefined;
    const found =
      kind === 'end' ? 'the expression ends' : `there is ${kind === 'text' ? JSON.stringify(text) : text}`;
    return whereError(column, other ?? `${found} where ${wanted} should be`);
  }

  #or(): Expression {
    return this.#list('or', '||', () => this.#list('and', '&&', () => this.#not()));
  }

  #list(kind: 'and' | 'or', sign: string, part: () => Expression): Expression {
    const { column } = this.#next;
    const parts = [part()];
    while (this.#take(sign)) parts.push(part());
    return parts.length === 1 ? parts[0]! : { kind, parts, column };
  }

  #not(): Expression {
    const { column } = this.#next;
    if (!this.#take('!')) return this.#comparison();
    return this.#within(() => ({ kind: 'not', part: this.#not(), column }));
  }

  #comparison(): Expression {
    const left = this.#operand();
    const { kind, text, column, quoted } = this.#next;
    const sign = kind === 'sign' ? COMPARISONS.find((each) => each === text) : undefined;
    if (sign !== undefined) {
      this.#at += 1;
      const right = this.#operand();
      const again = COMPARISONS.find((each) => this.#next.kind === 'sign' && each === this.#next.text);
      if (again !== undefined)
        throw whereError(this.#next.column, 'comparisons are joined by &&: a < b && b < c');
      return { kind: 'compare', sign, left, right, column };
    }
    if (this.#take('in')) return { kind: 'in', operand: left, items: this.#items(), column };
    if (!quoted && kind === 'name' && text === 'not') throw whereError(column, 'write !(name in ["a", "b"])');
    return left;
  }

  #items(): Literal[] {
    this.#need('[');
    const items: Literal[] = [];
    if (this.#take(']')) return items;
    do {
      const item = this.#literal();
      if (item === undefined) throw this.#unexpected('a number, a text, true, false or null');
      items.push(item);
    } while (this.#take(','));
    this.#need(']');
    return items;
  }

  #literal(): Literal | undefined {
    const { kind, text, quoted, column } = this.#next;
    if (kind === 'number' || kind === 'text') {
      this.#at += 1;
      return { kind, text, column };
    }
    const value = kind === 'name' && !quoted ? CONSTANTS.get(text) : undefined;
    if (value === undefined) return undefined;
    this.#at += 1;
    return { kind: 'constant', value, column };
  }

  #operand(): Expression {
    const literal = this.#literal();
    if (literal !== undefined) return literal;
    if (this.#take('(')) {
      return this.#within(() => {
        const inner = this.#or();
        this.#need(')');
        return inner;
      });
    }
    return this.#path();
  }

  /** A field, or a call: `name.startsWith("x")` and `startsWith(name, "x")` are the same. */
  #path(): Expression {
    const { column } = this.#next;
    const path = [this.#name()];
    while (this.#take('.')) path.push(this.#name());
    const { column: called } = this.#tokens[this.#at - 1]!;
    if (!this.#take('(')) return { kind: 'field', path, column };
    const name = path.pop()!;
    let call = this.#call(name, path.length === 0 ? [] : [{ kind: 'field', path, column }], called);
    for (let calls = 1; this.#take('.'); calls += 1) {
      const { column: next } = this.#next;
      if (calls === MAX_DEPTH) throw whereError(next, TOO_DEEP);
      const outer = this.#name();
      this.#need('(');
      call = this.#call(outer, [call], next);
    }
    return call;
  }

  /** What stands in the brackets of a call, up to their end. */
  #call(name: string, before: readonly Expression[], column: number): Expression {
    return this.#within(() => {
      const operands = [...before];
      if (!this.#take(')')) {
        do operands.push(this.#operand());
        while (this.#take(','));
        this.#need(')');
      }
      return { kind: 'call', name, operands, column };
    });
  }

  #name(): string {
    const { kind, text, quoted } = this.#next;
    if (kind !== 'name' || (!quoted && OTHER_WORDS.has(text) && this.#at === 0)) {
      throw this.#unexpected('a field, a number or a text');
    }
    this.#at += 1;
    return text;
  }

  #within(parse: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw whereError(this.#next.column, TOO_DEEP);
    }
    const expression = parse();
    this.#depth -= 1;
    return expression;
  }
}
