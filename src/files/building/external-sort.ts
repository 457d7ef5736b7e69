/**
 * Sorting more entries than memory should hold: full buffers are sorted and spilled to a temporary file as runs,
 * and the runs are merged while reading. Entries are whole 32-bit words, the key words first.
 *
 * ```
 * push -> entries --full--> radixSort of their keys --> run 0, run 1, ... in one spool --> merge --> batches
 * ```
 *
 * The words of an entry stay together, since they are fetched in sorted order, at one cache miss or two each; only
 * sorting takes the keys as columns.
 */
import { ArgumentError, ClosedError } from '../../errors.js';
import { radixSort } from '../../mappers/building/radix-sort.js';
import { mergeRuns, type Run } from './external-sort-merge.js';
import { Spool } from './spool.js';

/** Memory for the entries, their keys and the two permutations that sorting takes, if `maxEntries` is not given. */
const MEMORY_BYTES = 48 * 2 ** 20;
/** Words in a batch, roughly: 256 KiB. */
const BATCH_WORDS = 2 ** 16;
const FIRST_CAPACITY = 1024;
/** Steps are large, because entries are copied at each, and memory that is not touched yet costs next to nothing. */
const GROWTH = 16;

/** What to sort. */
export interface EntrySorterOptions {
  /** 32-bit words in an entry. */
  readonly words: number;
  /** How many words at the front of an entry to sort by, the most significant first, as unsigned. */
  readonly keyWords: number;
  /** Where the temporary file goes when there is one. */
  readonly folder: string;
  /** What messages name, as in `Spool`. */
  readonly subject?: string | undefined;
  /** Entries held in memory; by default what 48 MiB hold. */
  readonly maxEntries?: number;
}

/** Collects entries and gives them back sorted; equal keys in the order they came. `discard` it in the end. */
export class EntrySorter {
  readonly #words: number;
  readonly #keyWords: number;
  readonly #makeSpool: () => Spool;
  readonly #maxEntries: number;
  /** Full at `#count`; 0 once reading has begun. */
  #capacity = 0;
  #entries: Uint32Array = new Uint32Array(0);
  /** Entries in memory, and in the spilled runs. */
  #count = 0;
  #spilled = 0;
  #spool: Spool | undefined;
  readonly #runs: Run[] = [];
  #state: 'filling' | 'reading' | 'discarded' = 'filling';

  constructor(options: EntrySorterOptions) {
    const { words, keyWords, folder } = options;
    if (!(Number.isInteger(words) && Number.isInteger(keyWords) && keyWords >= 1 && words >= keyWords)) {
      throw new ArgumentError(`entries of ${words} words cannot be sorted by ${keyWords} of them`);
    }
    const maxEntries = options.maxEntries ?? Math.floor(MEMORY_BYTES / (4 * (words + keyWords + 2)));
    if (!(Number.isInteger(maxEntries) && maxEntries >= 1)) {
      throw new ArgumentError(`maxEntries must be a whole number of at least 1, not ${maxEntries}`);
    }
    this.#words = words;
    this.#keyWords = keyWords;
    this.#makeSpool = () => new Spool(folder, options.subject);
    this.#maxEntries = maxEntries;
  }

  /** Entries pushed so far. */
  get length(): number {
    return this.#spilled + this.#count;
  }

  /** Adds the entry whose words start at `words[at]`, copying it. */
  push(words: Uint32Array, at = 0): void {
    if (this.#count === this.#capacity) this.#makeRoom();
    const width = this.#words;
    copyEntry(words, at, this.#entries, this.#count * width, width);
    this.#count += 1;
  }

  /**
   * All entries in order, in batches of whole entries that are valid until the next is asked for. May be called
   * again, for another pass from the start; nothing can be pushed any more.
   */
  *sorted(): Generator<Uint32Array, void, undefined> {
    this.#check();
    this.#state = 'reading';
    this.#capacity = this.#count;
    for (const batch of this.#spool === undefined ? this.#inMemory() : this.#merged(this.#spool)) {
      yield batch;
      this.#check();
    }
  }

  /** Frees the memory and the temporary file. A second call does nothing. */
  discard(): void {
    this.#state = 'discarded';
    this.#release();
    this.#spool?.discard();
    this.#runs.length = 0;
  }

  #makeRoom(): void {
    this.#check();
    if (this.#state === 'reading')
      throw new ArgumentError('entries cannot be added once sorted() was called');
    if (this.#capacity === this.#maxEntries) this.#spill();
    else this.#grow(Math.min(this.#maxEntries, Math.max(FIRST_CAPACITY, this.#capacity * GROWTH)));
  }

  #grow(capacity: number): void {
    const entries = new Uint32Array(capacity * this.#words);
    entries.set(this.#entries);
    this.#entries = entries;
    this.#capacity = capacity;
  }

  /** Appends what is in memory to the spool, sorted, as one run. */
  #spill(): void {
    if (this.#count === 0) return;
    this.#spool ??= this.#makeSpool();
    this.#runs.push({ start: this.#spool.length, entries: this.#count });
    for (const batch of this.#inMemory()) {
      this.#spool.append(new Uint8Array(batch.buffer, batch.byteOffset, batch.byteLength));
    }
    this.#spilled += this.#count;
    this.#count = 0;
  }

  #merged(spool: Spool): Generator<Uint32Array, void, undefined> {
    this.#spill();
    this.#release();
    return mergeRuns(spool, this.#runs, { words: this.#words, keyWords: this.#keyWords }, BATCH_WORDS);
  }

  *#inMemory(): Generator<Uint32Array, void, undefined> {
    const order = radixSort(this.#keyColumns(), this.#count);
    const words = this.#words;
    const perBatch = Math.max(1, Math.floor(BATCH_WORDS / words));
    const batch = new Uint32Array(Math.min(perBatch, this.#count) * words);
    for (let first = 0; first < order.length; first += perBatch) {
      const last = Math.min(order.length, first + perBatch);
      for (let i = first, at = 0; i < last; i++, at += words) {
        copyEntry(this.#entries, order[i]! * words, batch, at, words);
      }
      yield batch.subarray(0, (last - first) * words);
    }
  }

  #keyColumns(): Uint32Array[] {
    return Array.from({ length: this.#keyWords }, (_, word) => {
      const column = new Uint32Array(this.#count);
      for (let i = 0, at = word; i < column.length; i++, at += this.#words) column[i] = this.#entries[at]!;
      return column;
    });
  }

  #release(): void {
    this.#entries = new Uint32Array(0);
    this.#capacity = 0;
    this.#count = 0;
  }

  #check(): void {
    if (this.#state !== 'discarded') return;
    throw new ClosedError('the sorted entries were discarded: nothing can be added or read any more');
  }
}

/**
 * Copies the words of one entry. Most have three to six: without a loop around these, more of the cache misses of
 * fetching them in another order run at a time (75 ns an entry against 180, of a million).
 */
function copyEntry(from: Uint32Array, at: number, into: Uint32Array, to: number, words: number): void {
  let word = 0;
  if (words >= 4) {
    into[to] = from[at]!;
    into[to + 1] = from[at + 1]!;
    into[to + 2] = from[at + 2]!;
    into[to + 3] = from[at + 3]!;
    word = 4;
  }
  if (words === 6) {
    into[to + 4] = from[at + 4]!;
    into[to + 5] = from[at + 5]!;
    return;
  }
  for (; word < words; word++) into[to + word] = from[at + word]!;
}
