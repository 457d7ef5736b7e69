/** A worker thread of the checks. */
import { parentPort, workerData } from 'node:worker_threads';
import { atomicAdd } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import { Cities } from './rows.js';

const { path, shared, key, stay } = workerData as {
  path: string;
  shared?: Uint8Array;
  key: string;
  stay?: boolean;
};

if (shared !== undefined) {
  const city = Cities.fromBuffer(shared, { writable: true }).get(key)!;
  for (let round = 0; round < 10_000; round += 1) atomicAdd(city, 'population', 1);
  parentPort!.postMessage('done');
} else {
  const cities = openMapping(path, Cities);
  const city = cities.get(key)!;
  const answer = { mapped: cities.mapped, population: city.population, error: '' };
  if (stay) {
    setInterval(() => city.population, 1);
  } else {
    cities.close();
    try {
      cities.get(key);
    } catch (error) {
      answer.error = (error as Error).name;
    }
  }
  parentPort!.postMessage(answer);
}
