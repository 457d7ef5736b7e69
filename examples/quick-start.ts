import { type Infer, mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';

class City extends struct({
  name: t.string,
  population: t.uint32,
  location: struct({ lat: t.float64, lon: t.float64 }),
  languages: t.set(t.string),
  nickname: t.string.optional(),
}) {
  get label(): string {
    return `${this.nickname ?? this.name} (${this.population})`;
  }
}

const Cities = mapping({ key: t.string, value: City });

const rows: [string, Infer<typeof City>][] = [
  [
    'AR-ROS',
    {
      name: 'Rosario',
      population: 1_030_069,
      location: { lat: -32.9468, lon: -60.6393 },
      languages: new Set(['es']),
    },
  ],
];

// Once, in any process: rows may come from any iterable, sync or async, of any length.
await buildMapping('cities.sb', Cities, rows);

// In every process: mapped, not loaded. Each field is read from the mapped bytes when it is asked for.
const cities = openMapping('cities.sb', Cities);
console.log(cities.get('AR-ROS')?.label); // Rosario (1030069)
for (const city of cities.array.cursor()) console.log(city.name, city.location.lat);
cities.close();
