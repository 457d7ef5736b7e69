/** Data sets over HTTP, against the same opened from the file system. */
import { EventEmitter, once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, ClosedError, CorruptBufferError, mapping, struct, t } from 'sharedbuffers';
import { buildDataset, openDataset, rollbackDataset, shardOf } from 'sharedbuffers/node';
import { openRemote, openRemoteDataset, RemoteError, s3Folder } from 'sharedbuffers/remote';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FolderServer, serveFolder } from './folder-server.js';

const City = struct({ name: t.string, population: t.uint32, height: t.float64 });
const Cities = mapping({ key: t.string, value: City, indexes: ['name', 'height'] as const });
const COUNT = 4000;
const ROWS = Array.from(
  { length: COUNT },
  (_, i): [string, { name: string; population: number; height: number }] => [
    `k${i} ö`,
    { name: `name ${i % 50}`, population: i, height: (i % 9) - 4.5 },
  ],
);
const SHARDS = 8;
const options = { shards: SHARDS, ordered: true, columns: ['population'] as const, multi: false };

let root: string;
let server: FolderServer;
let local: Awaited<ReturnType<typeof openDataset<string, object, never>>>;
let made = 0;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'remote-datasets-'));
  const { multi: _, ...given } = options;
  await buildDataset(join(root, 'cities'), Cities, ROWS, { ...given, run: 'r1' });
  local = (await openDataset(join(root, 'cities'), Cities)) as never;
  server = await serveFolder(root);
});
afterAll(async () => {
  local.close();
  await server.close();
  rmSync(root, { recursive: true });
});

/** A copy of the data set, to be harmed. */
async function another(rows = ROWS.slice(0, 300), run = 'r1') {
  const name = `set ${made++} ü`;
  await buildDataset(join(root, name), Cities, rows, { shards: 4, run, ordered: true });
  return { name, path: join(root, name), url: `${server.url}/${encodeURIComponent(name)}` };
}
async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
const plain = (entries: Iterable<readonly [unknown, object]>) =>
  Array.from(entries, ([key, record]) => [key, (record as { population: number }).population]);

