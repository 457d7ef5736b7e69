/** Paths as the system has them. */
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArgumentError } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { equal, fails, type Suite } from './expect.js';
import type { Place } from './place.js';
import { Cities, keyOf, rows } from './rows.js';

const windows = process.platform === 'win32';

export async function pathChecks(suite: Suite, place: Place): Promise<void> {
  const there = (path: string | URL) => {
    using cities = openMapping(path, Cities);
    return [cities.mapped, cities.get(keyOf(3))?.population];
  };

  await suite.check('paths: URLs, spaces and letters of all scripts', async () => {
    const path = place.path('città 東京 #1 %20.sb');
    await buildMapping(pathToFileURL(path), Cities, rows(10));
    equal(
      [existsSync(path), there(path), there(pathToFileURL(path))],
      [true, [place.mapped, 21], [place.mapped, 21]],
    );
  });
  await suite.check('paths: longer than 260 characters', async () => {
    const folder = join(place.given.folder, ...Array.from({ length: 6 }, (_, at) => `${at}`.repeat(60)));
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'cities.sb');
    await buildMapping(path, Cities, rows(10));
    await buildMapping(path, Cities, rows(10));
    equal(there(path), [place.mapped, 21]);
  });
  await suite.check('paths: relative ones, and both kinds of slashes where both are', async () => {
    const path = place.path('relative.sb');
    const short = relative(process.cwd(), path);
    await buildMapping(short, Cities, rows(10));
    equal(there(short), [place.mapped, 21]);
    for (const other of windows ? [path.replaceAll('\\', '/'), `\\\\?\\${resolve(path)}`] : []) {
      equal(there(other), [place.mapped, 21]);
    }
  });
  await suite.check('paths: what cannot be a file is refused', async () => {
    for (const path of [
      '',
      'a\0b',
      `${place.given.folder}/`,
      ...(windows ? [`${place.given.folder}\\`] : []),
    ]) {
      await fails(() => buildMapping(path, Cities, rows(1)), ArgumentError, /path|folder/);
    }
  });
  await suite.check('modes: a file keeps its own when it is replaced, read-only ones too', async () => {
    const path = place.path('modes.sb');
    await buildMapping(path, Cities, rows(10));
    chmodSync(path, 0o444);
    await buildMapping(path, Cities, rows(10, 1));
    equal([statSync(path).mode & 0o777, there(path)], [0o444, [place.mapped, 22]]);
    chmodSync(path, 0o666);
    rmSync(path);
  });
  await suite.check('symbolic links: followed where they can be made', async () => {
    const [path, link] = [place.path('target.sb'), place.path('link.sb')];
    await buildMapping(path, Cities, rows(10));
    try {
      symlinkSync(path, link);
    } catch (error) {
      // On Windows it takes a right that users do not have by default.
      if (windows) return;
      throw error;
    }
    // Wine makes none, and does not say so.
    if (windows && !existsSync(link)) return;
    await buildMapping(link, Cities, rows(10, 1));
    equal(
      [there(link), there(path)],
      [
        [place.mapped, 22],
        [place.mapped, 22],
      ],
    );
  });
}
