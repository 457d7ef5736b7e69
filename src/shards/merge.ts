/** Entries of several files, each in the order of its keys, as one. */

import type { Key } from '../mappers/id-mapper.js';
import { keyOrder } from './key-order.js';

/** What is taken from several rows in turn: the least of their first ones, and of equal ones that of the first row. */
export class MergeQueue<T> {
  readonly #compare: (one: T, other: T) => number;
  /** A heap by item, and by the number of the row that it is from. */
  readonly #items: { readonly item: T; readonly row: number }[] = [];

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  put(item: T, row: number): void {
    const items = this.#items;
    let at = items.length;
    items.push({ item, row });
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isBefore(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  /** The first one, of at least one. */
  take(): { readonly item: T; readonly row: number } {
    const items = this.#items;
    const first = items[0]!;
    const last = items.pop()!;
    if (items.length === 0) return first;
    items[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= items.length) return first;
      const least = left + 1 < items.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, at)) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#items[one]!, this.#items[other]!];
    const order = this.#compare(a.item, b.item);
    return order < 0 || (order === 0 && a.row < b.row);
  }

  #swap(one: number, other: number): void {
    const items = this.#items;
    [items[one], items[other]] = [items[other]!, items[one]!];
  }
}

/** Merges rows that are in order, up to `limit` items. */
export function* merged<T>(
  rows: readonly Iterator<T>[],
  compare: (one: T, other: T) => number,
  limit: number = Number.POSITIVE_INFINITY,
): Generator<T> {
  const queue = new MergeQueue(compare);
  const advance = (row: number) => {
    const next = rows[row]!.next();
    if (!next.done) queue.put(next.value, row);
  };
  try {
    if (limit > 0) for (const row of rows.keys()) advance(row);
    for (let left = limit; left > 0 && queue.size > 0; left -= 1) {
      const { item, row } = queue.take();
      yield item;
      if (left > 1) advance(row);
    }
  } finally {
    for (const row of rows) row.return?.();
  }
}

/** Keys of several rows, each in order, as one row with each key once. */
export function* inOneOrder(
  rows: readonly Iterator<Key>[],
  spec: Parameters<typeof keyOrder>[0],
): Generator<Key> {
  const { compare } = keyOrder(spec);
  let last: Key | undefined;
  for (const key of merged(rows, compare)) {
    if (last !== undefined && compare(last, key) === 0) continue;
    last = key;
    yield key;
  }
}

/** The same as `merged` of rows whose items take a while; their first ones are waited for together. */
export async function* mergedLater<T>(
  rows: readonly AsyncIterator<T>[],
  compare: (one: T, other: T) => number,
  limit: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<T> {
  const queue = new MergeQueue(compare);
  const put = (row: number, next: IteratorResult<T>) => {
    if (!next.done) queue.put(next.value, row);
  };
  try {
    if (limit > 0) {
      const firsts = await Promise.all(rows.map((row) => row.next()));
      for (const [row, next] of firsts.entries()) put(row, next);
    }
    for (let left = limit; left > 0 && queue.size > 0; left -= 1) {
      const { item, row } = queue.take();
      yield item;
      if (left > 1) put(row, await rows[row]!.next());
    }
  } finally {
    await Promise.allSettled(rows.map((row) => row.return?.()));
  }
}
