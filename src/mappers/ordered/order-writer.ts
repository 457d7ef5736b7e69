/** Writing the order section of keys of text and bytes. */
import type { EntrySorter, Sink, Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { ChunkReader } from '../../bytes/chunk-reader.js';
import { Memory } from '../../bytes/memory.js';
import { LONG_FORM } from '../../bytes/text/string-form.js';
import { ArgumentError, PackError } from '../../errors.js';
import { readBytes } from '../../values/text/text-and-bytes.js';
import { hasTextKeys, type KeySpec } from '../key-kind.js';
import type { TableSection } from '../tables/section-writer.js';
import { SectionKind } from '../tables/sections.js';
import type { StoredKeys } from '../tables/text-table-writer.js';
import { ByteSorter } from './byte-sorter.js';
import { NUMBER_BYTES, ORDER_HEADER } from './order-section.js';

const TWO_32 = 2 ** 32;
const BATCH_BYTES = 2 ** 16;
/** Words of an entry in the sorter: the offset of its key (2), its number. */
const WORDS = 3;
/** Keys between pauses. */
const PAUSE = 2 ** 12;

/** Whether `ordered` asks for a section. Throws `ArgumentError` for keys that have no order. */
export function needsOrder(spec: KeySpec, ordered: boolean): boolean {
  if (typeof ordered !== 'boolean') throw new ArgumentError('ordered is true or false');
  if (!ordered) return false;
  if (spec.kind !== 'object' && !spec.approximate) return hasTextKeys(spec);
  throw new ArgumentError(
    `${spec.approximate ? 'approximate' : spec.type} keys have no order: leave out ordered: true`,
  );
}

/** Takes the entries of an index in their order, and goes through the stored keys at the end. */
export class OrderBuilder {
  readonly #storage: Storage;
  readonly #keys: StoredKeys;
  readonly #places: EntrySorter;
  readonly #place = new Uint32Array(WORDS);
  #sorter: ByteSorter | undefined;

  constructor(storage: Storage, keys: StoredKeys) {
    this.#storage = storage;
    this.#keys = keys;
    this.#places = storage.sorter(WORDS, 2);
  }

  /** Adds the entry whose key lies at an offset, which counts as those of `keys`. */
  add(high: number, low: number): void {
    const place = this.#place;
    place[0] = high;
    place[1] = low;
    place[2] = this.#places.length;
    this.#places.push(place);
  }

  section(): TableSection {
    const { length: entries } = this.#places;
    if (entries >= TWO_32) throw new PackError(`the order of ${entries} keys does not fit 32 bits`);
    return {
      kind: SectionKind.order,
      version: 1,
      length: ORDER_HEADER + entries * NUMBER_BYTES,
      write: (sink) => this.#write(sink, entries),
    };
  }

  discard(): void {
    this.#places.discard();
    this.#sorter?.discard();
  }

  *#write(sink: Sink, entries: number): Generator<void> {
    const sorter = new ByteSorter(this.#storage);
    this.#sorter = sorter;
    yield* this.#sort(sorter);
    this.#places.discard();
    const batch = new Writer(BATCH_BYTES + ORDER_HEADER);
    batch.setLength(batch.take(ORDER_HEADER), entries);
    const flush = (): void => {
      sink.write(batch.bytes.subarray(0, batch.end));
      batch.end = 0;
    };
    for (const number of sorter.sorted()) {
      if (number === undefined) yield;
      else batch.view.setUint32(batch.take(NUMBER_BYTES), number, true);
      if (batch.end < BATCH_BYTES) continue;
      flush();
      yield;
    }
    flush();
    sorter.discard();
  }

  /** Pushes the keys, in the order in which they are stored, with the numbers of their entries. */
  *#sort(sorter: ByteSorter): Generator<void> {
    const keys = new ChunkReader(this.#keys.chunks(true));
    let [offset, entry, seen] = [-1, 0, 0];
    const take = (end: number): void => {
      if (offset >= 0) pushKey(sorter, entry, keys.take(end - offset));
    };
    for (const batch of this.#places.sorted()) {
      for (let at = 0; at < batch.length; at += WORDS) {
        const next = batch[at]! * TWO_32 + batch[at + 1]!;
        take(next);
        [offset, entry] = [next, batch[at + 2]!];
        seen += 1;
        if (seen % PAUSE === 0) yield;
      }
    }
    take(this.#keys.start + this.#keys.length);
  }
}

/** `stored`: a byte string in its stored form (docs/format.md 2). */
function pushKey(sorter: ByteSorter, entry: number, stored: Uint8Array): void {
  const head = stored[0]! | (stored[1]! << 8);
  const key = head < LONG_FORM ? stored : readBytes(Memory.over(stored).windowAt(0), 0);
  if (key === stored) sorter.push(entry, stored, 2, head);
  else sorter.push(entry, key, 0, key.length);
}
