/** `build --shards`: data sets, and single shards of them, against the rows that went in. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { openDataset, shardOf, verifyDataset } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const ROWS = Array.from({ length: 3000 }, (_, i) => ({
  id: `k${i} ö`,
  number: i - 1500,
  name: i % 7 === 0 ? null : `name ${i}`,
  tags: [`t${i % 3}`, 'all'],
}));
const ndjson = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Records by their keys. */
async function read(path: string, key: 'id' | 'number'): Promise<void> {
  using set = await openDataset(path);
  expect(set.size).toBe(ROWS.length);
  for (const row of ROWS) {
    expect(set.get(row[key])).toMatchObject({ number: row.number, name: row.name });
    expect(set.shard(shardOf(row[key], set.manifest.shards)).has(row[key])).toBe(true);
  }
  expect((await verifyDataset(path)).findings).toEqual([]);
}

describe('a whole data set', () => {
  test.each(['1', '2'])('of NDJSON, Parquet, Arrow and CSV, with %s threads', async (threads) => {
    const [rows, file] = [folder.write('rows.ndjson', ndjson(ROWS)), folder.path('rows.sb')];
    await output(['build', rows, '-o', file, '-q', '--key', 'id']);
    for (const name of ['rows.parquet', 'rows.arrow']) {
      await output(['dump', file, '-o', folder.path(name), '--no-key', '-q']);
    }
    for (const input of ['rows.ndjson', 'rows.parquet', 'rows.arrow']) {
      for (const key of ['id', 'number'] as const) {
        const set = folder.path(`${input}-${key}-${threads}`);
        const argv = [
          'build',
          folder.path(input),
          '-o',
          set,
          '--shards',
          '8',
          '--threads',
          threads,
          '-q',
          '--json',
        ];
        const given = [
          ...argv,
          '--key',
          key,
          '--run',
          'r1',
          ...(key === 'number' ? ['--key-type', 'signed'] : []),
        ];
        expect(JSON.parse(await output(given))).toMatchObject({ run: 'r1', shards: 8, records: 3000 });
        await read(set, key);
      }
    }
  });

  test('from standard input takes the place of the run before, of two that did not one', async () => {
    const set = folder.path('again');
    const argv = ['build', '-', '-o', set, '--key', 'id', '--shards', '2', '-q'];
    expect(await output([...argv, '--run', 'a', '--replaces', 'none'], { stdin: ndjson(ROWS) })).toMatch(
      /again: run a, 2 shards: 3,000 records/,
    );
    await output([...argv, '--run', 'b', '--replaces', 'a'], { stdin: ndjson(ROWS.slice(0, 5)) });
    const kept = await cli([...argv, '--no-overwrite'], { stdin: 'no JSON' });
    expect([kept.code, kept.stderr]).toEqual([2, expect.stringMatching(/again is a data set already/)]);
    for (const given of [
      ['--replaces', 'a'],
      ['--replaces', 'none'],
    ]) {
      // Told before rows are read: these are none.
      const { code, stderr } = await cli([...argv, ...given], { stdin: 'no JSON' });
      expect([code, stderr]).toEqual([1, expect.stringMatching(/leads to run b, not to/)]);
    }
    expect(await output(['count', set])).toBe('5\n');
    expect((await cli([...argv, '--run', 'a'], { stdin: ndjson(ROWS) })).stderr).toMatch(
      /run a .* is published/,
    );
  });

  test('has what a file would have: order, indexes, columns, several records a key', async () => {
    const set = folder.path('extras');
    const rows = folder.write('extras.ndjson', ndjson(ROWS));
    const given = [
      '--key',
      'number',
      '--key-type',
      'signed',
      '--multi',
      '--index-on',
      'tags,name:ordered',
      '--column',
      'number',
    ];
    await output(['build', rows, rows, '-o', set, '--shards', '4', '-q', ...given]);
    using opened = await openDataset(set);
    expect(opened.getAll(-1500).length).toBe(2);
    const found = Array.from({ length: 4 }, (_, shard) => opened.shard(shard).by('tags').count('t1'));
    expect(found.reduce((a, b) => a + b)).toBe(2000);
    expect(opened.shard(0).indexNames).toEqual(['tags', 'name']);
    const { parts } = opened.manifest;
    const numbers = ROWS.map(({ number }) => number).filter((number) => shardOf(number, 4) === 2);
    expect(parts[2]).toMatchObject({ min: `${Math.min(...numbers)}`, max: `${Math.max(...numbers)}` });
  });

  test('that fails leaves nothing, and says what and where', async () => {
    const set = folder.path('failing');
    const rows = folder.write(
      'failing.ndjson',
      ndjson([...ROWS.slice(0, 4), { id: null, number: 1.5, tags: [] }]),
    );
    const wrong: [given: string[], message: RegExp, code: number][] = [
      [['--key', 'id'], /failing\.ndjson:5: the key is missing/, 1],
      [['--key', 'number', '--key-type', 'float64'], /float64 cannot be spread over shards/, 1],
      [['--key', 'number,tags'], /any cannot be spread over shards/, 1],
      [[], /say which field is the key with --key/, 2],
      [['--key', 'id', '--skip-missing-key', '--column', 'none'], /none/, 2],
    ];
    for (const [given, message, code] of wrong) {
      const result = await cli(['build', rows, '-o', set, '--shards', '4', ...given, '-q']);
      expect([result.stderr, result.code]).toEqual([expect.stringMatching(message), code]);
      expect(existsSync(set)).toBe(false);
    }
    const usage: [given: string[], message: RegExp][] = [
      [['--shards', '3'], /power of two/],
      [['--run', 'x'], /--run is for data sets/],
      [['--shards', '4', '--shard', '1'], /--run/],
      [['--shards', '4', '--shard', '4', '--run', 'x'], /shard is a number below 4/],
      [['--shards', '4', '--attempt', '1'], /--attempt is for one shard/],
      [['--shards', '4', '--run', '../x'], /name of a run/],
      [['--shards', '4', '--shard', '1', '--run', 'x', '--attempt', 'a/b'], /name of an attempt/],
      [['--shards', '4', '--shard', '1', '--run', 'x', '--replaces', 'y'], /--replaces is for publishing/],
      [
        ['--shards', '4', '--shard', '1', '--run', 'x', '--no-overwrite'],
        /--no-overwrite is for whole data sets/,
      ],
    ];
    for (const [given, message] of usage) {
      const result = await cli(['build', rows, '-o', set, '--key', 'id', ...given]);
      expect([result.code, result.stderr]).toEqual([2, expect.stringMatching(message)]);
    }
  });
});

