/**
 * JSON over several lines, as people read it; token by token, so that numbers keep their digits. On a terminal, with colours,
 * and with long lists and texts cut short.
 */
import pc from 'picocolors';
import { stringEnd } from '../tables/json/json-size.js';

export interface PrettyOptions {
  readonly color: boolean;
  /** Whether long lists and texts are cut short. */
  readonly short: boolean;
}

/** Items of a list, and characters of a text, that are shown where it is short. */
const ITEMS = 20;
const CHARACTERS = 500;

/** `json` is valid, on one line. */
export function prettyJson(json: string, options: PrettyOptions): string {
  const printer = new Printer(json, options);
  printer.value('');
  return printer.pieces.join('');
}

class Printer {
  readonly pieces: string[] = [];
  readonly #json: string;
  readonly #short: boolean;
  readonly #colors: ReturnType<typeof pc.createColors>;
  #at = 0;

  constructor(json: string, { color, short }: PrettyOptions) {
    this.#json = json;
    this.#short = short;
    this.#colors = pc.createColors(color);
  }

  value(indent: string): void {
    this.#space();
    const open = this.#json[this.#at];
    if (open === '{' || open === '[') this.#container(open, indent);
    else if (open === '"') this.pieces.push(this.#colors.green(this.#shortened(this.#text())));
    else {
      const word = this.#word();
      this.pieces.push(/^[tfn]/.test(word) ? this.#colors.magenta(word) : this.#colors.yellow(word));
    }
  }

  #container(open: '{' | '[', indent: string): void {
    const close = open === '{' ? '}' : ']';
    const inner = `${indent}  `;
    this.#at += 1;
    this.pieces.push(open);
    let items = 0;
    for (; !this.#took(close); items += 1) {
      if (items > 0) this.#took(',');
      if (this.#short && open === '[' && items === ITEMS) {
        let hidden = 0;
        do {
          this.#skip();
          hidden += 1;
        } while (this.#took(','));
        this.pieces.push(`,\n${inner}${this.#colors.dim(`… ${hidden.toLocaleString('en-US')} more`)}`);
        continue;
      }
      this.pieces.push(`${items > 0 ? ',' : ''}\n${inner}`);
      if (open === '{') {
        this.#space();
        this.pieces.push(this.#colors.cyan(this.#text()), ': ');
        this.#took(':');
      }
      this.value(inner);
    }
    this.pieces.push(items > 0 ? `\n${indent}${close}` : close);
  }

  #space(): void {
    while (/\s/.test(this.#json[this.#at] ?? '')) this.#at += 1;
  }

  #took(character: string): boolean {
    this.#space();
    if (this.#json[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #text(): string {
    const start = this.#at;
    this.#at = stringEnd(this.#json, start);
    return this.#json.slice(start, this.#at);
  }

  #word(): string {
    const start = this.#at;
    while (!/[\s,:\]}]|^$/.test(this.#json[this.#at] ?? '')) this.#at += 1;
    return this.#json.slice(start, this.#at);
  }

  /** Passes over a value. */
  #skip(): void {
    let depth = 0;
    do {
      this.#space();
      const character = this.#json[this.#at]!;
      if (character === '"') this.#text();
      else if (',:'.includes(character)) this.#at += 1;
      else if ('{['.includes(character)) {
        depth += 1;
        this.#at += 1;
      } else if ('}]'.includes(character)) {
        depth -= 1;
        this.#at += 1;
      } else this.#word();
    } while (depth > 0);
  }

  #shortened(text: string): string {
    if (!this.#short || text.length <= CHARACTERS) return text;
    const shown = text.slice(0, CHARACTERS).replace(/\\[^"]{0,5}$/, '');
    return `${shown}…" ${this.#colors.dim(`(${text.length.toLocaleString('en-US')} characters)`)}`;
  }
}
