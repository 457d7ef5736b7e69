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

/** Ways to find a city, each of which suits one of the two ways to have them more or less. */
export const LOOK_UPS = ['by id', 'by name, new strings', 'by name, strings held'] as const;
export type LookUpTimes = Readonly<Record<(typeof LOOK_UPS)[number], number>>;

/** Keys made at a time, so that new ones are still in the cache when they are looked up. */
const KEYS = 1000;

/** Nanoseconds to find a city and read two of its fields; a thousand unmeasured ones go before. */
function time<K>(
  lookUps: number,
  draw: (turn: number) => K,
  find: (key: K) => PlainCity | undefined,
): number {
  let people = 0;
  let ms = 0;
  for (let done = -KEYS; done < lookUps; done += KEYS) {
    const keys = Array.from({ length: KEYS }, (_, turn) => draw(done + KEYS + turn));
    const start = performance.now();
    for (const key of keys) {
      const { population, country } = find(key)!;
      people += population + country.length;
    }
    if (done >= 0) ms += performance.now() - start;
  }
  if (!(people > 0)) throw new Error('the cities have no inhabitants');
  return (ms * 1e6) / (Math.ceil(lookUps / KEYS) * KEYS);
}

/** Keys come in a scrambled order. New strings are decoded just before, and no engine has hashed them yet. */
export function lookUpTimes(cities: Cities, lookUps: number): LookUpTimes {
  const ids = Array.from(cities.all(), ({ id }) => id);
  const names = Array.from(cities.all(), ({ name }) => name);
  const bytes = names.map((name) => Buffer.from(name));
  const scrambled = (turn: number) => (turn * 104_729) % ids.length;
  const byName = (name: string) => cities.byName(name)[0];
  return {
    'by id': time(
      lookUps,
      (turn) => ids[scrambled(turn)]!,
      (id) => cities.byId(id),
    ),
    'by name, new strings': time(lookUps, (turn) => bytes[scrambled(turn)]!.toString(), byName),
    'by name, strings held': time(lookUps, (turn) => names[scrambled(turn)]!, byName),
  };
}
