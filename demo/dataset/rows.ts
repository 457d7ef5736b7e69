/** The world's places many times over, as rows that come one by one. */
import { type Infer, mapping, struct, t } from 'sharedbuffers';
import { readPlaces } from '../files.js';

export const Place = struct({
  name: t.string,
  country: t.string,
  population: t.uint32,
  lat: t.float64,
  lon: t.float64,
  /** Which version of the data set this is of. */
  version: t.uint32,
});

/** Text keys in order, for ranges, and an index by name. */
export const Places = mapping({ key: t.string, value: Place });

export type Row = [key: string, place: Infer<typeof Place>];

const places = readPlaces();

export function keyOf(number: number): string {
  const { country, id } = places[number % places.length]!;
  return `${country}-${id}-${Math.floor(number / places.length)}`;
}

export function* rowsOf(count: number, version: number): Generator<Row> {
  for (let number = 0; number < count; number += 1) {
    const { name, country, population, location } = places[number % places.length]!;
    yield [keyOf(number), { name, country, population, ...location, version }];
  }
}
