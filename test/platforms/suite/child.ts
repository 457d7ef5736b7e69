/** What other processes do: `child.js TASK RESULT …`; the result is written as JSON. */
import { writeFileSync } from 'node:fs';
import { atomicAdd } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { Cities, rows } from './rows.js';
import { ADDITIONS } from './shared.js';

const [task, result, path, key, value] = process.argv.slice(2) as [string, string, string, string, string];

async function run(): Promise<unknown> {
  if (task === 'build') {
    await buildMapping(path, Cities, rows(200, Number(key)));
    return true;
  }
  using cities = task === 'population' ? undefined : openMapping(path, Cities, { writable: true });
  if (cities === undefined) {
    using reader = openMapping(path, Cities);
    return reader.get(key)?.population;
  }
  const city = cities.get(key)!;
  if (task === 'assign') city.population = Number(value);
  else {
    for (let round = 0; round < ADDITIONS; round += 1) {
      atomicAdd(city, 'population', 1);
      atomicAdd(city, 'visits', 1n);
    }
  }
  return city.population;
}

try {
  writeFileSync(result, JSON.stringify({ value: await run() }));
} catch (error) {
  writeFileSync(result, JSON.stringify({ error: String((error as Error).stack) }));
}
