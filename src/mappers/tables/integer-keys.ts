/** Integer keys, which slots lead to in the sorted index. */
import { Region } from '../../bytes/region.js';
import { hashInteger, type Multipliers } from '../../hash/table-hash.js';
import type { MapperParts } from '../id-mapper.js';
import { notFound, splitHigh, splitKey, splitLow } from '../integer-key.js';
import { MAPPER_HEADER } from '../mapper-header.js';
import type { TableKeys } from './table-keys.js';

const TWO_32 = 2 ** 32;
/** Upper half of the largest safe integer. */
const MAX_HIGH = 2 ** 21 - 1;

/** What is known of a mapper. */
type IntegerParts = Omit<MapperParts, 'index'> & { readonly index: { readonly length: number } };

export class IntegerKeys implements TableKeys {
  readonly #entries: Region;
  readonly #row: number;
  readonly #wide: boolean;
  readonly #multipliers: Multipliers;
  /** Halves of the key, signed, to compare as they are read. */
  #low = 0;
  #high = 0;
  #taken = false;

  /** Places are numbers of entries. */
  constructor({ memory, start, keyBytes, columns, width, index }: IntegerParts, multipliers: Multipliers) {
    this.#row = columns * width;
    this.#wide = width === 8;
    const bytes = index.length * this.#row;
    this.#entries = new Region(memory, start + MAPPER_HEADER + keyBytes, bytes, 'the index of a table');
    this.#multipliers = multipliers;
  }

  take(key: unknown): number {
    if (typeof key !== 'number') return this.#takeOther(key);
    // Not through `splitKey`, whose results, being variables of a module, would be boxed: 25 ns.
    const high = (key / TWO_32) | 0;
    const low = key | 0;
    this.#taken = high >= 0 && high <= MAX_HIGH && high * TWO_32 + (low >>> 0) === key;
    this.#high = high;
    this.#low = low;
    return hashInteger(high, low, this.#multipliers);
  }

  #takeOther(key: unknown): number {
    this.#taken = splitKey(key);
    this.#high = splitHigh | 0;
    this.#low = splitLow | 0;
    return hashInteger(this.#high, this.#low, this.#multipliers);
  }

  /** As `take`, of a key in halves, unsigned. */
  takeHalves(high: number, low: number): number {
    this.#taken = true;
    this.#high = high | 0;
    this.#low = low | 0;
    return hashInteger(this.#high, this.#low, this.#multipliers);
  }

  matches(place: number): boolean {
    const at = place * this.#row;
    const window = this.#entries.windowAt(at);
    const offset = this.#entries.offsetIn(window, at);
    if (!(at < this.#entries.length)) throw window.outside(offset, this.#row);
    const { view } = window;
    if (!this.#taken || view.getInt32(offset, true) !== this.#low) return false;
    return (this.#wide ? view.getInt32(offset + 4, true) : 0) === this.#high;
  }

  positionOf(place: number): number {
    return this.#entries.start + place * this.#row;
  }

  missing(key: unknown): -1 {
    return notFound(key);
  }
}
