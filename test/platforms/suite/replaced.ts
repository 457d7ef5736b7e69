/** Files that are replaced while others have them open or come to open them, and what builds leave. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from 'sharedbuffers';
import {
  buildMapping,
  cleanFolder,
  listSegments,
  openMapping,
  removeSegment,
  segmentPath,
} from 'sharedbuffers/node';
import { equal, fails, holds, type Suite } from './expect.js';
import { type Place, until } from './place.js';
import { Cities, keyOf, rows } from './rows.js';

const windows = process.platform === 'win32';

export async function replacedChecks(suite: Suite, place: Place): Promise<void> {
  const folder = place.folder('replaced');
  const path = join(folder, 'cities.sb');

  await suite.check('replacing: in one step where nobody has the file open', async () => {
    await buildMapping(path, Cities, rows(200));
    for (let version = 1; version <= 3; version += 1) {
      const cities = openMapping(path, Cities);
      cities.get(keyOf(1));
      cities.close();
      await until('the file to be let go of', () => place.replaceable(path));
      await buildMapping(path, Cities, rows(200, version));
      equal(readdirSync(folder), ['cities.sb']);
    }
  });
  await suite.check(
    'replacing: who has the old file open keeps reading it, and it goes after that',
    async () => {
      await buildMapping(path, Cities, rows(200));
      const old = openMapping(path, Cities);
      const city = old.get(keyOf(9))!;
      for (let version = 1; version <= 3; version += 1) {
        await buildMapping(path, Cities, rows(200, version));
        using fresh = openMapping(path, Cities);
        equal([fresh.get(keyOf(9))?.population, city.population], [63 + version, 63]);
      }
      // Windows keeps the names of files that are mapped.
      holds(readdirSync(folder).length <= (place.mapped && windows ? 4 : 1), 'no more is left than is open');
      old.close();
      await until('what is left to go', () => {
        cleanFolder(folder);
        return readdirSync(folder).length === 1;
      });
    },
  );
  await suite.check('replacing: who opens the file meanwhile finds one or the other', async () => {
    await buildMapping(path, Cities, rows(200));
    using _held = openMapping(path, Cities);
    let ended = false;
    const builds = place.child('builds', path, '20').finally(() => {
      ended = true;
    });
    let opened = 0;
    while (!ended) {
      for (let round = 0; round < 20; round += 1) {
        using cities = openMapping(path, Cities);
        const population = cities.get(keyOf(9))!.population;
        holds(population >= 63 && population <= 83, `${population} is of one of the versions`);
        opened += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    equal([await builds, opened > 20], [true, true]);
  });
  await suite.check(
    'leftovers: of a build that was killed they go, of one that goes on they stay',
    async () => {
      const left = () => readdirSync(folder).filter((name) => name.includes('stopped'));
      const build = place.start('endless', join(folder, 'stopped.sb'));
      await until('the build to begin', () => left().length > 0);
      cleanFolder(folder);
      equal(left().length, 1);
      build.kill();
      await build.ended;
      // Without locks, those of a day ago are taken for left.
      if (!place.mapped) return;
      await until('its file to go', () => {
        cleanFolder(folder);
        return left().length === 0;
      });
      equal(existsSync(join(folder, 'stopped.sb')), false);
    },
  );
  await suite.check('segments: outlive the process that made them, but for Windows', async () => {
    const name = `platforms-left-${process.pid}`;
    if (place.given.confined) return;
    await place.child('segment', name);
    if (windows && place.mapped) {
      await fails(() => openMapping(segmentPath(name), Cities), FileError, /the segment has ended/);
      equal(
        listSegments().some((segment) => segment.name === name),
        false,
      );
      await place.child('segment', name);
    } else {
      using cities = openMapping(segmentPath(name), Cities);
      equal(cities.get(keyOf(5))?.population, 35);
    }
    equal(removeSegment(name), true);
  });
}