describe('a data set on a web server', () => {
  test('reads as the one in the folder', async () => {
    using set = await openRemoteDataset(`${server.url}/cities`, Cities);
    expect([set.kind, set.run, set.size, set.manifest]).toEqual(['dataset', 'r1', COUNT, local.manifest]);
    expect((await set.get('k7 ö'))?.population).toBe(7);
    expect([await set.get('none'), await set.has('none'), await set.has('k9 ö')]).toEqual([
      undefined,
      false,
      true,
    ]);
    expect((await set.getAll('k3999 ö')).map(({ name }) => name)).toEqual(['name 49']);
    const keys = ['k9 ö', 'none', 'k3999 ö', 'k0 ö', 'k9 ö'];
    expect((await set.getMany(keys)).map((city) => city?.population)).toEqual([9, undefined, 3999, 0, 9]);
    expect(await set.hasMany(keys)).toEqual([true, false, true, true, true]);
    expect(set.shardOf('k9 ö')).toBe(shardOf('k9 ö', SHARDS));
    expect((await set.shard(3)).size).toBe(local.shard(3).size);
    const entries = await all(set);
    expect(new Map(plain(entries) as [string, number][])).toEqual(
      new Map(ROWS.map(([key, { population }]) => [key, population])),
    );
    expect(new Set(await all(set.keys()))).toEqual(new Set(ROWS.map(([key]) => key)));
    expect((await all(set.values())).length).toBe(COUNT);
    const columns = await all(set.column('population'));
    expect(columns.length).toBe(SHARDS);
    expect(columns.flatMap((column) => [...column]).sort((a, b) => a - b)).toEqual(ROWS.map((_, i) => i));
  });

  test('has ranges, ends and indexes of all shards in one order', async () => {
    using set = await openRemoteDataset(`${server.url}/cities/`, Cities);
    for (const given of [{}, { limit: 25 }, { reverse: true }, { reverse: true, limit: 3 }]) {
      expect(plain(await all(set.range('k12', 'k13', given)))).toEqual(
        plain(local.range('k12', 'k13', given)),
      );
      expect(plain(await all(set.prefix('k399', given)))).toEqual(plain(local.prefix('k399', given)));
      const heights = (await all(set.by('height').range(-2, 1, given))).map(([key]) => key);
      expect(heights).toEqual(
        Array.from(local.by('height').range(-2 as never, 1 as never, given), ([key]) => key),
      );
    }
    expect([(await set.first())?.[0], (await set.last())?.[0], (await set.nearest('k5'))?.[0]]).toEqual([
      local.first()?.[0],
      local.last()?.[0],
      local.nearest('k5')?.[0],
    ]);
    const names = set.by('name');
    expect((await names.getAll('name 7')).map(({ population }) => population).sort()).toEqual(
      ROWS.filter(([, { name }]) => name === 'name 7')
        .map(([, { population }]) => population)
        .sort(),
    );
    expect([await names.count('name 7'), await names.has('x'), (await names.get('name 1'))?.name]).toEqual([
      COUNT / 50,
      false,
      'name 1',
    ]);
    expect(new Set(await all(names.keys())).size).toBe(50);
    const heights = set.by('height');
    expect([
      (await heights.first())?.[0],
      (await heights.last())?.[0],
      (await heights.nearest(0.6))?.[0],
    ]).toEqual([-4.5, 3.5, 0.5]);
    expect(await set.indexNames()).toEqual(['name', 'height']);
    await expect(set.by('nobody' as 'name').get('x')).rejects.toThrow(/nobody/);
    await expect(all(set.range(5 as never))).rejects.toThrow(/no key/);
  });

  test('opens by any of its documents, with two requests and one for each shard that is needed', async () => {
    const { url, requests } = server;
    for (const [path, count] of [
      ['cities', 2],
      ['cities/current.json', 2],
      ['cities/r1/manifest.json', 1],
    ] as const) {
      requests.length = 0;
      using set = await openRemoteDataset(new URL(`${url}/${path}`), Cities);
      expect(requests.length).toBe(count);
      requests.length = 0;
      const key = 'k77 ö';
      expect((await set.get(key))?.population).toBe(77);
      const part = `part-0000${shardOf(key, SHARDS)}-0.sb`;
      expect(requests.every((request) => request.startsWith(`cities/r1/${part} bytes=`))).toBe(true);
      expect(requests.filter((request) => request.includes('bytes=-')).length).toBe(1);
      expect(set.stats.requests).toBe(count + requests.length);
      // Undeclared, all at once: each shard is opened once.
      requests.length = 0;
      using undeclared = await openRemoteDataset(`${url}/${path}?token=1`);
      const found = await Promise.all(ROWS.slice(0, 40).map(([name]) => undeclared.get(name)));
      expect(found[3]).toMatchObject({ name: 'name 3' });
      expect(requests.filter((request) => request.includes('bytes=-')).length).toBe(SHARDS);
    }
  });

  test('keeps to the requests and the memory that all shards have together', async () => {
    let running = 0;
    let most = 0;
    server.handle = (path, _, response) => {
      if (path.endsWith('.json')) return false;
      running += 1;
      most = Math.max(most, running);
      response.once('close', () => {
        running -= 1;
      });
      return false;
    };
    try {
      using set = await openRemoteDataset(`${server.url}/cities`, Cities, {
        concurrency: 3,
        cacheBytes: 65_536,
      });
      const keys = ROWS.map(([key]) => key);
      expect((await set.getMany(keys)).every((city, i) => city?.population === i)).toBe(true);
      expect(most).toBeLessThanOrEqual(3);
      // What went is fetched again.
      const { requests } = set.stats;
      expect((await set.getMany(keys)).every((city, i) => city?.population === i)).toBe(true);
      expect(set.stats.requests).toBeGreaterThan(requests);
      await set.prefetchIndex();
      const before = set.stats.requests;
      expect(await set.hasMany(['a', 'b', 'c', 'd'])).toEqual([false, false, false, false]);
      expect(set.stats.requests).toBe(before);
      expect(await set.prefetchFilter()).toBe(false);
    } finally {
      server.handle = undefined;
    }
  });

  test('moves to what is published, when it looks, and stays with what is pinned', async () => {
    const { url, path } = await another();
    const swaps: unknown[] = [];
    using set = await openRemoteDataset(url, Cities, { onSwap: (swap) => swaps.push(swap) });
    const walk = set.entries();
    expect((await walk.next()).done).toBe(false);
    expect(await set.refresh()).toBe(false);
    await buildDataset(path, Cities, ROWS.slice(0, 5), { shards: 2, run: 'r2', ordered: true });
    expect(set.size).toBe(300);
    expect([await set.refresh(), set.run, set.size]).toEqual([true, 'r2', 5]);
    expect((await set.get('k4 ö'))?.population).toBe(4);
    expect(await set.get('k5 ö')).toBe(undefined);
    // What was begun goes on.
    let rest = 1;
    for await (const _ of { [Symbol.asyncIterator]: () => walk }) rest += 1;
    expect(rest).toBe(300);
    await set.pin('r1');
    expect([set.run, await set.refresh()]).toEqual(['r1', false]);
    await set.pin(undefined);
    await rollbackDataset(path, 'r1');
    await set.refresh();
    expect(swaps).toEqual([
      { run: 'r2', previousRun: 'r1' },
      { run: 'r1', previousRun: 'r2' },
      { run: 'r2', previousRun: 'r1' },
      { run: 'r1', previousRun: 'r2' },
    ]);
    await expect(set.pin('none')).rejects.toThrow(/404/);
    using fixed = await openRemoteDataset(`${url}/r2/manifest.json`, Cities);
    expect([await fixed.refresh(), fixed.run]).toEqual([false, 'r2']);
    await expect(fixed.pin('r1')).rejects.toThrow(ArgumentError);
  });

  test('what is never answered holds nothing up that can be given up', async () => {
    const { url, path } = await another();
    using set = await openRemoteDataset(url, Cities, { retries: 0 });
    await buildDataset(path, Cities, ROWS.slice(0, 5), { shards: 2, run: 'r2' });
    server.handle = () => true;
    const patience = new AbortController();
    const first = set.refresh({ signal: patience.signal });
    const reason = new Error('long enough');
    const second = new AbortController();
    const others = [set.refresh({ signal: second.signal }), set.pin('r2', { signal: second.signal })];
    second.abort(reason);
    for (const other of others) await expect(other).rejects.toBe(reason);
    await expect(set.refresh({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    patience.abort(reason);
    await expect(first).rejects.toBe(reason);
    server.handle = undefined;
    expect([await set.refresh(), set.run]).toEqual([true, 'r2']);
    server.handle = () => true;
    const last = set.refresh();
    set.close();
    await expect(last).rejects.toThrow(ClosedError);
    await expect(set.refresh()).rejects.toThrow(ClosedError);
    server.handle = undefined;
  });

  test('looks by itself with an interval, and says what goes wrong', async () => {
    const { url, path } = await another();
    const errors: Error[] = [];
    const events = new EventEmitter();
    const swapped = once(events, 'swapped');
    const failed = once(events, 'failed');
    using set = await openRemoteDataset(url, Cities, {
      interval: 100,
      retries: 0,
      onSwap: ({ run }) => events.emit('swapped', run),
      onError: (error) => {
        errors.push(error);
        events.emit('failed');
      },
    });
    const current = join(path, 'current.json');
    const good = readFileSync(current);
    writeFileSync(current, '{');
    await failed;
    expect(errors[0]).toBeInstanceOf(CorruptBufferError);
    expect(set.run).toBe('r1');
    writeFileSync(current, good);
    await buildDataset(path, Cities, ROWS.slice(0, 5), { shards: 2, run: 'r2' });
    expect(await swapped).toEqual(['r2']);
    expect(set.size).toBe(5);
  });

  test.each([
    ['nobody is told', undefined, /current\.json is no JSON object: .* is read as it was$/],
    [
      'who is told throws',
      () => {
        throw new Error('of the program');
      },
      /^onError of http.* failed: of the program$/,
    ],
  ])('where %s, it warns once, and goes on', async (_, onError, message) => {
    const { url, path } = await another();
    const warnings: { message: string; code?: string }[] = [];
    const warned = once(process, 'warning');
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    try {
      const events = new EventEmitter();
      const swapped = once(events, 'swapped');
      const onSwap = () => events.emit('swapped');
      using set = await openRemoteDataset(url, Cities, { interval: 100, retries: 0, onSwap, onError });
      const current = join(path, 'current.json');
      const good = readFileSync(current);
      writeFileSync(current, '{');
      await warned;
      writeFileSync(current, good);
      await buildDataset(path, Cities, ROWS.slice(0, 5), { shards: 2, run: 'r2' });
      await swapped;
      expect(set.size).toBe(5);
      const ours = warnings.filter(({ code }) => code === 'SB_LIVE');
      expect(ours).toHaveLength(1);
      expect(ours[0]!.message).toMatch(message);
    } finally {
      process.off('warning', listen);
    }
  });
});

describe('what is wrong is told', () => {
  test('with shards', async () => {
    const { url, path } = await another();
    const keyOf = (shard: number) => ROWS.find(([key]) => shardOf(key, 4) === shard)![0];
    const part = (shard: number, run = 'r1') => join(path, run, `part-0000${shard}-0.sb`);
    using set = await openRemoteDataset(url, Cities, { retries: 0 });
    renameSync(part(0), `${part(0)}.away`);
    await expect(set.get(keyOf(0))).rejects.toThrow(/shard 0 of run r1 cannot be opened: .*404.*missing/);
    expect(await set.has(keyOf(1))).toBe(true);
    await expect(set.getMany([keyOf(1), keyOf(0)])).rejects.toThrow(RemoteError);
    // It is tried again.
    renameSync(`${part(0)}.away`, part(0));
    expect(await set.has(keyOf(0))).toBe(true);
    copyFileSync(part(1), part(2));
    await expect(set.get(keyOf(2))).rejects.toThrow(/is not shard 2 of run r1: it is of bytes/);
    // What checks bytes tells so, too, and not that the rest of a file has no checksums.
    const whole = readFileSync(part(2));
    for (const bytes of [whole.subarray(0, 5000), new Uint8Array(whole.length + 8)]) {
      writeFileSync(part(2), bytes);
      for (const verifyBlocks of [true, false]) {
        using checked = await openRemoteDataset(url, Cities, { retries: 0, verifyBlocks });
        await expect(checked.get(keyOf(2))).rejects.toThrow(/is not shard 2 of run r1: it is of bytes/);
      }
    }
    const bytes = readFileSync(part(3));
    writeFileSync(part(3), bytes.subarray(0, 1000));
    await expect(set.get(keyOf(3))).rejects.toThrow();
    await buildDataset(path, Cities, ROWS.slice(0, 300), {
      shards: 4,
      run: 'r2',
      ordered: true,
      publish: false,
    });
    copyFileSync(part(3, 'r2'), part(3));
    await expect(set.get(keyOf(3))).rejects.toThrow(/is not shard 3 of run r1: it is of build/);
    writeFileSync(part(3), bytes);
    expect(await set.has(keyOf(3))).toBe(true);
    const Others = mapping({ key: t.bytes, value: struct({ name: t.uint32 }) });
    using other = await openRemoteDataset(url, Others);
    await expect(other.get(new TextEncoder().encode(keyOf(3)))).rejects.toMatchObject({ code: 'SB_SCHEMA' });
  });

  test('with manifests, and with what is given', async () => {
    const { url, path } = await another();
    const manifest = join(path, 'r1', 'manifest.json');
    const good = readFileSync(manifest, 'utf8');
    for (const [bad, message] of [
      [good.replace('"version": 1', '"version": 2'), /version 2/],
      [good.slice(0, -20), /no JSON object/],
      [good.replace('"part-00000-0.sb"', '"../part-00000-0.sb"'), /parts\[0\]/],
      [good.replace('"run": "r1"', '"run": "r9"'), /is that of run r9/],
    ] as const) {
      writeFileSync(manifest, bad);
      await expect(openRemoteDataset(url, Cities)).rejects.toThrow(message);
    }
    await expect(openRemoteDataset(`${server.url}/none`, Cities)).rejects.toThrow(/has no current\.json/);
    for (const given of ['nowhere', 5, null, {}, { name: 'x' }]) {
      await expect(openRemoteDataset(given as never, Cities)).rejects.toThrow(ArgumentError);
    }
    using some = await openRemoteDataset(`${server.url}/cities`, Cities);
    for (const limit of [-1, Number.NaN, Number.NEGATIVE_INFINITY, 1.5]) {
      const reads = [
        some.range('a', 'z', { limit }),
        some.prefix('k', { limit }),
        some.by('name').range('a', 'z', { limit }),
      ];
      for (const read of reads) await expect(all(read)).rejects.toThrow(/limit is a number of entries/);
    }
    for (const given of [{ interval: 5 }, { onSwap: 'x' }, { cacheByte: 5 }, null, { concurrency: 0 }]) {
      await expect(openRemoteDataset(`${server.url}/cities`, Cities, given as never)).rejects.toThrow(
        ArgumentError,
      );
    }
    for (const given of [
      { bucket: '', prefix: 'a' },
      { bucket: 'a' },
      { bucket: 'a', prefix: 'b', x: 1 },
      null,
    ]) {
      expect(() => s3Folder(given as never)).toThrow(ArgumentError);
    }
    server.handle = (name, _, response) => {
      if (!name.endsWith('current.json')) return false;
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(2 ** 20)));
      };
      response.on('drain', more);
      more();
      return true;
    };
    await expect(openRemoteDataset(`${server.url}/cities`, Cities)).rejects.toThrow(/longer than/);
    server.handle = undefined;
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(openRemoteDataset(`${server.url}/cities`, Cities, { signal: aborted })).rejects.toThrow(
      'enough',
    );
    using set = await openRemoteDataset(`${server.url}/cities`, Cities);
    await expect(set.get('k1 ö', { signal: aborted })).rejects.toThrow('enough');
    await expect(set.shard(99)).rejects.toThrow(/below 8/);
    expect(() => set.shardOf(1.5 as never)).toThrow(/no key of a data set/);
    const walk = set.entries();
    await walk.next();
    set.close();
    await expect(set.get('k1 ö')).rejects.toThrow(ClosedError);
    await expect(set.refresh()).rejects.toThrow(ClosedError);
  });

  test('a folder of its own kind is read, too', async () => {
    const folder = {
      name: 'memory',
      file: (path: string) => {
        const bytes = readFileSync(join(root, 'cities', path));
        return {
          name: path,
          read: async (offset: number, length: number) => {
            const from = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
            return { bytes: new Uint8Array(bytes.subarray(from, from + length)), size: bytes.length };
          },
        };
      },
    };
    using set = await openRemoteDataset(folder, Cities);
    expect((await set.get('k5 ö'))?.population).toBe(5);
    using one = await openRemote(folder.file('r1/part-00000-0.sb'), Cities);
    expect(one.size).toBe(local.shard(0).size);
  });
});
