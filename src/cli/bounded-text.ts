/** Text that grows to a bound, with the levels that it nests. */
import { MAX_DEPTH } from '../values/codec.js';
import { Failure } from './failure.js';

/**
 * Longest record, in characters: as long as the lines that `build` takes. A few hundred bytes of shared pointers can
 * spell more than any disk holds.
 */
export const MAX_RECORD: number = 2 ** 26;

export class BoundedText {
  content = '';
  depth = 0;
  #work = 0;

  restart(content: string): void {
    this.content = content;
    this.depth = 0;
    this.#work = 0;
  }

  put(text: string): void {
    this.spend(text.length);
    this.content += text;
  }

  /** Counts work that gives no text, or none yet. */
  spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_RECORD) {
      throw new Failure(
        'CLI_TOO_LARGE',
        `the record spells out to more than ${MAX_RECORD / 2 ** 20} MB of JSON: read it from a program`,
      );
    }
  }

  enter(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      throw new Failure(
        'CLI_TOO_LARGE',
        `values nest deeper than ${MAX_DEPTH} levels, or contain themselves`,
      );
    }
  }

  leave(): void {
    this.depth -= 1;
  }
}
