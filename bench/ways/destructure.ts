/** Five fields of records that stay in the cache: one by one, or taken out by destructuring. */
import { array } from 'sharedbuffers';
import { type Place, PlaceRecord, placeAt } from '../places.js';
import type { Way } from './way.js';

const RECORDS = 50;
const REPEATS = 2000;

/** What is read of a place, of a plain object or in place. */
interface Fields {
  readonly code: string;
  readonly location: { readonly lat: number };
  readonly population: number;
  readonly elevation: number;
  readonly rating: number;
}

interface Positional {
  at(item: number): Fields | undefined;
}

function rows(): Place[] {
  return Array.from({ length: RECORDS }, (_, item) => placeAt(item));
}

function packed(): Positional {
  const declared = array(PlaceRecord);
  return declared.fromBuffer(declared.pack(rows()));
}

function oneByOne(name: string, open: () => Positional): Way {
  return {
    name,
    setUp() {
      const records = open();
      return {
        count: RECORDS * REPEATS,
        run() {
          let sum = 0;
          for (let turn = 0; turn < RECORDS * REPEATS; turn += 1) {
            const place = records.at(turn % RECORDS)!;
            sum += place.code.length + place.location.lat;
            sum += place.population + place.elevation + place.rating;
          }
          return sum;
        },
      };
    },
  };
}

function destructured(name: string, open: () => Positional): Way {
  return {
    name,
    setUp() {
      const records = open();
      return {
        count: RECORDS * REPEATS,
        run() {
          let sum = 0;
          for (let turn = 0; turn < RECORDS * REPEATS; turn += 1) {
            const { code, location, population, elevation, rating } = records.at(turn % RECORDS)!;
            sum += code.length + location.lat;
            sum += population + elevation + rating;
          }
          return sum;
        },
      };
    },
  };
}

export const ways: readonly Way[] = [
  oneByOne('array of objects', rows),
  destructured('array of objects, { ... }', rows),
  oneByOne('sharedbuffers at()', packed),
  destructured('sharedbuffers at(), { ... }', packed),
];
