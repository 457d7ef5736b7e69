/** The two ways for a process to have the cities: a mapped file, and JSON parsed into Maps of its own. */
import { readFileSync } from 'node:fs';
import { openMapping } from 'sharedbuffers/node';
import { Cities as Declared, type PlainCity } from './city.js';
import type { Paths } from './paths.js';

export type Way = 'mapped' | 'json';

/** What the readers ask. A city in place has the fields of a plain one. */
export interface Cities {
  byId(id: number): PlainCity | undefined;
  byName(name: string): readonly PlainCity[];
  all(): Iterable<PlainCity>;
}

function openMapped(paths: Paths): Cities {
  const cities = openMapping(paths.cities, Declared);
  return {
    byId: (id) => cities.get(id),
    byName: (name) => cities.by('name').getAll(name),
    all: () => cities.array.cursor(),
  };
}

function parseJson(paths: Paths): Cities {
  const cities: PlainCity[] = JSON.parse(readFileSync(paths.json, 'utf8'));
  const byId = new Map(cities.map((city) => [city.id, city]));
  const byName = new Map<string, PlainCity[]>();
  for (const city of cities) {
    const namesakes = byName.get(city.name);
    if (namesakes === undefined) byName.set(city.name, [city]);
    else namesakes.push(city);
  }
  return {
    byId: (id) => byId.get(id),
    byName: (name) => byName.get(name) ?? [],
    all: () => cities,
  };
}

export function openCities(way: Way, paths: Paths): Cities {
  return way === 'mapped' ? openMapped(paths) : parseJson(paths);
}