describe('one shard', () => {
  /** A stream of Arrow: of no rows it is the schema alone, as pyarrow writes it. */
  const table = (rows: typeof ROWS) => {
    const columns = {
      id: vectorFromArray(
        rows.map(({ id }) => id),
        new Utf8(),
      ),
      number: vectorFromArray(
        rows.map(({ number }) => number),
        new Int32(),
      ),
    };
    const whole = new Table(columns);
    return tableToIPC(rows.length === 0 ? new Table(whole.schema, []) : whole, 'stream');
  };

  test('of each partition, from Arrow on standard input, publishes as one, an empty one, too', async () => {
    const set = folder.path('partitions');
    const some = ROWS.filter(({ id }) => shardOf(id, 4) !== 3);
    const described: unknown[] = [];
    for (const shard of [0, 1, 2, 3]) {
      const own = some.filter(({ id }) => shardOf(id, 4) === shard);
      for (const attempt of shard === 1 ? ['a', 'b'] : ['a']) {
        const argv = ['build', '-', '--format', 'arrow', '-o', set, '--key', 'id', '--shards', '4'];
        const given = [...argv, '--shard', `${shard}`, '--run', 'spark', '--attempt', attempt, '--json'];
        const part = JSON.parse(await output(given, { stdin: table(own) }));
        expect(part).toMatchObject({
          shard,
          path: `part-0000${shard}-${attempt}.sb`,
          entries: own.length,
          skipped: 0,
        });
        const beside = JSON.parse(
          readFileSync(join(set, 'spark', `part-0000${shard}-${attempt}.json`), 'utf8'),
        );
        expect(part).toMatchObject(beside);
        if (attempt === 'a') described.push(part);
      }
    }
    expect((await cli(['get', set, 'k1 ö'])).stderr).toMatch(/no current\.json/);
    await output(['dataset', 'publish', set, '--run', 'spark', '--shards', '4', '--replaces', 'none']);
    using opened = await openDataset(set);
    expect(opened.size).toBe(some.length);
    for (const { id, number } of some) expect(opened.get(id)).toMatchObject({ number });
    expect(opened.manifest.parts).toEqual(
      described.map((part) => expect.objectContaining({ sha256: (part as { sha256: string }).sha256 })),
    );
    expect(opened.manifest).toMatchObject({ key: (described[0] as { key: object }).key });
    expect((await verifyDataset(set)).ok).toBe(true);
  });

  test('refuses keys of others, with their row', async () => {
    const set = folder.path('refused');
    const own = ROWS.filter(({ id }) => shardOf(id, 4) === 2);
    const foreign = ROWS.find(({ id }) => shardOf(id, 4) === 1)!;
    const rows = [...own.slice(0, 10), foreign, ...own.slice(10)];
    const argv = [
      'build',
      '-',
      '-o',
      set,
      '--key',
      'id',
      '--shards',
      '4',
      '--shard',
      '2',
      '--run',
      'r',
      '-q',
    ];
    const message = new RegExp(`the key "${foreign.id}" is of shard 1 of 4, not of shard 2`);
    for (const [format, stdin, where] of [
      ['arrow', table(rows), /row 11: /],
      ['ndjson', ndjson(rows), /:11: /],
    ] as const) {
      const { code, stderr } = await cli([...argv, '--format', format], { stdin });
      expect([code, stderr, stderr]).toEqual([
        1,
        expect.stringMatching(message),
        expect.stringMatching(where),
      ]);
    }
    expect(readdirSync(join(set, 'r'))).toEqual([]);
  });

  test('of a published run is refused', async () => {
    const set = folder.path('published');
    const rows = folder.path('published.ndjson');
    writeFileSync(rows, ndjson(ROWS));
    const argv = ['build', rows, '-o', set, '--key', 'id', '--shards', '1', '--run', 'r', '-q'];
    await output(argv);
    const { code, stderr } = await cli([...argv, '--shard', '0', '--json']);
    expect([code, JSON.parse(stderr).error.code]).toEqual([1, 'SB_CHANGED']);
    expect(lines(await output(['get', set, 'k1 ö', '--json']))).toMatchObject([
      { id: 'k1 ö', number: -1499 },
    ]);
  });
});
