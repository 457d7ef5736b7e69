/** Walking the entries of one id mapper in the order that merging needs. */
import { CorruptBufferError } from '../../errors.js';
import { NONE_KEY } from '../../values/dicts/object-index.js';
import type { IdMapper, Key } from '../id-mapper.js';
import { MAPPER_HEADER } from '../mapper-header.js';
import { ObjectMapper } from '../object-mapper.js';

/** Value column of mappers without key data. */
const VALUE = 1;

/**
 * The current entry as words, the upper half of each column first: key or hash, key offset where there is one, value.
 * Throws `CorruptBufferError` where keys are not in order: what they would be merged into could not be searched.
 */
export class MergeCursor {
  readonly words: Uint32Array;
  readonly #mapper: IdMapper<Key>;
  /** What is added to key offsets. */
  readonly #shift: number;
  #entry = -1;
  /** Entries with the current key whose values are out of order, as entry numbers in order of value. */
  #sorted: number[] = [];
  #sortedFrom = 0;
  /** First entry after those whose order is known. */
  #checked = 0;

  constructor(mapper: IdMapper<Key>, shift: number) {
    this.#mapper = mapper;
    this.#shift = shift;
    this.words = new Uint32Array(mapper.parts.columns * 2);
  }

  /** Moves on to the next entry; false when there is none. */
  next(): boolean {
    const { size } = this.#mapper;
    this.#entry += 1;
    if (this.#entry >= size) return false;
    const { index, columns } = this.#mapper.parts;
    if (columns === 3) this.#checkKey(this.#entry);
    else if (this.#entry >= this.#checked) this.#checkRun();
    const entry = this.#sorted[this.#entry - this.#sortedFrom] ?? this.#entry;
    for (let column = 0; column < columns; column += 1) {
      this.words[2 * column] = index.high(entry, column);
      this.words[2 * column + 1] = index.low(entry, column);
    }
    if (columns === 3) this.#shiftOffset(entry);
    return true;
  }

  #checkKey(entry: number): void {
    const { index } = this.#mapper.parts;
    if (entry === 0 || index.compare(entry - 1, index.high(entry, 0), index.low(entry, 0)) <= 0) return;
    throw new CorruptBufferError(
      `the index of ${this.#mapper.parts.memory.name} is not sorted, at entry ${entry}: it cannot be merged`,
      this.#mapper.parts.start,
    );
  }

  /** Entries of one key are sorted by value, but for mappers that Python merged: theirs are put in order here. */
  #checkRun(): void {
    const { index } = this.#mapper.parts;
    const first = this.#entry;
    this.#checkKey(first);
    this.#sorted = [];
    const [high, low] = [index.high(first, 0), index.low(first, 0)];
    let end = first + 1;
    let ordered = true;
    for (; end < this.#mapper.size && index.compare(end, high, low) === 0; end += 1) {
      ordered &&= this.#compareValues(end - 1, end) <= 0;
    }
    this.#checked = end;
    if (ordered) return;
    this.#sortedFrom = first;
    this.#sorted = Array.from({ length: end - first }, (_, entry) => first + entry);
    this.#sorted.sort((a, b) => this.#compareValues(a, b));
  }

  #compareValues(a: number, b: number): number {
    const { index } = this.#mapper.parts;
    return index.high(a, VALUE) - index.high(b, VALUE) || index.low(a, VALUE) - index.low(b, VALUE);
  }

  #shiftOffset(entry: number): void {
    const { index, keyBytes, start } = this.#mapper.parts;
    const offset = index.number(entry, 1);
    if (offset === NONE_KEY && this.#mapper instanceof ObjectMapper) return;
    if (offset < MAPPER_HEADER || offset >= MAPPER_HEADER + keyBytes) {
      throw new CorruptBufferError(`the key of entry ${entry} is said to lie at ${offset}, outside`, start);
    }
    const shifted = offset + this.#shift;
    this.words[2] = Math.floor(shifted / 2 ** 32);
    this.words[3] = shifted;
  }
}

/**
 * The entries of all cursors in the order of their first `keyWords` words; equal ones in the order of the cursors. The
 * words of one are valid until the next.
 */
export function* mergeCursors(cursors: readonly MergeCursor[], keyWords: number): Generator<Uint32Array> {
  const before = (a: number, b: number): boolean => {
    const [left, right] = [cursors[a]!.words, cursors[b]!.words];
    for (let word = 0; word < keyWords; word += 1) {
      if (left[word] !== right[word]) return left[word]! < right[word]!;
    }
    return a < b;
  };
  // A binary heap of cursor numbers.
  const heap = [...cursors.keys()].filter((cursor) => cursors[cursor]!.next());
  const sink = (slot: number): void => {
    for (;;) {
      let least = slot;
      for (const child of [2 * slot + 1, 2 * slot + 2]) {
        if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      }
      if (least === slot) return;
      [heap[slot], heap[least]] = [heap[least]!, heap[slot]!];
      slot = least;
    }
  };
  for (let slot = (heap.length >> 1) - 1; slot >= 0; slot -= 1) sink(slot);
  while (heap.length > 0) {
    const cursor = cursors[heap[0]!]!;
    yield cursor.words;
    if (!cursor.next()) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    sink(0);
  }
}
