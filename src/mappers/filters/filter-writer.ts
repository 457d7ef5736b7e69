/** Writing the filter section, part by part, so that memory is bounded. */
import type { Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { Batch, type TableSection } from '../tables/section-writer.js';
import { SectionKind } from '../tables/sections.js';
import { FILTER_HEADER, PART_BYTES, partOf } from './filter.js';
import { type FuseShape, fuse, fuseLength, shapeFor } from './fuse.js';

/** Hashes of a part, about: 24 bytes of memory each. */
const PART_HASHES = 2 ** 20;
/** Seeds that are tried; one in some does not come out. */
const TRIES = 100;
const SEED_STEP = 0x9e3779b9;

/** Takes the hashes of a table in their order, taken as unsigned. */
export class FilterBuilder {
  readonly #parts: number;
  readonly #prints: Batch;
  readonly #table = new Writer(PART_BYTES);
  #hashes: Uint32Array = new Uint32Array(1024);
  #count = 0;
  #part = 0;
  #start = 0;
  #failed = false;

  /** `keys`: how many different hashes there will be, about. */
  constructor(storage: Storage, keys: number) {
    this.#parts = Math.max(1, Math.ceil(keys / PART_HASHES));
    this.#prints = new Batch(storage);
  }

  /** Equal ones can come several times. */
  add(hash: number): void {
    const part = partOf(hash, this.#parts);
    while (this.#part < part) this.#close();
    if (this.#count > 0 && this.#hashes[this.#count - 1] === hash >>> 0) return;
    if (this.#count === this.#hashes.length) {
      const larger = new Uint32Array(this.#count * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#count] = hash;
    this.#count += 1;
  }

  /** The section; `undefined` where no seed was found, which is not to be expected. */
  end(): TableSection | undefined {
    while (this.#part < this.#parts) this.#close();
    if (this.#failed) {
      this.discard();
      return undefined;
    }
    this.#prints.flush();
    const header = new Writer(FILTER_HEADER);
    header.zeros(FILTER_HEADER);
    header.view.setUint32(0, this.#parts, true);
    const [table, { spool }] = [this.#table, this.#prints];
    return {
      kind: SectionKind.filter,
      version: 1,
      length: FILTER_HEADER + table.end + spool.length,
      *write(sink) {
        sink.write(header.bytes.subarray(0, FILTER_HEADER));
        sink.write(table.bytes.subarray(0, table.end));
        for (const chunk of spool.chunks()) {
          sink.write(chunk);
          yield;
        }
      },
    };
  }

  discard(): void {
    this.#prints.spool.discard();
  }

  #close(): void {
    const hashes = this.#hashes.subarray(0, this.#count);
    const found = this.#failed ? undefined : filterOf(hashes);
    this.#part += 1;
    this.#count = 0;
    if (found === undefined) {
      this.#failed = true;
      return;
    }
    const { shape, prints } = found;
    const at = this.#table.take(PART_BYTES);
    for (const [index, field] of [shape.seed, shape.segment, shape.segments, this.#start].entries()) {
      this.#table.view.setUint32(at + 4 * index, field, true);
    }
    this.#prints.flush();
    this.#prints.spool.append(prints);
    this.#start += prints.length;
  }
}

/** A filter of hashes that differ; `undefined` where no seed was found. */
function filterOf(
  hashes: Uint32Array,
): { readonly shape: FuseShape; readonly prints: Uint8Array } | undefined {
  const sized = shapeFor(hashes.length);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const shape = { ...sized, seed: Math.imul(tries, SEED_STEP) >>> 0 };
    const prints = fill(hashes, shape);
    if (prints !== undefined) return { shape, prints };
  }
  return undefined;
}

/** Takes away hashes that have a place alone, one after another, and gives each its fingerprint in the opposite order. */
function fill(hashes: Uint32Array, shape: FuseShape): Uint8Array | undefined {
  const length = fuseLength(shape);
  const places = new Uint32Array(3);
  /** For each place, how many hashes lead to it, and all of them, by exclusive or. */
  const counts = new Uint32Array(length);
  const sums = new Uint32Array(length);
  for (const hash of hashes) {
    fuse(hash, shape, places);
    for (const place of places) {
      counts[place]! += 1;
      sums[place]! ^= hash;
    }
  }
  const order = new Uint32Array(hashes.length);
  const alone = new Uint32Array(hashes.length);
  let taken = 0;
  const queue: number[] = [];
  for (let place = 0; place < length; place += 1) if (counts[place] === 1) queue.push(place);
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    if (counts[place] !== 1) continue;
    const hash = sums[place]!;
    order[taken] = hash;
    alone[taken] = place;
    taken += 1;
    fuse(hash, shape, places);
    for (const each of places) {
      counts[each]! -= 1;
      sums[each]! ^= hash;
      if (counts[each] === 1) queue.push(each);
    }
  }
  if (taken < hashes.length) return undefined;
  const prints = new Uint8Array(length);
  for (let at = taken - 1; at >= 0; at -= 1) {
    let print = fuse(order[at]!, shape, places);
    for (const place of places) if (place !== alone[at]) print ^= prints[place]!;
    prints[alone[at]!] = print;
  }
  return prints;
}
