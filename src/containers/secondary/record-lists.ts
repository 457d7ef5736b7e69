/**
 * What secondary indexes lead to: records by their numbers (docs/format.md 13.9). A *code* is 2 × record + 1 for a key of
 * one record, and 2 × word for one of several: that word of the lists is how many, and their numbers, ascending, are
 * the words before it.
 */
import type { Memory } from '../../bytes/memory.js';
import { Region } from '../../bytes/region.js';
import { CorruptBufferError } from '../../errors.js';
import type { Section } from '../../mappers/tables/sections.js';

const WORD = 4;

export class RecordLists {
  readonly #words: Region;
  /** Records of the mapping's array. */
  readonly #records: number;

  /** Without a section, no key has several records. */
  constructor(memory: Memory, section: Section | undefined, records: number) {
    const { start, length } = section ?? { start: 0, length: 0 };
    this.#words = new Region(memory, start, length - (length % WORD), 'the lists of an index');
    this.#records = records;
  }

  /** How many 32-bit words the lists take. */
  get words(): number {
    return this.#words.length / WORD;
  }

  /** How many records a code stands for. Throws `CorruptBufferError` for a code that has none. */
  count(code: number): number {
    if (code % 2 === 1) return 1;
    const word = code / 2;
    const count = this.#word(word);
    if (count < 2 || count > word) throw this.#damaged(code);
    return count;
  }

  /** The number of the first record. */
  first(code: number): number {
    return this.#checked(code % 2 === 1 ? (code - 1) / 2 : this.#word(code / 2 - this.count(code)), code);
  }

  /** The number of the last record. */
  last(code: number): number {
    if (this.count(code) === 1) return this.first(code);
    return this.#checked(this.#word(code / 2 - 1), code);
  }

  /** Where the numbers `from` to before `to` lie in the memory; undefined of a code that stands for one record. */
  placeOf(
    code: number,
    from: number,
    to: number,
  ): { readonly offset: number; readonly length: number } | undefined {
    if (code % 2 === 1) return undefined;
    const first = code / 2 - this.count(code);
    return { offset: this.#words.start + (first + from) * WORD, length: (to - from) * WORD };
  }

  /** The numbers of all records, or some of them, one by one: ascending, each checked to be that of a record. */
  *numbers(code: number, from = 0, to: number = Number.POSITIVE_INFINITY): Generator<number> {
    if (code % 2 === 1) {
      yield this.first(code);
      return;
    }
    const count = this.count(code);
    const first = code / 2 - count;
    let last = -1;
    for (let word = first + from; word < first + Math.min(count, to); word += 1) {
      last = this.#next(word, last, code);
      yield last;
    }
  }

  /** The numbers of all records at once. */
  all(code: number): number[] {
    if (code % 2 === 1) return [this.first(code)];
    const numbers: number[] = [];
    const end = code / 2;
    let last = -1;
    for (let word = end - this.count(code); word < end; word += 1) {
      const number = this.#next(word, last, code);
      numbers.push(number);
      last = number;
    }
    return numbers;
  }

  /** The number at a word of a list, which comes after `last`. */
  #next(word: number, last: number, code: number): number {
    const number = this.#checked(this.#word(word), code);
    if (number > last) return number;
    throw this.#damaged(code);
  }

  #checked(number: number, code: number): number {
    if (number < this.#records) return number;
    throw this.#damaged(code);
  }

  #word(word: number): number {
    const at = word * WORD;
    if (!(at >= 0 && at < this.#words.length)) throw this.#damaged(2 * word);
    const window = this.#words.windowAt(at);
    return window.view.getUint32(this.#words.offsetIn(window, at), true);
  }

  #damaged(code: number): CorruptBufferError {
    return new CorruptBufferError(
      `the code ${code} of a secondary index leads to no list of records: the data is damaged`,
      this.#words.start,
    );
  }
}
