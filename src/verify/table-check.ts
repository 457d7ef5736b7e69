/**
 * Comparing a table with the index: each entry is looked up, with those of its hash, and all entries are counted and summed
 * up. What is too many for the first is found by the second still.
 */
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { Hashes, RecordTable } from '../mappers/tables/record-table.js';
import type { Findings } from './findings.js';
import { type SlotCount, TableContents } from './table-contents.js';

/** Entries of one hash or key that are looked up; of more, memory would have to hold them all. */
const MAX_RUN = 2 ** 20;
/** Slots that look-ups may pass for each that is taken, and in any case: tables that were built honestly need a few. */
const STEPS_EACH = 64;
const STEPS_FREE = 2 ** 22;
/** Bytes that tell keys of one hash apart. */
const TOLD_APART = 4096;

interface Run {
  readonly key: Key;
  /** Offsets of its records, in the order of the index. */
  readonly offsets: number[];
}

export class TableCheck {
  readonly #table: RecordTable;
  readonly #filter: Hashes | undefined;
  readonly #index: IdMapper<Key>['parts']['index'];
  readonly #position: number;
  readonly #findings: Findings;
  readonly #slots: SlotCount;
  readonly #contents: TableContents | undefined;
  /** What a look-up is taken to cost, and what is left for them all. */
  readonly #cost: number;
  #left: number;
  /** The first key with the hash of the last entry, and the others by what tells them from one another. */
  #first: Run | undefined;
  readonly #others = new Map<string, Run>();
  #held = 0;
  #entries = 0;
  #keys = 0;

  /** `position`: of the table, for messages. `slots`: what a walk over it gave. */
  constructor(
    table: RecordTable,
    filter: Hashes | undefined,
    mapper: IdMapper<Key>,
    slots: SlotCount,
    position: number,
    findings: Findings,
  ) {
    this.#table = table;
    this.#filter = filter;
    this.#index = mapper.parts.index;
    this.#position = position;
    this.#findings = findings;
    this.#slots = slots;
    this.#contents = slots.contents && new TableContents(slots.contents.keys);
    this.#left = STEPS_FREE + STEPS_EACH * slots.taken;
    this.#cost = slots.steps <= this.#left ? 1 : slots.longest;
  }

  /** Counts an entry, whose hash or integer is another than the last one's if `fresh`. */
  count(fresh: boolean): void {
    this.#entries += 1;
    if (fresh) this.#keys += 1;
  }

  /** Takes the entry just counted. */
  add(entry: number, key: Key, offset: number, fresh: boolean): void {
    this.#sum(entry, offset);
    if (fresh) {
      this.#compareAll();
      this.#first = { key, offsets: [offset] };
      this.#held = 1;
      return;
    }
    if (this.#held >= MAX_RUN) return;
    const run = this.#runOf(key);
    // Where a table has the first record alone, the others are of no use.
    if (run.offsets.length > 0 && this.#table.findAll === undefined) return;
    run.offsets.push(offset);
    this.#held += 1;
  }

  /** Compares what is held still, and what all entries amount to with all slots. */
  end(): void {
    this.#compareAll();
    const { taken, contents } = this.#slots;
    const wanted = this.#table.findAll === undefined ? this.#keys : this.#entries;
    const message =
      taken !== wanted
        ? `the table has ${taken} entries where the index has ${wanted}`
        : contents !== undefined && this.#contents?.equals(contents) === false
          ? 'the table leads to other keys or records than the index'
          : undefined;
    if (message !== undefined) this.#findings.add('table', message, this.#position);
  }

  #sum(entry: number, offset: number): void {
    const contents = this.#contents;
    const index = this.#index;
    if (contents?.keys === 'offset') contents.add(0, index.low(entry, 1), offset);
    else if (contents?.keys === 'entry') contents.add(0, entry, offset);
    else if (contents !== undefined) contents.add(index.high(entry, 0), index.low(entry, 0), offset);
  }

  #runOf(key: Key): Run {
    const first = this.#first;
    if (first === undefined) {
      // The first entry of this hash could not be read.
      this.#first = { key, offsets: [] };
      return this.#first;
    }
    if (isSame(first.key, key)) return first;
    const name =
      key instanceof Uint8Array ? String.fromCharCode(...key.subarray(0, TOLD_APART), key.length) : `${key}`;
    let run = this.#others.get(name);
    if (run === undefined) {
      run = { key, offsets: [] };
      this.#others.set(name, run);
    }
    return run;
  }

  #compareAll(): void {
    if (this.#held < MAX_RUN) {
      if (this.#first !== undefined) this.#compare(this.#first);
      for (const run of this.#others.values()) this.#compare(run);
    }
    this.#first = undefined;
    if (this.#others.size > 0) this.#others.clear();
    this.#held = 0;
  }

  #compare({ key, offsets }: Run): void {
    if (this.#left < this.#cost) return;
    this.#left -= this.#cost;
    try {
      if (this.#filter !== undefined && this.#table.lacks?.(key, this.#filter)) {
        this.#wrong(key, 'is not in the filter, which is to have all of the table');
      }
      const first = this.#table.find(key);
      if (first === offsets[0] && this.#hasAll(key, offsets)) return;
      // What is not there is searched for the longest.
      this.#left -= this.#slots.longest;
      const found = first < 0 ? 'is not found' : 'leads to other records';
      this.#wrong(key, `${found} by the table: the index says otherwise`);
    } catch (error) {
      this.#wrong(key, (error as Error).message);
    }
  }

  #hasAll(key: Key, offsets: readonly number[]): boolean {
    const all = this.#table.findAll?.(key);
    if (all === undefined) return true;
    return all.length === offsets.length && all.every((each, at) => each === offsets[at]);
  }

  #wrong(key: Key, message: string): void {
    const shown = key instanceof Uint8Array ? `a key of ${key.length} bytes` : `the key ${String(key)}`;
    this.#findings.add('table', `${shown} ${message}`, this.#position);
  }
}

/** By what two keys of one hash are told apart: their first bytes and their length. */
function isSame(one: Key, other: Key): boolean {
  if (one === other) return true;
  if (!(one instanceof Uint8Array && other instanceof Uint8Array)) return false;
  if (one.length !== other.length) return false;
  const compared = Math.min(one.length, TOLD_APART);
  for (let at = 0; at < compared; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
