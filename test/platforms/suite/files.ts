/** Building files, and reading them. */
import { existsSync, readdirSync } from 'node:fs';
import { CorruptBufferError, FileError, PackError, SchemaError } from 'sharedbuffers';
import {
  buildArray,
  buildIdMapper,
  buildMapping,
  openArray,
  openFile,
  openIdMapper,
  openMapping,
  verify,
} from 'sharedbuffers/node';
import { equal, fails, holds, type Suite } from './expect.js';
import type { Place } from './place.js';
import { Cities, City, COUNT, Ids, keyOf, Numbered, rowOf, rows } from './rows.js';

export async function fileChecks(suite: Suite, place: Place): Promise<void> {
  const path = place.path('cities.sb');

  await suite.check('build: a mapping, with nothing left beside it', async () => {
    await buildMapping(path, Cities, rows(), { columns: ['population'], ordered: true, filter: true });
    equal(readdirSync(place.given.folder), ['cities.sb']);
  });
  await suite.check('build: what fails leaves the target as it was', async () => {
    const bad = [['x', { ...rowOf(1), population: -1 }]] as const;
    await fails(() => buildMapping(path, Cities, bad), PackError, /population/);
    await fails(
      () => buildMapping(place.path('none/x.sb'), Cities, rows(3)),
      FileError,
      /no such file or folder/,
    );
    equal(readdirSync(place.given.folder), ['cities.sb']);
  });
  await suite.check('build: in two threads, the same records', async () => {
    const target = place.path('threads.sb');
    const worker = new URL('./pack-worker.js', import.meta.url);
    await buildMapping(target, Cities, { worker, parts: 3 }, { threads: 2 });
    using cities = openMapping(target, Cities);
    equal([cities.size, cities.get(keyOf(1500))?.toObject()], [COUNT, rowOf(1500)]);
  });
  await suite.check('open: mapped or read, and it says why', () => {
    using cities = openMapping(path, Cities);
    equal(cities.mapped, place.mapped);
    const { notMappedBecause } = cities;
    if (place.given.mapped === true) equal(notMappedBecause, undefined);
    else
      holds(notMappedBecause!.includes(place.given.mapped), `${notMappedBecause} says ${place.given.mapped}`);
    using copy = openMapping(path, Cities, { mmap: false });
    equal([copy.mapped, copy.notMappedBecause], [false, 'it was opened with mmap: false']);
  });
  await suite.check('open: mmap required is an error where it cannot be', async () => {
    const open = () => openMapping(path, Cities, { mmap: 'required' });
    if (place.mapped) open().close();
    else await fails(open, FileError, /cannot map .* because/);
  });
  await suite.check('get, has, getMany, hasMany and getAll', () => {
    using cities = openMapping(path, Cities);
    for (let index = 0; index < COUNT; index += 37) equal(cities.get(keyOf(index))?.toObject(), rowOf(index));
    equal(
      [cities.size, cities.has(keyOf(7)), cities.has('none'), cities.get('none')],
      [COUNT, true, false, undefined],
    );
    const keys = Array.from({ length: 500 }, (_, index) =>
      index % 5 === 0 ? `none ${index}` : keyOf(index),
    );
    equal(
      cities.getMany(keys).map((city) => city?.population),
      keys.map((_, index) => (index % 5 === 0 ? undefined : index * 7)),
    );
    equal(cities.hasMany(keys.slice(0, 3)), [false, true, true]);
    equal(
      cities.getAll(keyOf(9)).map(({ label }) => label),
      ['n9 (63)'],
    );
  });
  await suite.check('iterate: keys, values, entries, in order of the file too', () => {
    using cities = openMapping(path, Cities);
    const expected = Array.from({ length: COUNT }, (_, index) => keyOf(index));
    equal(new Set(cities.keys()), new Set(expected));
    equal([...cities.keys({ order: 'sequential' })], expected);
    let count = 0;
    for (const [key, city] of cities) count += city.name === rowOf(Number(key.split('/')[1])).name ? 1 : 0;
    equal(count, COUNT);
  });
  await suite.check('cursor', () => {
    using cities = openMapping(path, Cities);
    let sum = 0;
    for (const city of cities.array.cursor()) sum += city.population;
    equal(sum, (7 * COUNT * (COUNT - 1)) / 2);
    equal(cities.cursor().get(keyOf(100))?.name, rowOf(100).name);
  });
  await suite.check('column: stored and computed', () => {
    using cities = openMapping(path, Cities);
    equal(
      cities.array.column('population'),
      Uint32Array.from({ length: COUNT }, (_, index) => index * 7),
    );
    equal(
      cities.array.column('name').slice(0, 3),
      [0, 1, 2].map((index) => rowOf(index).name),
    );
  });
  await suite.check('range, prefix and a secondary index', () => {
    using cities = openMapping(path, Cities);
    const found = [...cities.prefix('città/299', { limit: 3 })].map(([key]) => key);
    equal(found, ['città/299', 'città/2990', 'città/2991']);
    equal(
      cities
        .by('name')
        .getAll(rowOf(6).name)
        .map(({ label }) => label),
      ['n6 (42)'],
    );
  });
  await suite.check('an array, integer keys and an id mapper', async () => {
    const [list, numbered, ids] = ['list.sb', 'numbered.sb', 'ids.sb'].map((name) => place.path(name)) as [
      string,
      string,
      string,
    ];
    await buildArray(list, City, [rowOf(0), rowOf(1)]);
    await buildMapping(numbered, Numbered, [
      [7, rowOf(7)],
      [4_000_000_000, rowOf(8)],
    ]);
    await buildIdMapper(ids, Ids, [
      ['a', 1],
      ['ü', 2 ** 40],
    ]);
    using array = openArray(list, City);
    using mapping = openMapping(numbered, Numbered);
    using mapper = openIdMapper(ids, Ids);
    equal([array.length, array.at(-1)?.toObject()], [2, rowOf(1)]);
    equal([mapping.get(4_000_000_000)?.population, mapping.get(8)], [56, undefined]);
    equal([mapper.get('ü'), mapper.get('b')], [2 ** 40, undefined]);
  });
  await suite.check('files say what they are, and are verified', async () => {
    using file = openFile(path);
    equal(file.kind, 'mapping');
    const { findings } = await verify(path);
    equal(findings, []);
  });
  await suite.check('errors: of files that are missing, folders, other kinds and other bytes', async () => {
    await fails(() => openMapping(place.path('none.sb'), Cities), FileError, /there is no such file/);
    await fails(() => openMapping(place.given.folder, Cities), FileError, /folder|permission|permit/);
    await fails(() => openArray(path, City), SchemaError, /openMapping/);
    await fails(() => openMapping(place.path('list.sb'), Cities), SchemaError, /openArray/);
    await fails(() => openMapping(new URL('./child.js', import.meta.url), Cities), CorruptBufferError, /./);
    holds(!existsSync(place.path('none.sb')), 'opening makes no file');
    await fails(() => City.pack({ ...rowOf(1), name: 5 as never }), PackError, /name/);
  });
}
