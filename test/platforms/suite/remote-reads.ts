/** Reading by ranges, wherever the file is: the same checks in Node and in a page. */
import { array, CorruptBufferError } from 'sharedbuffers';
import { openRemote, type RemoteInput } from 'sharedbuffers/remote';
import { equal, fails, holds, type Suite } from './expect.js';
import { Cities, City, COUNT, keyOf, rowOf } from './rows.js';

/**
 * @param input A mapping of all rows, with checksums, a filter, keys in order and a column.
 * @param damaged The same with a byte changed in each block of records.
 */
export async function remoteReads(suite: Suite, input: RemoteInput, damaged: RemoteInput): Promise<void> {
  const options = { retries: 0 };
  await suite.check('remote: get, has, getMany', async () => {
    const cities = await openRemote(input, Cities, options);
    equal(cities.size, COUNT);
    equal((await cities.get(keyOf(1000)))?.toObject(), rowOf(1000));
    equal(
      [await cities.has(keyOf(1)), await cities.has('none'), await cities.get('none')],
      [true, false, undefined],
    );
    const keys = Array.from({ length: 100 }, (_, index) =>
      index % 7 === 0 ? `none ${index}` : keyOf(index * 29),
    );
    const found = await cities.getMany(keys);
    equal(
      found.map((city) => city?.population),
      keys.map((_, index) => (index % 7 === 0 ? undefined : index * 29 * 7)),
    );
    cities.close();
  });
  await suite.check('remote: iteration, ranges, columns, secondary indexes', async () => {
    const cities = await openRemote(input, Cities, options);
    const keys = new Set<string>();
    for await (const [key] of cities) keys.add(key);
    equal(keys.size, COUNT);
    const some: string[] = [];
    for await (const [key] of cities.prefix('città/299', { limit: 2 })) some.push(key);
    equal(some, ['città/299', 'città/2990']);
    equal(
      await cities.array.column('population'),
      Uint32Array.from({ length: COUNT }, (_, index) => index * 7),
    );
    equal(
      (await cities.by('name').getAll(rowOf(6).name)).map(({ label }) => label),
      ['n6 (42)'],
    );
    equal((await cities.array.at(-1))?.toObject(), rowOf(COUNT - 1));
  });
  await suite.check('remote: a filter that is here answers misses without a request', async () => {
    const cities = await openRemote(input, Cities, options);
    equal(await cities.prefetchFilter(), true);
    const before = cities.stats.requests;
    let found = 0;
    for (let index = 0; index < 50; index += 1) if (await cities.has(`none ${index}`)) found += 1;
    equal(found, 0);
    holds(
      cities.stats.requests - before <= 3,
      `${cities.stats.requests - before} requests for 50 misses are few`,
    );
  });
  await suite.check('remote: an abort ends the wait', async () => {
    const cities = await openRemote(input, Cities, options);
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await fails(() => cities.get(keyOf(3), { signal: controller.signal }), Error, /enough/);
    equal((await cities.get(keyOf(3)))?.population, 21);
    await fails(() => openRemote(input, Cities, { ...options, signal: controller.signal }), Error, /enough/);
  });
  await suite.check('remote: verifyBlocks passes what was built, and names what was not', async () => {
    const cities = await openRemote(input, Cities, { ...options, verifyBlocks: true });
    equal((await cities.get(keyOf(20)))?.population, 140);
    await fails(
      async () => {
        const wrong = await openRemote(damaged, Cities, { ...options, verifyBlocks: true });
        for await (const _ of wrong.values());
      },
      CorruptBufferError,
      /block/,
    );
  });
  await suite.check('remote: errors and close', async () => {
    await fails(() => openRemote(input, array(City), options), Error, /mapping/);
    const nothing = { name: 'nothing', read: () => Promise.reject(new Error('no such thing')) };
    await fails(() => openRemote(nothing, Cities, options), Error, /no such thing/);
    const cities = await openRemote(input, Cities, options);
    const city = await cities.get(keyOf(2));
    cities.close();
    await fails(() => cities.get(keyOf(2)), Error, /closed/);
    equal(city?.population, 14);
  });
}
