/** The parts of a stored dict (docs/format.md 7): pointer to the values, object id mapper, values. */

import { SortedIndex } from '../../bytes/sorted-index.js';
import { readLength } from '../../bytes/structural-integers.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import type { CodecTable } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import { readSequenceHead, type SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from '../sequences/element-type.js';
import { readItem } from '../sequences/sequence-item.js';
import { ObjectIndex } from './object-index.js';

/** The values pointer, after which the mapper follows at once. */
export const MAPPER_AT = 8;
/** The mapper's header: number of entries, and offset of the index from the mapper's first byte. */
export const MAPPER_HEADER = 16;
const COLUMNS = 3;

export class DictParts<K, V> {
  readonly index: ObjectIndex<K>;
  /** Number of entries. */
  readonly size: number;
  readonly #window: Window;
  /** Offset of the values sequence in the window. */
  readonly #offset: number;
  readonly #head: SequenceHead;
  readonly #value: Element<V>;

  /** Checks that the memory holds all entries; throws `CorruptBufferError` when not. */
  constructor(window: Window, offset: number, key: Element<K>, value: Element<V>, table: CodecTable) {
    const values = readLength(window, offset);
    const mapper = offset + MAPPER_AT;
    this.size = readLength(window, mapper);
    const index = readLength(window, mapper + 8);
    const { memory, base } = window;
    const rows = new SortedIndex(memory, base + mapper + index, this.size, COLUMNS, 8);
    this.index = new ObjectIndex(memory, base + mapper, rows, key, table);
    this.#window = window;
    this.#offset = offset + values;
    this.#head = readSequenceHead(window, this.#offset);
    this.#value = value;
  }

  /** Number of values; the same as `size` in what is not damaged. */
  get values(): number {
    return this.#head.length;
  }

  /** The value at a position in insertion order. */
  valueAt(position: number, reader: Decoding): V | null {
    if (position >= this.#head.length) {
      throw new CorruptBufferError(
        `a dict's key leads to value ${position} of ${this.#head.length}`,
        this.#window.base + this.#offset,
      );
    }
    return readItem(this.#window, this.#offset, this.#head, position, this.#value, reader);
  }

  /** The value of an entry of the index. */
  valueOf(entry: number, reader: Decoding): V | null {
    return this.valueAt(this.index.valueAt(entry), reader);
  }
}
