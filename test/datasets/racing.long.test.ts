/** Builds and publications of one run that meet, versions that nobody could read, and shards that are another run's. */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClosedError, FileError, mapping, struct, t } from 'sharedbuffers';
import {
  buildDataset,
  buildShard,
  liveDataset,
  openDataset,
  publishDataset,
  rollbackDataset,
  shardOf,
  verifyDataset,
} from 'sharedbuffers/node';
import { ChangedError, openRemoteDataset, type RemoteFolder } from 'sharedbuffers/remote';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli } from '../cli/harness.js';
import { serveFolder } from './folder-server.js';

const Row = struct({ n: t.uint32 });
const Rows = mapping({ key: t.string, value: Row });
const Others = mapping({ key: t.uint64, value: Row });
type Entry = readonly [string, { readonly n: number }];
const rows = (count: number, from = 0): Entry[] =>
  Array.from({ length: count }, (_, n) => [`k${n}`, { n: n + from }]);
const own = (shard: number): Entry[] => rows(200).filter(([key]) => shardOf(key, 4) === shard);

let root: string;
let made = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'racing-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const fresh = (): string => join(root, `set ${made++}`);

describe('builds of one run', () => {
  test('that meet: one is published whole, and the other refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const path = fresh();
      const build = (from: number) => buildDataset(path, Rows, rows(500, from), { shards: 8, run: 'r' });
      const ends = await Promise.allSettled([build(0), build(5000)]);
      const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
      expect(refused).toEqual([expect.any(ChangedError)]);
      // What the other one had built is gone.
      expect(readdirSync(join(path, 'r')).filter((name) => name.endsWith('.sb'))).toHaveLength(8);
      expect((await verifyDataset(path)).findings).toEqual([]);
      const from = ends[0]!.status === 'fulfilled' ? 0 : 5000;
      using set = await openDataset(path, Rows);
      for (const [key, { n }] of rows(500, from)) expect(set.get(key)?.n).toBe(n);
    }
  });

  test('of which one fails: what the other has published stays', async () => {
    const path = fresh();
    let fail = () => {};
    const waiting = new Promise<void>((_, reject) => {
      fail = () => reject(new Error('no more rows'));
    });
    async function* failing(): AsyncGenerator<Entry> {
      yield ['k0', { n: 9 }];
      await waiting;
    }
    const failed = buildDataset(path, Rows, failing(), { shards: 2, run: 'r' });
    await buildDataset(path, Rows, rows(50), { shards: 2, run: 'r' });
    fail();
    await expect(failed).rejects.toThrow('no more rows');
    expect((await verifyDataset(path)).findings).toEqual([]);
  });

  test('are begun again where one was killed', async () => {
    const path = fresh();
    await buildShard(path, Rows, own(1), { run: 'r', shard: 1, shards: 4 });
    await buildDataset(path, Rows, rows(50), { shards: 4, run: 'r' });
    expect((await verifyDataset(path)).findings).toEqual([]);
  });

  test('leave nothing where they fail', async () => {
    const path = fresh();
    const wrong = [['k', { n: 'x' }]] as never;
    await expect(buildDataset(path, Rows, wrong, { shards: 2, run: 'r' })).rejects.toThrow();
    expect(existsSync(path)).toBe(false);
  });
});

describe('a shard', () => {
  test('that is finished after its run was published is refused', async () => {
    const path = fresh();
    for (const shard of [0, 1, 2, 3])
      await buildShard(path, Rows, own(shard), { run: 'r', shard, shards: 4 });
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    async function* late(): AsyncGenerator<Entry> {
      yield* own(0);
      await gate;
    }
    const straggler = buildShard(path, Rows, late(), { run: 'r', shard: 0, shards: 4 });
    await publishDataset(path, { run: 'r', shards: 4 });
    go();
    await expect(straggler).rejects.toThrow(ChangedError);
    expect((await verifyDataset(path)).findings).toEqual([]);
  });

  test('of another build, as long as its own, is not published', async () => {
    const [path, other] = [fresh(), fresh()];
    for (const folder of [path, other])
      for (const shard of [0, 1, 2, 3]) {
        await buildShard(folder, Rows, own(shard), { run: 'r', shard, shards: 4 });
      }
    copyFileSync(join(other, 'r/part-00002-0.sb'), join(path, 'r/part-00002-0.sb'));
    await expect(publishDataset(path, { run: 'r', shards: 4 })).rejects.toThrow(FileError);
  });

  test('of another run is refused by all commands', async () => {
    const [path, other] = [fresh(), fresh()];
    for (const [folder, from] of [
      [path, 0],
      [other, 5000],
    ] as const) {
      await buildDataset(folder, Rows, rows(100, from), { shards: 4, run: 'r' });
    }
    copyFileSync(join(other, 'r/part-00001-0.sb'), join(path, 'r/part-00001-0.sb'));
    const [key] = own(1)[0]!;
    for (const args of [
      ['get', path, key],
      ['keys', path],
      ['dump', path],
      ['merge', path, '-o', join(root, 'merged.sb')],
      ['diff', path, other],
    ]) {
      const { code, stderr } = await cli(args);
      expect([args[0], code === 0]).toEqual([args[0], false]);
      expect(stderr).toMatch(/part-00001-0\.sb is not shard 1 of run r: it is of build/);
    }
  });
});

