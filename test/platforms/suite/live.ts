/** Files that are replaced while they are open. */
import { buildDataset, buildMapping, liveDataset, liveMapping } from 'sharedbuffers/node';
import { equal, holds, type Suite } from './expect.js';
import { type Place, until } from './place.js';
import { Cities, keyOf, rows } from './rows.js';

export async function liveChecks(suite: Suite, place: Place): Promise<void> {
  const path = place.path('live.sb');
  const quick = { interval: 50, debounce: 10 };

  await buildMapping(path, Cities, rows(200));
  await suite.check('live: builds in this process and in another are swapped in', async () => {
    const errors: Error[] = [];
    using cities = await liveMapping(path, Cities, { ...quick, onError: (error) => errors.push(error) });
    equal(cities.current.mapped, place.mapped);
    for (let version = 1; version <= 3; version += 1) {
      if (version === 2) await place.child('build', path, String(version));
      else await buildMapping(path, Cities, rows(200, version));
      await until(`version ${version}`, () => cities.get(keyOf(9))?.population === 63 + version);
    }
    holds(cities.generation >= 4, 'each version has a generation');
    equal(
      errors.map(({ message }) => message),
      [],
    );
  });
  await suite.check('live: a lease keeps its version, reload swaps at once', async () => {
    using cities = await liveMapping(path, Cities, { interval: 60_000, grace: 0 });
    const before = cities.get(keyOf(9))!.population;
    using lease = cities.lease();
    await buildMapping(path, Cities, rows(200, 50));
    equal(await cities.reload(), true);
    equal([cities.get(keyOf(9))?.population, lease.current.get(keyOf(9))?.population], [113, before]);
  });
  await suite.check('live: data sets of many files', async () => {
    const folder = place.path('dataset');
    await buildDataset(folder, Cities, rows(500), { shards: 4 });
    using set = await liveDataset(folder, Cities, quick);
    equal([set.get(keyOf(9))?.population, set.get('none')], [63, undefined]);
    await buildDataset(folder, Cities, rows(500, 1), { shards: 4 });
    await until('the next version of the data set', () => set.get(keyOf(9))?.population === 64);
  });
}
