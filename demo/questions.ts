/** The questions that every reader answers, and that all must answer alike. */
import type { PlainCity } from './city.js';
import type { Cities } from './contenders.js';

export const NAMES: readonly string[] = ['San José', 'Springfield', 'Rosario'];
export const BUENOS_AIRES = 3435910;

/** Every field of every city, and the namesakes in order: equal strings mean equal answers. */
export function answersOf(cities: Cities): string {
  let count = 0;
  let people = 0;
  let letters = 0;
  let north = 0;
  let east = 0;
  let numbers = 0;
  for (const { id, name, country, region, kind, population, location } of cities.all()) {
    count += 1;
    people += population;
    letters += name.length + country.length + kind.length + (region?.length ?? 0);
    north += location.lat;
    east += location.lon;
    numbers += id;
  }
  const namesakes = NAMES.map((name) => cities.byName(name).map(({ id }) => id));
  const capital = cities.byId(BUENOS_AIRES);
  const nowhere = [cities.byId(0) === undefined, cities.byName('Nowhere at all').length];
  return JSON.stringify([count, people, letters, north, east, numbers, namesakes, capital?.name, nowhere]);
}

/** Nanoseconds to find a city by its id and read two numbers; the ids come in a scrambled order. */
export function lookUpTime(cities: Cities, lookUps: number): number {
  const ids = Array.from(cities.all(), ({ id }) => id);
  const order = Array.from({ length: lookUps }, (_, turn) => ids[(turn * 104_729) % ids.length]!);
  let people = 0;
  for (const id of order) people += cities.byId(id)!.population;
  const start = performance.now();
  for (const id of order) {
    const { population, country } = cities.byId(id)! as PlainCity;
    people += population + country.length;
  }
  const ms = performance.now() - start;
  if (!(people > 0)) throw new Error('the cities have no inhabitants');
  return (ms * 1e6) / lookUps;
}
