import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';

class City extends struct({ name: t.string, population: t.uint32, nickname: t.string.optional() }) {
  get label(): string {
    return `${this.nickname ?? this.name} (${this.population})`;
  }
}
const Cities = mapping({ key: t.string, value: City });

// Once, in any process: rows may come from any iterable, sync or async, of any length.
await buildMapping('cities.sb', Cities, [['AR-ROS', { name: 'Rosario', population: 1_030_069 }]]);

// In every process: mapped, not loaded. Each field is read from the mapped bytes when it is asked for.
const cities = openMapping('cities.sb', Cities);
console.log(cities.get('AR-ROS')?.label); // Rosario (1030069)
for (const city of cities.array.cursor()) console.log(city.name, city.population);
cities.close();
