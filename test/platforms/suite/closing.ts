/** What is let go of, when, and what reads after that give. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ClosedError } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { equal, fails, holds, type Suite } from './expect.js';
import { collected, type Place } from './place.js';
import { Cities, keyOf, rows } from './rows.js';

const MAPS = '/proc/self/maps';

/** Whether a file is mapped, as far as the system tells that: Windows refuses to replace it. */
function isMapped(path: string, place: Place): boolean | undefined {
  if (process.platform === 'win32') return !place.replaceable(path);
  return !place.given.confined && existsSync(MAPS)
    ? readFileSync(MAPS, 'utf8').includes(basename(path))
    : undefined;
}

export async function closingChecks(suite: Suite, place: Place): Promise<void> {
  const path = place.path('closing.sb');
  await buildMapping(path, Cities, rows(2000), { columns: ['population'] });

  await suite.check('close: all that is read later throws, a second close does nothing', async () => {
    const cities = openMapping(path, Cities);
    const city = cities.get(keyOf(1))!;
    const cursor = cities.array.cursor();
    cursor.next();
    const { array } = cities;
    cities.close();
    cities.close();
    for (const read of [
      () => cities.get(keyOf(1)),
      () => cities.getMany([keyOf(1)]),
      () => [...cities.keys()],
      () => city.name,
      () => city.location,
      () => cursor.next(),
      () => array.at(0),
      () => array.column('population'),
    ]) {
      await fails(read, ClosedError, /closed/);
    }
  });
  await suite.check('using: closes at the end of its block', async () => {
    let outer: { readonly size: number; get(key: string): unknown };
    {
      using cities = openMapping(path, Cities);
      outer = cities;
      equal(outer.size, 2000);
    }
    await fails(() => outer.get(keyOf(1)), ClosedError, /closed/);
  });
  await suite.check('close: typed arrays over the file are empty or zeros, or what was read', async () => {
    const cities = openMapping(path, Cities);
    const column = cities.array.column('population');
    equal(column[10], 70);
    cities.close();
    holds([undefined, 0, 70].includes(column[10]), `${column[10]} is none of another file`);
  });
  await suite.check('close: the file is let go of at once', async () => {
    const cities = openMapping(path, Cities);
    cities.get(keyOf(1));
    if (isMapped(path, place) !== undefined) equal(isMapped(path, place), place.mapped);
    cities.close();
    equal(await collected(() => isMapped(path, place) !== true), true);
  });
  await suite.check('garbage collection: what nobody refers to is let go of', async () => {
    (() => {
      for (let round = 0; round < 20; round += 1) openMapping(path, Cities).get(keyOf(round));
    })();
    equal(await collected(() => isMapped(path, place) !== true), true);
  });
  await suite.check('garbage collection: a record that is held holds its file', async () => {
    const city = (() => openMapping(path, Cities).get(keyOf(3)))()!;
    await collected(() => false, 5);
    equal(city.population, 21);
  });
  await suite.check('a thousand openings and closings', () => {
    for (let round = 0; round < 1000; round += 1) {
      using cities = openMapping(path, Cities);
      if (cities.get(keyOf(round))?.population !== round * 7) throw new Error(`wrong in round ${round}`);
    }
  });
}
