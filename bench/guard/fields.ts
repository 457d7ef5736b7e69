/** Reading three numbers of a record that is in the cache, through a fresh proxy and by a bare DataView. */
import { array, struct, t } from 'sharedbuffers';
import { mix } from '../data.js';
import { interleave, type Runner } from '../rounds.js';
import type { Ratios } from './compare.js';

class Place extends struct({ population: t.uint32, elevation: t.int32, rating: t.float64 }) {}

interface Numbers {
  readonly population: number;
  readonly elevation: number;
  readonly rating: number;
}

const RECORDS = 4000;
const REPEATS = 250;
const ROUNDS = 7;

function rows(): Numbers[] {
  return Array.from({ length: RECORDS }, (_, item) => ({
    population: mix(item),
    elevation: mix(item) % 9000,
    rating: mix(item) / 2 ** 32,
  }));
}

/** The same numbers one after the other, 16 bytes a record. */
const BYTES = 16;

function viewOf(places: readonly Numbers[]): DataView {
  const view = new DataView(new ArrayBuffer(BYTES * places.length));
  for (const [item, { population, elevation, rating }] of places.entries()) {
    view.setUint32(item * BYTES, population, true);
    view.setInt32(item * BYTES + 4, elevation, true);
    view.setFloat64(item * BYTES + 8, rating, true);
  }
  return view;
}

function readView(view: DataView): number {
  let sum = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (let at = 0; at < RECORDS * BYTES; at += BYTES) {
      sum += view.getUint32(at, true) + view.getInt32(at + 4, true) + view.getFloat64(at + 8, true);
    }
  }
  return sum;
}

function readProxies(places: { at(item: number): Place | undefined }): number {
  let sum = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    for (let item = 0; item < RECORDS; item += 1) {
      const place = places.at(item)!;
      sum += place.population + place.elevation + place.rating;
    }
  }
  return sum;
}

function timed(name: string, read: () => number): Runner {
  return {
    name,
    async run() {
      const start = performance.now();
      const answer = read();
      return { value: performance.now() - start, answer };
    },
  };
}

export async function threeFields(): Promise<Ratios> {
  const numbers = rows();
  const view = viewOf(numbers);
  const declared = array(Place);
  const places = declared.fromBuffer(declared.pack(numbers));
  const runners = [timed('bare DataView', () => readView(view)), timed('proxies', () => readProxies(places))];
  const [bare, ours] = await interleave(runners, ROUNDS, true);
  return { 'three fields of a fresh proxy / bare DataView': ours!.ratioTo(bare!) };
}
