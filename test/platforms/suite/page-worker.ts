/** A worker of the page: changes shared memory, or reads a file far away. */
import 'temporal-polyfill/global';
import { atomicAdd } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { equal, Suite } from './expect.js';
import { memoryChecks } from './memory.js';
import { Cities, keyOf, rowOf } from './rows.js';

/** What it is told: memory and a key in it, or a URL. */
type Told =
  | { readonly shared: Uint8Array; readonly key: string; readonly url?: undefined }
  | { readonly url: string };

async function answer(told: Told): Promise<unknown> {
  if (told.url === undefined) {
    const city = Cities.fromBuffer(told.shared, { writable: true }).get(told.key)!;
    for (let round = 0; round < 10_000; round += 1) atomicAdd(city, 'population', 1);
    return 'done';
  }
  const suite = new Suite();
  await memoryChecks(suite);
  await suite.check('remote: get', async () => {
    const cities = await openRemote(told.url, Cities);
    equal((await cities.get(keyOf(9)))?.toObject(), rowOf(9));
  });
  return suite.outcomes.map((outcome) => ({ ...outcome, name: `in a worker: ${outcome.name}` }));
}

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Told }) => void;
  postMessage(message: unknown): void;
};
scope.onmessage = async ({ data }) => scope.postMessage(await answer(data));
