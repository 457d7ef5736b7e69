/** Data sets in storage that speaks S3: moto, which checks signatures and conditions, in a process of its own on loopback. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError, mapping, struct, t } from 'sharedbuffers';
import {
  buildDataset,
  buildShard,
  ChangedError,
  rollbackDataset,
  shardOf,
  uploadDataset,
} from 'sharedbuffers/node';
import { type Fetch, openRemoteDataset, RemoteError, s3Folder } from 'sharedbuffers/remote';
import { describe, expect, test } from 'vitest';
import { available, required } from './peer.js';
import { Storage } from './storage.js';

const City = struct({ name: t.string, population: t.uint32 });
const Cities = mapping({ key: t.string, value: City, indexes: ['name'] as const });
const ROWS = Array.from({ length: 5000 }, (_, i): [string, { name: string; population: number }] => [
  `key/${i}`,
  { name: `City ${i % 100}`, population: i },
]);

describe.skipIf(!available && !required)('a data set in S3', () => {
  const storage = new Storage();
  let made = 0;
  /** A folder here, and one there. */
  const places = (fetch?: Fetch) => {
    made += 1;
    const { place } = storage;
    return {
      folder: join(storage.folder, `set ${made}`),
      to: s3Folder({ ...place, prefix: `sets/no ${made} ü`, ...(fetch && { fetch }) }),
      /** Where it is read, without what may fail. */
      from: s3Folder({ ...place, prefix: `sets/no ${made} ü/` }),
    };
  };

  test('is sent, read, replaced and gone back in', async () => {
    const { folder, to, from } = places();
    await buildDataset(folder, Cities, ROWS, { shards: 8, run: 'r1', ordered: true });
    await expect(openRemoteDataset(from, Cities)).rejects.toThrow(/has no current\.json/);
    const told: number[] = [];
    const manifest = await uploadDataset(folder, to, { onProgress: ({ parts }) => told.push(parts) });
    expect([manifest.run, told]).toEqual(['r1', [1, 2, 3, 4, 5, 6, 7, 8]]);
    using set = await openRemoteDataset(from, Cities);
    const keys = ROWS.map(([key]) => key);
    expect((await set.getMany(keys)).map((city) => city?.population)).toEqual(ROWS.map((_, i) => i));
    expect((await set.by('name').getAll('City 7')).length).toBe(50);
    let walked = 0;
    for await (const [key, { population }] of set) walked += key === `key/${population}` ? 1 : 0;
    expect(walked).toBe(5000);
    const range: string[] = [];
    for await (const [key] of set.range('key/42', 'key/43', { limit: 3 })) range.push(key);
    expect(range).toEqual(['key/42', 'key/420', 'key/4200']);
    await buildDataset(folder, Cities, ROWS.slice(0, 7), { shards: 2, run: 'r2' });
    await uploadDataset(folder, to, { replaces: 'r1' });
    expect([await set.refresh(), set.size]).toEqual([true, 7]);
    // Sent again, nothing changes.
    await uploadDataset(folder, to);
    expect((await rollbackDataset(to, 'r1')).entries).toBe(5000);
    expect([await set.refresh(), set.size]).toEqual([true, 5000]);
    await expect(rollbackDataset(to, 'none')).rejects.toThrow(/has no run none/);
    await expect(rollbackDataset(to)).rejects.toThrow(ArgumentError);
  });

  test('of many who publish at once, one wins, and readers see whole versions only', async () => {
    const { to, from } = places();
    const writers = Array.from({ length: 6 }, (_, i) => ({ ...places(), run: `w${i}`, size: 100 + i }));
    for (const { folder, run, size } of writers)
      await buildDataset(folder, Cities, ROWS.slice(0, size), { shards: 2, run });
    let over = false;
    const seen = new Set<number>();
    const reader = (async () => {
      while (!over) {
        const set = await openRemoteDataset(from, Cities).catch((error: unknown) => {
          if ((error as RemoteError).status === 404) return undefined;
          throw error;
        });
        if (set === undefined) continue;
        expect((await set.getMany(ROWS.slice(0, set.size).map(([key]) => key))).includes(undefined)).toBe(
          false,
        );
        seen.add(set.size);
        set.close();
      }
    })();
    const results = await Promise.allSettled(
      writers.map(({ folder }) => uploadDataset(folder, to, { replaces: null })),
    );
    const won = results.flatMap((result, at) => (result.status === 'fulfilled' ? [at] : []));
    expect(won.length).toBe(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toBeInstanceOf(ChangedError);
      expect(result.reason.message).toMatch(/leads to run w\d, not to none/);
    }
    using set = await openRemoteDataset(from, Cities);
    expect(set.size).toBe(100 + won[0]!);
    // Without being told what they replace, all of those who began before the first one ended replace nothing else.
    const others = await Promise.allSettled(
      writers.slice(0, 3).map(({ folder }) => uploadDataset(folder, to)),
    );
    const losers = others.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(losers.every(({ reason }) => reason instanceof ChangedError)).toBe(true);
    over = true;
    await reader;
    expect([...seen].every((size) => size >= 100)).toBe(true);
  });

  test('survives storage that fails, answers that are lost, and a sender that is broken off', async () => {
    let count = 0;
    const failing: Fetch = async (url, init) => {
      count += 1;
      if (count % 5 === 0) return new Response('slow down', { status: 503 });
      const response = await fetch(url, init);
      // What was written is found by the next try.
      if (init.method === 'PUT' && count % 3 === 0) throw new TypeError('fetch failed');
      return response;
    };
    const { folder, to, from } = places(failing);
    await buildDataset(folder, Cities, ROWS.slice(0, 900), { shards: 8, run: 'r' });
    const stop = new AbortController();
    const broken = uploadDataset(folder, to, {
      concurrency: 1,
      signal: stop.signal,
      onProgress: ({ parts }) => {
        if (parts === 3) stop.abort(new Error('broken off'));
      },
    });
    await expect(broken).rejects.toThrow('broken off');
    await expect(openRemoteDataset(from, Cities)).rejects.toThrow(RemoteError);
    await uploadDataset(folder, to);
    using set = await openRemoteDataset(from, Cities);
    expect((await set.getMany(ROWS.slice(0, 900).map(([key]) => key))).includes(undefined)).toBe(false);
  });

  test('takes parts that others have built, and refuses other bytes under the same name', async () => {
    const { folder, to } = places();
    for (const shard of [0, 1]) {
      const own = ROWS.filter(([key]) => shardOf(key, 2) === shard);
      await buildShard(folder, Cities, own, { run: 'built', shard, shards: 2, attempt: 'a' });
    }
    await expect(uploadDataset(folder, to)).rejects.toThrow(/has no current\.json: say which run/);
    await expect(uploadDataset(folder, to, { run: 'built' })).rejects.toThrow(/how many shards/);
    await expect(uploadDataset(folder, to, { run: 'built', shards: 4 })).rejects.toThrow(
      /lacks 2 of 4 shards/,
    );
    expect((await uploadDataset(folder, to, { run: 'built', shards: 2 })).entries).toBe(5000);
    const other = join(storage.folder, 'other');
    await buildDataset(other, Cities, ROWS, { shards: 2, run: 'built' });
    for (const shard of [0, 1]) {
      // Under the very name.
      const description = join(other, 'built', 'manifest.json');
      const file = join(other, 'built', `part-0000${shard}-0.sb`);
      writeFileSync(join(other, 'built', `part-0000${shard}-a.sb`), readFileSync(file));
      writeFileSync(
        description,
        readFileSync(description, 'utf8').replace(`part-0000${shard}-0`, `part-0000${shard}-a`),
      );
    }
    await expect(uploadDataset(other, to)).rejects.toThrow(/is there already, with other bytes/);
    writeFileSync(join(other, 'built', 'part-00000-a.sb'), 'short');
    await expect(uploadDataset(other, to)).rejects.toThrow(/has 5 bytes/);
    for (const [where, given] of [
      [5, {}],
      [to, { concurrency: 0 }],
      [to, { runs: 'x' }],
      [to, { run: '../x' }],
    ] as const) {
      await expect(uploadDataset(other, where as never, given as never)).rejects.toThrow(ArgumentError);
    }
    const wrong = s3Folder({ ...storage.place, secretAccessKey: 'no', prefix: 'x' });
    await expect(uploadDataset(folder, wrong, { run: 'built', shards: 2 })).rejects.toMatchObject({
      status: 403,
    });
  });
});
