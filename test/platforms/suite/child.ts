/** What other processes do: `child.js TASK RESULT …`; the result is written as JSON. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { atomicAdd } from 'sharedbuffers';
import { buildMapping, createSegment, openMapping } from 'sharedbuffers/node';
import { Cities, rows } from './rows.js';
import { ADDITIONS } from './shared.js';

const [task, result, path, key, value] = process.argv.slice(2) as [string, string, string, string, string];

const tasks: { readonly [task: string]: () => unknown } = {
  async build() {
    await buildMapping(path, Cities, rows(200, Number(key)));
    return true;
  },
  async builds() {
    for (let version = 1; version <= Number(key); version += 1) {
      await buildMapping(path, Cities, rows(200, version));
    }
    return true;
  },
  async endless() {
    await buildMapping(path, Cities, endless());
  },
  segment() {
    createSegment(path, Cities.pack([...rows(50)]));
    return true;
  },
  population() {
    using cities = openMapping(path, Cities);
    return cities.get(key)?.population;
  },
  assign() {
    using cities = openMapping(path, Cities, { writable: true });
    cities.get(key)!.population = Number(value);
    return true;
  },
  add() {
    using cities = openMapping(path, Cities, { writable: true });
    const city = cities.get(key)!;
    for (let round = 0; round < ADDITIONS; round += 1) {
      atomicAdd(city, 'population', 1);
      atomicAdd(city, 'visits', 1n);
    }
    return true;
  },
};

/** Rows that come for ever, slowly. */
async function* endless() {
  for (const row of rows()) {
    yield row;
    await sleep(1000);
  }
}

try {
  writeFileSync(result, JSON.stringify({ value: await tasks[task]!() }));
} catch (error) {
  writeFileSync(result, JSON.stringify({ error: String((error as Error).stack) }));
}
