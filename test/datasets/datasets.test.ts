/** Data sets of many files, against a plain Map. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { mapping, PackError, struct, t } from 'sharedbuffers';
import {
  buildDataset,
  buildShard,
  ChangedError,
  cleanDataset,
  listRuns,
  liveDataset,
  openDataset,
  publishDataset,
  rollbackDataset,
  shardOf,
  verifyDataset,
} from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const City = struct({ name: t.string, population: t.uint32 });
const Cities = mapping({ key: t.string, value: City });
const ROWS = Array.from({ length: 5000 }, (_, i): [string, { name: string; population: number }] => [
  `key ${i} ö`,
  { name: `name ${i}`, population: i },
]);

let root: string;
let made = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'datasets-'));
});
afterAll(() => rmSync(root, { recursive: true }));
const folder = () => join(root, `set-${made++}`);

async function cities(rows = ROWS, shards = 8) {
  const path = folder();
  return { path, manifest: await buildDataset(path, Cities, rows, { shards }) };
}

describe('shardOf', () => {
  test('is what Spark computes', () => {
    // xxhash64(…) of Spark 4, whose seed is 42: of 'a', '', a text beyond 32 bytes, 0L, 1L and -1L; the low four bits.
    const signed: [key: unknown, hash: bigint][] = [
      ['Spark', -4294468057691064905n],
      [0, -5252525462095825812n],
      [1, -7001672635703045582n],
    ];
    for (const [key, hash] of signed) expect(shardOf(key, 65536)).toBe(Number(BigInt.asUintN(16, hash)));
  });

  test('refuses what is no key, and what is no number of shards', () => {
    for (const key of [null, undefined, 1.5, {}, '\ud800'])
      expect(() => shardOf(key, 4)).toThrow(/no key of a data set/);
    expect(() => shardOf(2 ** 60, 4)).toThrow(/stands for several integers.*give a bigint/);
  });
});

describe('a data set', () => {
  test('reads as a Map of its rows', async () => {
    const { path, manifest } = await cities();
    expect([manifest.shards, manifest.entries, manifest.records]).toEqual([8, 5000, 5000]);
    const map = new Map(ROWS);
    using set = await openDataset(path, Cities);
    expect([set.size, set.run, set.kind]).toEqual([5000, manifest.run, 'dataset']);
    for (const [key, value] of map) expect(set.get(key)?.toObject()).toEqual(value);
    expect([set.get('none'), set.has('none'), set.has('key 7 ö'), set.getAll('none')]).toEqual([
      undefined,
      false,
      true,
      [],
    ]);
    const keys = ['key 9 ö', 'none', 'key 4999 ö', 'key 9 ö'];
    expect(set.getMany(keys).map((city) => city?.population)).toEqual([9, undefined, 4999, 9]);
    expect(set.hasMany(keys)).toEqual([true, false, true, true]);
    expect(new Map(Array.from(set, ([key, city]) => [key, city.toObject()]))).toEqual(map);
    expect(new Set(set.keys())).toEqual(new Set(map.keys()));
    const columns = [...set.column('population')];
    expect(columns.length).toBe(8);
    expect(columns.flatMap((column) => [...column]).sort((a, b) => a - b)).toEqual(ROWS.map((_, i) => i));
    let seen = 0;
    set.forEach((city, key, given) => {
      seen += given === set && key.startsWith('key') ? city.population : 0;
    });
    expect(seen).toBe((4999 * 5000) / 2);
  });

  test('opens without a declaration, by its manifest, and by a URL', async () => {
    const { path, manifest } = await cities(ROWS.slice(0, 100), 2);
    using undeclared = await openDataset(path);
    expect(undeclared.get('key 5 ö')).toMatchObject({ name: 'name 5' });
    using named = await openDataset(new URL(`file://${join(path, manifest.run, 'manifest.json')}`), Cities);
    expect(named.get('key 5 ö')?.name).toBe('name 5');
  });

  test('of any keys and any number of shards has each key in its shard', async () => {
    const keys = fc.uniqueArray(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ maxLength: 4 })),
    );
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 0, max: 5 }), async (names, power) => {
        const path = folder();
        const rows = names.map((name, i): (typeof ROWS)[number] => [name, { name, population: i }]);
        await buildDataset(path, Cities, rows, { shards: 2 ** power });
        using set = await openDataset(path, Cities);
        for (const [key, { population }] of rows) {
          expect(set.get(key)?.population).toBe(population);
          expect(set.shard(set.shardOf(key)).has(key)).toBe(true);
        }
        expect((await verifyDataset(path)).findings).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('of integers and of several records a key', async () => {
    const path = folder();
    const Many = mapping({ key: t.biguint64, value: City, multi: true });
    const rows = Array.from({ length: 300 }, (_, i): [bigint, { name: string; population: number }] => [
      BigInt(i % 100) + 2n ** 63n,
      { name: 'x', population: i },
    ]);
    await buildDataset(path, Many, rows, { shards: 4, index: 'compact' });
    using set = await openDataset(path, Many);
    expect(set.getAll(2n ** 63n + 5n).map(({ population }) => population)).toEqual([5, 105, 205]);
    expect([...set.iterate(2n ** 63n)].length).toBe(3);
    expect(set.size).toBe(300);
  });

  test('of no rows has empty shards', async () => {
    const { path } = await cities([], 4);
    using set = await openDataset(path, Cities);
    expect([set.size, set.get('a'), [...set]]).toEqual([0, undefined, []]);
    expect((await verifyDataset(path)).ok).toBe(true);
  });

  test('is the same bytes when it is built again reproducibly', async () => {
    const [a, b] = [folder(), folder()];
    for (const path of [a, b])
      await buildDataset(path, Cities, ROWS, { shards: 4, run: 'r', reproducible: true });
    for (const name of readdirSync(join(a, 'r')).filter((each) => each.endsWith('.sb'))) {
      expect(readFileSync(join(a, 'r', name)).equals(readFileSync(join(b, 'r', name)))).toBe(true);
    }
  });
});

describe('building', () => {
  test('takes async rows and JSON, and tells the row of what does not fit', async () => {
    const path = folder();
    await buildDataset(
      path,
      mapping({ key: t.string, value: struct({ tags: t.set(t.string) }) }),
      (async function* () {
        yield ['a', { tags: ['x', 'y'] }] as never;
      })(),
      { shards: 2, from: 'json' },
    );
    using set = await openDataset(path);
    expect(set.get('a')).toMatchObject({ tags: new Set(['x', 'y']) });
    const wrong: [rows: unknown, message: RegExp][] = [
      [[...ROWS.slice(0, 7), ['k', { name: 5, population: 1 }]], /^\[7\]\.name: 5 is not a string/],
      [[...ROWS.slice(0, 3), [8, ROWS[0]![1]]], /^\[3\]: key: 8 is not a string/],
      [[ROWS[0], 'a'], /^\[1\]: 'a' is not an entry|\[1\]: "a" is not an entry/],
    ];
    for (const [rows, message] of wrong) {
      const error = await buildDataset(folder(), Cities, rows as never, { shards: 4 }).catch(
        (error) => error,
      );
      expect(error).toBeInstanceOf(PackError);
      expect(error.message).toMatch(message);
    }
    for (const shards of [0, 3, 2 ** 17, '8', undefined]) {
      await expect(buildDataset(folder(), Cities, [], { shards: shards as number })).rejects.toThrow(
        /power of two/,
      );
    }
    await expect(buildDataset(folder(), Cities, [], { shard: 4 } as never)).rejects.toThrow(/is it shards\?/);
    await expect(buildDataset(folder(), Cities, [], { shards: 2, run: '../x' })).rejects.toThrow(
      /name of a run/,
    );
  });

  test('that fails or is aborted leaves what was current', async () => {
    const { path, manifest } = await cities(ROWS.slice(0, 10), 2);
    const stop = new AbortController();
    const rows = (function* () {
      for (const [i, row] of ROWS.entries()) {
        if (i === 3000) stop.abort(new Error('enough'));
        yield row;
      }
    })();
    await expect(buildDataset(path, Cities, rows, { shards: 2, signal: stop.signal })).rejects.toThrow(
      'enough',
    );
    using set = await openDataset(path, Cities);
    expect([set.run, set.size]).toEqual([manifest.run, 10]);
    expect((await listRuns(path)).map(({ run }) => run)).toEqual([manifest.run]);
  });

  test('tells its progress', async () => {
    const told: string[] = [];
    await buildDataset(folder(), Cities, ROWS, {
      shards: 2,
      onProgress: ({ phase, rows, shards }) => told.push(`${phase} ${rows} ${shards}`),
    });
    expect(told).toContain('rows 5000 0');
    expect(told.slice(-3)).toEqual(['shards 5000 0', 'shards 5000 1', 'shards 5000 2']);
  });

  test('of shards one by one, in any order and more than once, publishes as one', async () => {
    const path = folder();
    const run = 'spark-1';
    const shard = (number: number, attempt: string) =>
      buildShard(
        path,
        Cities,
        ROWS.filter(([key]) => shardOf(key, 4) === number),
        { run, shard: number, shards: 4, attempt },
      );
    for (const [number, attempt] of [
      [3, 'a'],
      [0, 'a'],
      [0, 'b'],
      [0, 'a'],
      [2, 'x'],
    ] as const)
      await shard(number, attempt);
    await expect(publishDataset(path, { run, shards: 4 })).rejects.toThrow(/lacks 1 of 4 shards \(1\)/);
    await expect(openDataset(path, Cities)).rejects.toThrow(/no current\.json/);
    await shard(1, 'a');
    const manifest = await publishDataset(path, { run, shards: 4 });
    expect(manifest.parts.map((part) => part.path)).toEqual([
      'part-00000-a.sb',
      'part-00001-a.sb',
      'part-00002-x.sb',
      'part-00003-a.sb',
    ]);
    expect(await publishDataset(path, { run, shards: 4 })).toEqual(manifest);
    using set = await openDataset(path, Cities);
    expect(set.size).toBe(5000);
    await expect(buildShard(path, Cities, ROWS, { run: 'other', shard: 0, shards: 4 })).rejects.toThrow(
      /row \d+: the key .* is of shard/,
    );
  });

  test('parts that are none, or others than they were described as, are not published', async () => {
    const path = folder();
    const part = await buildShard(path, Cities, ROWS.slice(0, 3), { run: 'r', shard: 0, shards: 1 });
    const wrong: [parts: unknown[], message: RegExp][] = [
      [[{}], /parts are what buildShard gives/],
      [[{ ...part, path: '../../part-00000-0.sb' }], /parts are what buildShard gives/],
      [[{ ...part, bytes: part.bytes + 1 }], /by its description/],
      [[], /lacks 1 of 1 shards/],
    ];
    for (const [parts, message] of wrong) {
      await expect(publishDataset(path, { run: 'r', shards: 1, parts: parts as never })).rejects.toThrow(
        message,
      );
    }
    expect((await publishDataset(path, { run: 'r', shards: 1, parts: [part] })).entries).toBe(3);
  });

  test('shards of different records are not published', async () => {
    const path = folder();
    await buildShard(path, Cities, [], { run: 'r', shard: 0, shards: 2 });
    const Other = mapping({ key: t.string, value: struct({ name: t.string }) });
    await buildShard(path, Other, [], { run: 'r', shard: 1, shards: 2 });
    await expect(publishDataset(path, { run: 'r', shards: 2 })).rejects.toThrow(/other keys or records/);
  });

  test('of two that began at one version, one wins', async () => {
    const { path } = await cities(ROWS.slice(0, 10), 2);
    let begun = () => {};
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const rows = (async function* () {
      begun();
      yield ROWS[0]!;
      await ended;
    })();
    const slow = buildDataset(path, Cities, rows, { shards: 2, run: 'slow' });
    slow.catch(() => {});
    await asked;
    await buildDataset(path, Cities, ROWS.slice(0, 20), { shards: 2, run: 'fast' });
    end();
    await expect(slow).rejects.toThrow(ChangedError);
    await expect(slow).rejects.toThrow(/leads to run fast/);
    using set = await openDataset(path, Cities);
    expect([set.run, set.size]).toEqual(['fast', 20]);
  });

  test('many at once on one folder leave one whole version', async () => {
    const path = folder();
    const builds = Array.from({ length: 8 }, (_, i) =>
      buildDataset(path, Cities, ROWS.slice(0, 100 + i), { shards: 2, run: `r${i}` }),
    );
    const ends = await Promise.allSettled(builds);
    const won = ends.filter(({ status }) => status === 'fulfilled');
    expect(won.length).toBe(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ChangedError);
    expect((await verifyDataset(path)).ok).toBe(true);
  });
});

describe('versions', () => {
  test('are listed, gone back to, and removed', async () => {
    const path = folder();
    for (const [i, run] of ['a', 'b', 'c'].entries())
      await buildDataset(path, Cities, ROWS.slice(0, i + 1), { shards: 2, run });
    await buildDataset(path, Cities, [], { shards: 2, run: 'unpublished', publish: false });
    const shown = async () =>
      (await listRuns(path)).map(({ run, current, manifest }) => [run, current, manifest !== undefined]);
    expect(await shown()).toEqual([
      ['a', false, true],
      ['b', false, true],
      ['c', true, true],
      ['unpublished', false, false],
    ]);
    await rollbackDataset(path);
    expect((await openDataset(path, Cities)).run).toBe('b');
    await rollbackDataset(path, 'a');
    await expect(rollbackDataset(path)).rejects.toThrow(/no published run before a/);
    await expect(rollbackDataset(path, 'unpublished')).rejects.toThrow(/manifest\.json/);
    await rollbackDataset(path, 'c');
    expect((await cleanDataset(path)).map(({ run }) => run)).toEqual(['a']);
    expect((await cleanDataset(path, { keep: 0, olderThan: 0 })).map(({ run }) => run)).toEqual([
      'b',
      'unpublished',
    ]);
    expect(await shown()).toEqual([['c', true, true]]);
  });

  test('swap in a live data set, all shards together, and back by pin', async () => {
    const path = folder();
    const version = (n: number) =>
      buildDataset(
        path,
        Cities,
        ROWS.slice(0, 50).map(([key, city]): (typeof ROWS)[number] => [key, { ...city, population: n }]),
        { shards: 4, run: `v${n}` },
      );
    await version(1);
    const swaps: unknown[] = [];
    using live = await liveDataset(path, Cities, {
      interval: 20,
      debounce: 5,
      onSwap: ({ buildId }) => swaps.push(buildId),
    });
    const before = live.get('key 3 ö')!;
    expect([live.run, live.size, before.population]).toEqual(['v1', 50, 1]);
    const lease = live.lease();
    await version(2);
    await live.reload();
    const all = (): number[] => [...new Set(Array.from(live.values(), ({ population }) => population))];
    expect([live.run, all(), live.getMany(['key 1 ö', 'none']).map((city) => city?.population)]).toEqual([
      'v2',
      [2],
      [2, undefined],
    ]);
    expect([before.population, lease.current.get('key 9 ö')?.population]).toEqual([1, 1]);
    lease.end();
    await version(3);
    await live.pin('v1');
    expect([live.run, all()]).toEqual(['v1', [1]]);
    await live.pin(undefined);
    expect([live.run, all()]).toEqual(['v3', [3]]);
    await expect(live.pin('v9')).rejects.toThrow(/v9 is neither open nor at/);
    writeFileSync(join(path, 'current.json'), '{"format":"something"}');
    await expect(live.reload()).rejects.toThrow(/damaged, or of another program/);
    expect(all()).toEqual([3]);
    // `current.json` is damaged, and written anew.
    await rollbackDataset(path, 'v2');
    await live.reload();
    expect([live.run, all()]).toEqual(['v2', [2]]);
    // Whether v3 was noticed before the pin, too, is a matter of time.
    const last = swaps.lastIndexOf('v3');
    expect(swaps.filter((run, at) => run !== 'v3' || at === last)).toEqual(['v2', 'v1', 'v3', 'v2']);
  });
});

test('versions are in the order they were published in, whatever they are called', async () => {
  const path = folder();
  const runs = ['nightly-9', 'nightly-10', 'nightly-11'];
  for (const run of runs) await buildDataset(path, Cities, ROWS.slice(0, 3), { shards: 1, run });
  expect((await listRuns(path)).map(({ run }) => run)).toEqual(runs);
  expect((await rollbackDataset(path)).run).toBe('nightly-10');
  expect((await rollbackDataset(path)).run).toBe('nightly-9');
  await expect(rollbackDataset(path)).rejects.toThrow(/no published run before nightly-9/);
  await rollbackDataset(path, 'nightly-11');
  expect((await cleanDataset(path)).map(({ run }) => run)).toEqual(['nightly-9']);
});

test('what is published does not change', async () => {
  const path = folder();
  await buildDataset(path, Cities, ROWS.slice(0, 3), { shards: 1, run: 'r' });
  await expect(buildShard(path, Cities, [], { run: 'r', shard: 0, shards: 1 })).rejects.toThrow(ChangedError);
  await expect(buildDataset(path, Cities, [], { shards: 1, run: 'r' })).rejects.toThrow(
    /run r of .* is published/,
  );
  expect((await verifyDataset(path)).ok).toBe(true);
});

test('signed keys are spread as Spark spreads them', async () => {
  const path = folder();
  const Signed = mapping({ key: t.int64, signed: true, value: City });
  const rows = [-5, 0, 7, -(2 ** 40)].map((key): [number, { name: string; population: number }] => [
    key,
    { name: String(key), population: 1 },
  ]);
  await buildDataset(path, Signed, rows, { shards: 4 });
  using set = await openDataset(path, Signed);
  for (const [key, { name }] of rows)
    expect([set.get(key)?.name, set.shard(shardOf(key, 4)).has(key)]).toEqual([name, true]);
  expect((await verifyDataset(path)).ok).toBe(true);
});

test('keys that have no bytes of their own are refused before any row', async () => {
  for (const key of [t.any, t.date, t.float64, t.datetime]) {
    const declared = mapping({ key, value: City }) as never;
    await expect(buildDataset(folder(), declared, [], { shards: 2 })).rejects.toThrow(
      /cannot be spread over shards/,
    );
  }
  const hashes = mapping({ key: t.string, value: City, approximate: true });
  await expect(buildDataset(folder(), hashes, [], { shards: 2 })).rejects.toThrow(/approximate keys cannot/);
  await expect(buildDataset(folder(), Cities, [], undefined as never)).rejects.toThrow(
    /options are given as an object/,
  );
  for (const shards of [3, 0, -1, 2 ** 17, 1.5]) expect(() => shardOf('x', shards)).toThrow(/power of two/);
});

describe('damage', () => {
  const damaged = async () => {
    const { path, manifest } = await cities(ROWS.slice(0, 400), 4);
    return {
      path,
      part: (n: number) => join(path, manifest.run, manifest.parts[n]!.path),
      run: manifest.run,
    };
  };

  test('a shard that is missing, foreign, changed or cut is told where it is needed, and by verify', async () => {
    const { path, part } = await damaged();
    expect((await verifyDataset(path)).ok).toBe(true);
    renameSync(part(0), `${part(0)}.away`);
    writeFileSync(part(1), readFileSync(part(2)));
    const bytes = readFileSync(part(3));
    bytes[bytes.indexOf('name 3')]! ^= 1;
    writeFileSync(part(3), bytes);
    using set = await openDataset(path, Cities);
    expect(() => set.shard(0)).toThrow(/cannot open .*part-00000/);
    expect(() => set.shard(1)).toThrow(/is not shard 1 of run/);
    expect(set.shard(2).size).toBeGreaterThan(50);
    expect(() => set.shard(4)).toThrow(/shard is a number below 4/);
    const { ok, findings } = await verifyDataset(path);
    expect(ok).toBe(false);
    expect(findings.map(({ code, shard }) => `${shard} ${code}`)).toEqual(
      expect.arrayContaining(['0 missing', '1 contradiction', '1 sha256', '3 checksum', '3 sha256']),
    );
    expect(findings.filter(({ shard }) => shard === 2)).toEqual([]);
  });

  test('keys in a wrong shard are found', async () => {
    const path = folder();
    const run = 'r';
    await buildDataset(path, Cities, ROWS.slice(0, 40), { shards: 2, run, publish: false });
    const file = join(path, run, 'manifest.json');
    const parts = [0, 1].map((n) =>
      JSON.parse(readFileSync(join(path, run, `part-0000${n}-0.json`), 'utf8')),
    );
    renameSync(join(path, run, parts[0].path), join(path, run, 'part-00001-1.sb'));
    renameSync(join(path, run, parts[1].path), join(path, run, 'part-00000-1.sb'));
    const swapped = [
      { ...parts[1], shard: 0, path: 'part-00000-1.sb' },
      { ...parts[0], shard: 1, path: 'part-00001-1.sb' },
    ];
    await publishDataset(path, { run, shards: 2, parts: swapped });
    expect(existsSync(file)).toBe(true);
    const { findings } = await verifyDataset(path);
    expect(findings.length).toBe(40);
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['shard']));
  });

  test('manifests that cannot be are refused', async () => {
    const { path, run } = await damaged();
    const file = join(path, run, 'manifest.json');
    const good = JSON.parse(readFileSync(file, 'utf8'));
    const wrong: [change: object | string, message: RegExp][] = [
      ['', /no JSON object/],
      ['[]', /no JSON object/],
      [{ format: 'x' }, /format is/],
      [{ version: 2 }, /version 2; this release reads 1/],
      [{ run: '../up' }, /run is a name/],
      [{ shards: 3 }, /power of two/],
      [{ shards: 8 }, /one for each shard/],
      [{ entries: 1 }, /entries is the sum/],
      [{ hash: { name: 'xxh64', seed: 1 } }, /seed 42/],
      [{ key: null }, /what the keys are/],
      [
        { parts: good.parts.map((part: object) => ({ ...part, path: '../../etc/passwd' })) },
        /parts\[0\] describes/,
      ],
      [{ parts: [...good.parts].reverse() }, /parts\[0\] describes/],
    ];
    for (const [change, message] of wrong) {
      writeFileSync(file, typeof change === 'string' ? change : JSON.stringify({ ...good, ...change }));
      await expect(openDataset(path, Cities)).rejects.toThrow(message);
      expect((await verifyDataset(path)).findings[0]?.code).toBe('manifest');
    }
    await expect(openDataset(join(root, 'none'), Cities)).rejects.toThrow(/no such file or folder/);
    await expect(openDataset(path, 5 as never)).rejects.toThrow(/openDataset takes what mapping/);
  });

  test('a closed data set throws', async () => {
    const { path } = await damaged();
    const set = await openDataset(path, Cities);
    const city = set.get('key 3 ö')!;
    set.close();
    set.close();
    expect(() => city.name).toThrow(/closed/);
    expect(() => set.get('key 3 ö')).toThrow(/closed/);
  });
});
