/** Text that grows to a bound, with the levels that it nests. */
import { InputError } from '../../errors.js';
import { MAX_DEPTH } from '../../values/base/codec.js';

/**
 * Longest record, in characters: as long as the lines that `build` takes. A few hundred bytes of shared pointers can
 * spell more than any disk holds.
 */
export const MAX_RECORD: number = 2 ** 26;

const PIECE = 2 ** 14;

export class BoundedText {
  depth = 0;
  /** What was put, in pieces; the last of them grows. */
  #pieces: string[] = [];
  #last = '';
  #work = 0;

  get content(): string {
    return this.#pieces.join('') + this.#last;
  }

  restart(content: string): void {
    this.#pieces = [];
    this.#last = content;
    this.depth = 0;
    this.#work = 0;
  }

  put(text: string): void {
    this.spend(text.length);
    this.#last += text;
    if (this.#last.length > PIECE) {
      // Looking at a character makes one string of the tree of strings that `+=` has made, which takes 32 bytes a node.
      this.#last.charCodeAt(0);
      this.#pieces.push(this.#last);
      this.#last = '';
    }
  }

  /** Counts work that gives no text, or none yet. */
  spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_RECORD) {
      throw new InputError(
        `the record spells out to more than ${MAX_RECORD / 2 ** 20} MB of JSON: read it from a program, where toObject() keeps together what is stored once`,
      );
    }
  }

  enter(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      throw new InputError(`values nest deeper than ${MAX_DEPTH} levels, or contain themselves`);
    }
  }

  leave(): void {
    this.depth -= 1;
  }
}
