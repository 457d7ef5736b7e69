/** Lines of NDJSON as most programs write them: an object with the fields in the order of the schema, or some of them. */
import type { Schema } from '../schema/schema.js';
import { NumberScan, Written } from './scan-number.js';
import { secondsOfDay, secondsOfMoment } from './scan-time.js';
import { Kind, type StraightFields } from './straight-fields.js';
import { State, type StraightRow } from './straight-row.js';
import { LONGEST_TEXT } from './straight-writer.js';

const LF = 10;
const CR = 13;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const [NULL, TRUE, FALSE] = ['null', 'true', 'false'].map((word) => new TextEncoder().encode(word)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/** A member, in the order of the schema. */
interface Member {
  /** Bytes of the name, and the quote behind it. */
  readonly name: Uint8Array;
  /** Of the field, in stored order. */
  readonly field: number;
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly low: number;
  readonly high: number;
}

export class JsonScan {
  readonly #row: StraightRow;
  readonly #members: readonly Member[];
  readonly #number = new NumberScan();

  constructor({ root }: Schema, { fields }: StraightFields, row: StraightRow) {
    this.#row = row;
    this.#members = Array.from(root.fields.keys(), (name): Member => {
      const field = fields.findIndex((each) => each.name === name);
      return { ...fields[field]!, name: new TextEncoder().encode(`${name}"`), field };
    });
  }

  /**
   * Fills the row from the line that starts at a place of its bytes, and gives where the next line starts; −1 for a line that is
   * anything but what is looked for, which says nothing of what it is. The bytes are UTF-8.
   */
  line(start: number): number {
    const { bytes, states } = this.#row;
    states.fill(State.absent);
    let at = start;
    if (bytes[at] !== OPEN) return -1;
    let next = 0;
    do {
      at += 1;
      if (bytes[at] === SPACE) at += 1;
      if (bytes[at] !== QUOTE) return -1;
      at += 1;
      while (next < this.#members.length && !begins(bytes, at, this.#members[next]!.name)) next += 1;
      const member = this.#members[next];
      if (member === undefined) return -1;
      next += 1;
      at += member.name.length;
      if (bytes[at] === SPACE) at += 1;
      if (bytes[at] !== COLON) return -1;
      at += 1;
      if (bytes[at] === SPACE) at += 1;
      at = this.#value(member, at);
      if (at < 0) return -1;
      if (bytes[at] === SPACE) at += 1;
    } while (bytes[at] === COMMA);
    if (bytes[at] !== CLOSE) return -1;
    at += 1;
    if (bytes[at] === CR) at += 1;
    if (at < bytes.length && bytes[at] !== LF) return -1;
    return at + 1;
  }

  /** Gives where the value ends; −1 if it is not looked for. */
  #value({ kind, field, nullable, low, high }: Member, at: number): number {
    const { bytes, states, numbers } = this.#row;
    if (bytes[at] === NULL[0]) {
      if (!nullable || !begins(bytes, at, NULL)) return -1;
      states[field] = State.none;
      return at + NULL.length;
    }
    states[field] = State.value;
    switch (kind) {
      case Kind.text:
        return this.#text(field, at);
      case Kind.date:
      case Kind.moment: {
        const end = this.#text(field, at);
        if (end < 0) return -1;
        const seconds = (kind === Kind.date ? secondsOfDay : secondsOfMoment)(bytes, at + 1, end - 1);
        numbers[field] = seconds;
        return Number.isNaN(seconds) ? -1 : end;
      }
      case Kind.bool: {
        const word = bytes[at] === TRUE[0] ? TRUE : FALSE;
        numbers[field] = word === TRUE ? 1 : 0;
        return begins(bytes, at, word) ? at + word.length : -1;
      }
      default: {
        const number = this.#number;
        if (number.read(bytes, at) === Written.otherwise) return -1;
        const { value } = number;
        // Past 2^53, numbers of digits alone are other values than the nearest floats.
        if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return -1;
        numbers[field] = value;
        if (!Number.isInteger(value)) states[field] = State.fraction;
        if (kind === Kind.integer && !(value >= low && value <= high && Number.isInteger(value))) return -1;
        return number.at;
      }
    }
  }

  #text(field: number, open: number): number {
    const { bytes } = this.#row;
    if (bytes[open] !== QUOTE) return -1;
    const start = open + 1;
    let at = start;
    for (;;) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      // Control characters are no JSON, and `undefined` is the end of the bytes.
      if (byte === BACKSLASH || !(byte >= SPACE)) return -1;
      at += 1;
    }
    if (at - start > LONGEST_TEXT) return -1;
    this.#row.lies(field, start, at);
    return at + 1;
  }
}

function begins(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let unit = 0; unit < text.length; unit += 1) if (bytes[at + unit] !== text[unit]) return false;
  return true;
}