describe('a version that is not as declared, or lacks a shard,', () => {
  const breaking: readonly (readonly [what: string, publish: (path: string) => Promise<unknown>])[] = [
    ['other keys', (path) => buildDataset(path, Others, [[5, { n: 1 }]], { shards: 2, run: 'bad' })],
    [
      'a shard is missing',
      async (path) => {
        await buildDataset(path, Rows, rows(9), { shards: 2, run: 'bad', publish: false });
        const { parts } = await publishDataset(path, { run: 'bad', shards: 2 });
        renameSync(join(path, 'bad', parts[1]!.path), join(root, `away ${made++}`));
      },
    ],
  ];

  test.each(breaking)('is not moved to: %s', async (_, publish) => {
    const path = fresh();
    await buildDataset(path, Rows, rows(20), { shards: 2, run: 'good' });
    let told = (_: Error) => {};
    const error = new Promise<Error>((resolve) => {
      told = resolve;
    });
    using live = await liveDataset(path, Rows, { interval: 50, debounce: 10, onError: (each) => told(each) });
    await publish(path);
    await live.reload().catch(() => {});
    expect(['SchemaError', 'FileError']).toContain((await error).name);
    expect([live.get('k1')?.n, live.buildId]).toEqual([1, 'good']);
  });

  test('is not moved to far away', async () => {
    const path = fresh();
    await buildDataset(path, Rows, rows(20), { shards: 2, run: 'good' });
    const server = await serveFolder(path);
    try {
      using set = await openRemoteDataset(server.url, Rows, { retries: 0 });
      await breaking[0]![1](path);
      await expect(set.refresh()).rejects.toThrow();
      expect([(await set.get('k1'))?.n, set.run]).toEqual([1, 'good']);
    } finally {
      await server.close();
    }
  });

  test('is not gone back to', async () => {
    const path = fresh();
    for (const run of ['a', 'b']) await buildDataset(path, Rows, rows(20), { shards: 2, run });
    renameSync(join(path, 'a/part-00001-0.sb'), join(root, `away ${made++}`));
    await expect(rollbackDataset(path)).rejects.toThrow(FileError);
    using set = await openDataset(path, Rows);
    expect(set.run).toBe('b');
  });
});

test('keys that can be none are not there, as in a mapping', async () => {
  const path = fresh();
  await buildDataset(path, Rows, rows(20), { shards: 4, run: 'r' });
  const server = await serveFolder(path);
  try {
    using set = await openDataset(path, Rows);
    using far = await openRemoteDataset(server.url, Rows);
    const one = Rows.fromBuffer(Rows.pack(rows(20)));
    const none = [null, undefined, 1.5, Number.NaN, true, new Date(0), '\ud800', 2n ** 70n] as never[];
    for (const key of none) {
      expect([set.get(key), set.has(key), set.getAll(key)]).toEqual([
        one.get(key),
        one.has(key),
        one.getAll(key),
      ]);
      expect([await far.get(key), await far.has(key)]).toEqual([undefined, false]);
    }
    const found = set.getMany(['k1', ...none, 'k2']);
    expect(found.map((record) => record?.n)).toEqual([1, ...none.map(() => undefined), 2]);
    expect(() => set.get((2 ** 53) as never)).toThrow('stands for several integers');
  } finally {
    await server.close();
  }
});

test('closing a data set far away ends reads that wait for a shard', async () => {
  const path = fresh();
  await buildDataset(path, Rows, rows(20), { shards: 2, run: 'r' });
  const server = await serveFolder(path);
  try {
    using other = await openRemoteDataset(server.url, Rows);
    expect((await other.get('k1'))?.n).toBe(1);
    const silent: RemoteFolder = {
      name: 'silent',
      file: (name) => ({
        name,
        read: async (offset, length) => {
          if (name.endsWith('.sb')) await new Promise(() => {});
          const answer = await fetch(`${server.url}/${name}`);
          const bytes = new Uint8Array(await answer.arrayBuffer());
          const from = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
          return { bytes: bytes.subarray(from, from + length), size: bytes.length };
        },
      }),
    };
    const set = await openRemoteDataset(silent, Rows);
    const reads = [set.get('k1'), set.getMany(['k1', 'k2']), set.has('k3')];
    set.close();
    for (const end of await Promise.allSettled(reads)) {
      expect(end).toEqual({ status: 'rejected', reason: expect.any(ClosedError) });
    }
  } finally {
    await server.close();
  }
});
