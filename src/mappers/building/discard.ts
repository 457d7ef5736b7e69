/** Leaving out duplicates while entries stream by in their order (docs/format.md 11). */
import type { EntrySorter } from '../../bytes/build-storage.js';
import { ArgumentError } from '../../errors.js';
import { hasKeyData, type KeySpec } from '../key-kind.js';

/** What a build drops. For integer keys and approximate mappers, whose entries are sorted by key, then value. */
export interface DiscardOptions {
  /** Whether of equal (key, value) pairs one stays. Default false. */
  readonly discardDuplicates?: boolean | undefined;
  /** Whether of each key only the smallest value stays. Default false. */
  readonly discardDuplicateKeys?: boolean | undefined;
}

/** Words of a key, and of a key and its value. */
const KEY_WORDS = 2;
const PAIR_WORDS = 4;

/** Passes entries on but for duplicates of the last. */
export class DuplicateFilter {
  readonly #words: number;
  readonly #last = new Uint32Array(PAIR_WORDS);
  #any = false;

  constructor(words: number) {
    this.#words = words;
  }

  /** Whether the entry whose key and value start at `at` stays. */
  keeps(entries: Uint32Array, at: number): boolean {
    const last = this.#last;
    let same = this.#any;
    for (let word = 0; same && word < this.#words; word += 1) same = last[word] === entries[at + word];
    if (same) return false;
    for (let word = 0; word < this.#words; word += 1) last[word] = entries[at + word]!;
    this.#any = true;
    return true;
  }
}

/** Makes a filter for each pass over the entries; undefined when nothing is dropped. */
export type DiscardRule = (() => DuplicateFilter) | undefined;

/** Throws `ArgumentError` for mappers that keep their entries in another order. */
export function discardRule(spec: KeySpec, options: DiscardOptions): DiscardRule {
  const { discardDuplicates = false, discardDuplicateKeys = false } = options;
  if (!discardDuplicates && !discardDuplicateKeys) return undefined;
  if (hasKeyData(spec)) {
    throw new ArgumentError(
      `duplicates of ${spec.type} keys are not found by their order: only mappers of integer keys and ` +
        'approximate ones discard them',
    );
  }
  const words = discardDuplicateKeys ? KEY_WORDS : PAIR_WORDS;
  return () => new DuplicateFilter(words);
}

/** Words between pauses when entries are only counted. */
const PAUSE_WORDS = 2 ** 16;

/** Number of entries, of so many words, that a filter keeps; yields between batches. */
export function* countKept(sorter: EntrySorter, words: number, rule: DiscardRule): Generator<void, number> {
  const filter = rule?.();
  if (filter === undefined) return sorter.length;
  let count = 0;
  let seen = 0;
  for (const entries of sorter.sorted()) {
    for (let at = 0; at < entries.length; at += words) if (filter.keeps(entries, at)) count += 1;
    seen += entries.length;
    if (seen < PAUSE_WORDS) continue;
    seen = 0;
    yield;
  }
  return count;
}
