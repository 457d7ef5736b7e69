/** Three numbers of records that are in the cache: through a fresh proxy, and by a bare DataView. */
import { array, struct, t } from 'sharedbuffers';
import { mix } from '../data.js';
import type { Way } from './way.js';

class Place extends struct({ population: t.uint32, elevation: t.int32, rating: t.float64 }) {}

interface Numbers {
  readonly population: number;
  readonly elevation: number;
  readonly rating: number;
}

const RECORDS = 4000;
const REPEATS = 250;
/** The same numbers one after the other. */
const BYTES = 16;

function rows(): Numbers[] {
  return Array.from({ length: RECORDS }, (_, item) => ({
    population: mix(item),
    elevation: mix(item) % 9000,
    rating: mix(item) / 2 ** 32,
  }));
}

function viewOf(places: readonly Numbers[]): DataView {
  const view = new DataView(new ArrayBuffer(BYTES * places.length));
  for (const [item, { population, elevation, rating }] of places.entries()) {
    view.setUint32(item * BYTES, population, true);
    view.setInt32(item * BYTES + 4, elevation, true);
    view.setFloat64(item * BYTES + 8, rating, true);
  }
  return view;
}

export const ways: readonly Way[] = [
  {
    name: 'bare DataView',
    setUp() {
      const view = viewOf(rows());
      return {
        count: RECORDS * REPEATS,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (let at = 0; at < RECORDS * BYTES; at += BYTES) {
              sum += view.getUint32(at, true) + view.getInt32(at + 4, true) + view.getFloat64(at + 8, true);
            }
          }
          return sum;
        },
      };
    },
  },
  {
    name: 'proxies',
    setUp() {
      const declared = array(Place);
      const places = declared.fromBuffer(declared.pack(rows()));
      return {
        count: RECORDS * REPEATS,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (let item = 0; item < RECORDS; item += 1) {
              const place = places.at(item)!;
              sum += place.population + place.elevation + place.rating;
            }
          }
          return sum;
        },
      };
    },
  },
];
