/** Memory that several processes write to: writable files, atomic changes, named segments. */
import { ArgumentError, atomicAdd, FileError, PackError } from 'sharedbuffers';
import {
  buildMapping,
  createSegment,
  listSegments,
  openMapping,
  removeSegment,
  segmentPath,
} from 'sharedbuffers/node';
import { equal, fails, holds, type Suite } from './expect.js';
import type { Place } from './place.js';
import { Cities, keyOf, rowOf, rows } from './rows.js';

/** Atomic additions of each process. */
export const ADDITIONS = 20_000;

export async function sharedChecks(suite: Suite, place: Place): Promise<void> {
  const path = place.path('writable.sb');
  await buildMapping(path, Cities, rows(100));

  await suite.check('writable: numbers are assigned, and other processes see them', async () => {
    if (!place.mapped)
      return await fails(() => openMapping(path, Cities, { writable: true }), FileError, /for writing/);
    using cities = openMapping(path, Cities, { writable: true });
    using reader = openMapping(path, Cities);
    const city = cities.get(keyOf(5))!;
    city.population = 77;
    city.location.lat = 1.25;
    equal([reader.get(keyOf(5))?.population, reader.get(keyOf(5))?.location.lat], [77, 1.25]);
    equal(await place.child('population', path, keyOf(5)), 77);
    await fails(() => Object.assign(city, { name: 'x' }), ArgumentError, /name/);
    await fails(() => Object.assign(city, { population: -1 }), PackError, /population/);
    await fails(() => Object.assign(reader.get(keyOf(5))!, { population: 1 }), ArgumentError, /writable/);
  });
  await suite.check('writable: what one process writes, another reads', async () => {
    if (!place.mapped)
      return await fails(() => openMapping(path, Cities, { writable: true }), FileError, /for writing/);
    using reader = openMapping(path, Cities);
    await place.child('assign', path, keyOf(6), '4242');
    equal(reader.get(keyOf(6))?.population, 4242);
    using later = openMapping(path, Cities);
    equal(later.get(keyOf(6))?.population, 4242);
  });
  await suite.check('atomics: additions of several processes are all counted', async () => {
    if (!place.mapped)
      return await fails(() => openMapping(path, Cities, { writable: true }), FileError, /for writing/);
    using cities = openMapping(path, Cities, { writable: true });
    const city = cities.get(keyOf(7))!;
    const others = [place.child('add', path, keyOf(7)), place.child('add', path, keyOf(7))];
    for (let round = 0; round < ADDITIONS; round += 1) {
      atomicAdd(city, 'population', 1);
      atomicAdd(city, 'visits', 1n);
    }
    await Promise.all(others);
    equal([city.population, city.visits], [49 + 3 * ADDITIONS, 2n ** 60n + 7n + 3n * BigInt(ADDITIONS)]);
  });

  await suite.check('segments: made from bytes, listed, opened by other processes, removed', async () => {
    const name = `platforms-${process.pid}`;
    if (place.given.confined) return await fails(() => segmentPath(name), FileError, /cannot look at .*shm/);
    const bytes = Cities.pack([...rows(50)]);
    removeSegment(name);
    equal(createSegment(name, bytes), segmentPath(name));
    try {
      equal(
        listSegments().flatMap((segment) => (segment.name === name ? [segment.byteLength] : [])),
        [bytes.length],
      );
      await fails(() => createSegment(name, 5), FileError, /there is one already/);
      using cities = openMapping(segmentPath(name), Cities, place.mapped ? { writable: true } : {});
      equal(cities.get(keyOf(3))?.toObject(), rowOf(3));
      equal(await place.child('population', segmentPath(name), keyOf(4)), 28);
      if (place.mapped) {
        Object.assign(cities.get(keyOf(4))!, { population: 9 });
        equal(await place.child('population', segmentPath(name), keyOf(4)), 9);
        await place.child('assign', segmentPath(name), keyOf(4), '10');
        equal(cities.get(keyOf(4))?.population, 10);
      }
      createSegment(name, Cities.pack([...rows(50, 1)]), { replace: true });
      equal(await place.child('population', segmentPath(name), keyOf(4)), 29);
      equal(cities.get(keyOf(4))?.population, place.mapped ? 10 : 28);
    } finally {
      equal([removeSegment(name), removeSegment(name)], [true, false]);
    }
    await fails(() => openMapping(segmentPath(name), Cities), FileError, /no such/);
    holds(!listSegments().some((segment) => segment.name === name), 'a removed segment is not listed');
  });
  await suite.check('segments: built in place', async () => {
    const name = `platforms-built-${process.pid}`;
    if (place.given.confined)
      return await fails(() => createSegment(name, 5), FileError, /cannot look at .*shm/);
    await buildMapping(segmentPath(name), Cities, rows(20));
    using cities = openMapping(segmentPath(name), Cities);
    equal([cities.mapped, cities.get(keyOf(19))?.population], [place.mapped, 133]);
    cities.close();
    equal(removeSegment(name), true);
  });
}
