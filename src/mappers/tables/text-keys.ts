/** Keys of text and bytes, which slots lead to where they are stored. */
import type { Memory } from '../../bytes/memory.js';
import { keyWords, type Multipliers } from '../../hash/key-words.js';
import { beginLongMatches } from '../../values/compare/long-key-match.js';
import { matchesWords } from '../../values/compare/word-match.js';
import type { TableKeys } from './table-keys.js';

/** No key of up to so many bytes is stored compressed. */
const SHORT = 512;

export class TextKeys implements TableKeys {
  readonly #memory: Memory;
  readonly #multipliers: Multipliers;

  /** Places count from position 0 of the memory. */
  constructor(memory: Memory, multipliers: Multipliers) {
    this.#memory = memory;
    this.#multipliers = multipliers;
  }

  get taken(): boolean {
    return keyWords.length >= 0;
  }

  take(key: unknown): number {
    const hash = keyWords.hash(key, this.#multipliers);
    if (keyWords.length > SHORT) beginLongMatches();
    return hash;
  }

  matches(place: number): boolean {
    const window = this.#memory.windowAt(place);
    return matchesWords(window, place - window.base, keyWords);
  }

  touch(place: number): number {
    if (place >= this.#memory.byteLength) return 0;
    const window = this.#memory.windowAt(place);
    return window.bytes[place - window.base]!;
  }

  missing(): -1 {
    return -1;
  }
}
