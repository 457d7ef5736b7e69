/** Builds whose rows come from worker threads, against builds of the same rows in this thread. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { array, mapping, Sharing, struct, t } from 'sharedbuffers';
import {
  type BuildProgress,
  buildArray,
  buildMapping,
  openMapping,
  packRows,
  type RowWorker,
} from 'sharedbuffers/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileInto } from '../../../../test/compile.js';
import { ArgumentError, PackError } from '../../../errors.js';

const Row = struct({ id: t.uint32, name: t.string, tags: t.set(t.uint8) });
const Texts = mapping({ key: t.string, value: Row });
const Numbers = mapping({ key: t.uint64, value: Row });
const rowAt = (id: number) => ({ id, name: `${'n'.repeat(id % 50)}${id}`, tags: new Set([id % 7, 100]) });

/** The same declarations and rows, as a module of its own; `mode` is what goes wrong, at row `at`. */
const WORKER = `
  import { workerData } from 'node:worker_threads';
  import { array, mapping, struct, t } from './index.js';
  import { packRows } from './node.js';
  const { keys, mode, at, indexes } = workerData.data;
  const Row = struct({ id: t.uint32, name: t.string, tags: t.set(t.uint8) });
  const rowAt = (id) => ({ id, name: 'n'.repeat(id % 50) + id, tags: new Set([id % 7, 100]) });
  const keyAt = (id) => (keys === 'text' || keys === 'any' ? 'key ' + id : keys === 'numbers' ? id * 1000003 : undefined);
  function made(id) {
    if (mode === 'equal') return [keyAt(id), rowAt(id % 7)];
    if (id !== at) return [keyAt(id), rowAt(id)];
    if (mode === 'value') return [keyAt(id), { ...rowAt(id), name: 7 }];
    if (mode === 'key') return [7, rowAt(id)];
    if (mode === 'function') return [() => {}, rowAt(id)];
    if (mode === 'pair') return keyAt(id);
    if (mode === 'throw') throw new RangeError('no more rows');
    if (mode === 'exit') process.exit(3);
    if (mode === 'hang') while (true);
  }
  function* rows(part, { ends }) {
    for (let id = part === 0 ? 0 : ends[part - 1]; id < ends[part]; id += 1) {
      const entry = made(id);
      yield keys === undefined ? entry[1] : entry;
    }
  }
  async function* soon(part, data) {
    for (const row of rows(part, data)) {
      if (row[1]?.id % 1000 === 0) await new Promise(setImmediate);
      yield row;
    }
  }
  const declaration = keys === undefined ? array(Row) : mapping({ key: { text: t.string, numbers: t.uint64, any: t.any }[keys], value: Row, ...(indexes && { indexes: ['tags', 'name', { name: 'own', keys: (row) => [row.id % 7, row.id] }] }) });
  packRows(declaration, mode === 'async' ? soon : rows);`;

let folder: string;
let work: string;
let target: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'threads-'));
  await compileInto(folder, 'index.ts', 'node.ts');
  writeFileSync(join(folder, 'rows.js'), WORKER);
  writeFileSync(join(folder, 'nothing.js'), 'export {};');
  writeFileSync(join(folder, 'broken.js'), 'export {');
});
beforeEach(() => {
  work = join(folder, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  target = join(work, 'target');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Data {
  readonly keys?: 'text' | 'numbers' | 'any';
  readonly mode?: string;
  readonly at?: number;
  readonly indexes?: boolean;
}

/** Rows of parts that end at `ends`. */
function rowsOf(ends: number[], data: Data = {}, name = 'rows.js'): RowWorker {
  return {
    worker: pathToFileURL(join(folder, name)),
    parts: ends.length,
    data: { keys: 'text', ...data, ends },
  };
}

const texts = (count: number) => Array.from({ length: count }, (_, id) => [`key ${id}`, rowAt(id)] as const);
const bytesOf = (path: string): Buffer => readFileSync(path);
const ENDS = [[0], [3, 3, 9000, 9000, 9001], [70_000], [2000, 4000, 72_000, 72_001]];

describe.each([1, 3])('%i threads', (threads) => {
  test.each(ENDS)('give the bytes of one: parts that end at %j …', async (...ends) => {
    const all = ends.at(-1)!;
    const alone = join(work, 'alone');
    await buildMapping(alone, Texts, texts(all), { reproducible: true });
    for (const mode of all < 10_000 ? ['sync', 'async'] : ['sync']) {
      await buildMapping(target, Texts, rowsOf(ends, { mode }), { threads, reproducible: true });
      expect(bytesOf(target).equals(bytesOf(alone))).toBe(true);
    }
    expect(readdirSync(work).sort()).toEqual(['alone', 'target']);
  });

  test('and of integer keys and arrays, with columns', async () => {
    const alone = join(work, 'alone');
    const options = { reproducible: true, columns: ['id'] as const };
    const entries = Array.from({ length: 9000 }, (_, id) => [id * 1_000_003, rowAt(id)] as const);
    await buildMapping(target, Numbers, rowsOf([4500, 9000], { keys: 'numbers' }), { threads, ...options });
    await buildMapping(alone, Numbers, entries, options);
    expect(bytesOf(target).equals(bytesOf(alone))).toBe(true);

    const records = rowsOf([4500, 9000]);
    const unkeyed = { ...records, data: { ends: [4500, 9000] } };
    await buildArray(target, Row, unkeyed, { threads, reproducible: true });
    expect(bytesOf(target).equals(bytesOf(alone))).toBe(false);
    await buildArray(
      alone,
      Row,
      entries.map(([, row]) => row),
      { reproducible: true },
    );
    expect(bytesOf(target).equals(bytesOf(alone))).toBe(true);
    expect(array(Row).fromBuffer(bytesOf(target)).at(8999)?.id).toBe(8999);
  });

  test('and with indexes by fields, and by functions that the worker declares', async () => {
    const alone = join(work, 'alone');
    const Indexed = mapping({
      key: t.string,
      value: Row,
      indexes: ['tags', 'name', { name: 'own', keys: (row) => [Number(row.id) % 7, Number(row.id)] }],
    });
    await buildMapping(alone, Indexed, texts(9000), { reproducible: true });
    const rows = rowsOf([4500, 9000], { indexes: true });
    await buildMapping(target, Indexed, rows, { threads, reproducible: true });
    expect(bytesOf(target).equals(bytesOf(alone))).toBe(true);
    using read = openMapping(target, Indexed);
    expect(
      read
        .by('own')
        .getAll(8999)
        .map(({ id }) => id),
    ).toEqual([8999]);
    expect([read.by('own').count(3), read.by('tags').count(100), read.by('name').get('n5')?.id]).toEqual([
      1286,
      9000,
      undefined,
    ]);
    // One that knows of no function packs none of its keys.
    await expect(buildMapping(target, Indexed, rowsOf([4500, 9000]), { threads })).rejects.toThrow(
      /no keys for the index own/,
    );
  });

  test.each([
    ['value', 11_000],
    ['value', 0],
    ['key', 10_500],
    ['pair', 7],
  ])('say which row does not fit, as one does: %s of %i', async (mode, at) => {
    writeFileSync(target, 'old');
    const error = await failure(
      buildMapping(target, Texts, rowsOf([5000, 10_000, 15_000], { mode, at }), { threads }),
    );
    const rows = texts(15_000).map((entry, id): unknown => {
      if (id !== at) return entry;
      if (mode === 'pair') return entry[0];
      return mode === 'key' ? [7, entry[1]] : [entry[0], { ...entry[1], name: 7 }];
    });
    const alone = await failure(buildMapping(target, Texts, rows as ReturnType<typeof texts>));
    expect(error).toBeInstanceOf(PackError);
    expect(error).toMatchObject({ message: alone.message, code: 'SB_VALUE' });
    expect(error.message).toContain(`[${at}]`);
    expect(readdirSync(work)).toEqual(['target']);
    expect(readFileSync(target, 'utf8')).toBe('old');
  });

  test('fail with what rows threw, and where a thread ends early', async () => {
    const rows = (mode: string) => rowsOf([5000, 10_000, 15_000], { mode, at: 12_000 });
    const thrown = await failure(buildMapping(target, Texts, rows('throw'), { threads }));
    expect(thrown).toMatchObject({ name: 'RangeError', message: 'no more rows' });
    const exited = await failure(buildMapping(target, Texts, rows('exit'), { threads }));
    expect(exited.message).toMatch(/ended with code 3 before its rows did/);
    const unposted = await failure(buildMapping(target, Texts, rows('function'), { threads }));
    expect(unposted).toMatchObject({ name: 'DataCloneError', message: expect.stringContaining('cloned') });
    expect(readdirSync(work)).toEqual([]);
  });

  test('stop at once when the build is aborted', async () => {
    const stop = new AbortController();
    const rows = rowsOf([5000, 10_000], { mode: 'hang', at: 6000 });
    const build = buildMapping(target, Texts, rows, { threads, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 200);
    expect((await failure(build)).message).toBe('enough');
    expect(readdirSync(work)).toEqual([]);
  });
});

async function failure(build: Promise<unknown>): Promise<Error> {
  try {
    await build;
  } catch (error) {
    return error as Error;
  }
  throw new Error('the build did not fail');
}

describe('a worker module', () => {
  test.each([
    ['nothing.js', /the module must call packRows/],
    ['broken.js', /Unexpected|expected/],
    ['missing.js', /missing\.js/],
  ])('that is %s fails the build', async (name, message) => {
    const error = await failure(buildMapping(target, Texts, rowsOf([10], {}, name)));
    expect(error.message).toMatch(message);
    expect(existsSync(target)).toBe(false);
  });

  test('cannot have keys that posting changes', async () => {
    const Any = mapping({ key: t.any, value: Row });
    const error = await failure(buildMapping(target, Any, rowsOf([10], { keys: 'any' })));
    expect(error.message).toMatch(/keys of type any/);
  });

  test('cannot be run by itself', () => {
    expect(() => packRows(Texts, () => [])).toThrow(ArgumentError);
  });
});

test('progress counts rows, and the file is found by its keys', async () => {
  const seen: BuildProgress[] = [];
  const onProgress = (progress: BuildProgress) => void seen.push(progress);
  await buildMapping(target, Texts, rowsOf([6000, 9000]), { onProgress });
  expect(seen.filter(({ phase }) => phase === 'rows').at(-1)?.rows).toBe(9000);
  using opened = openMapping(target, Texts);
  expect(opened.get('key 7777')?.toObject()).toEqual(rowAt(7777));
});

test.each([
  ['packRows(Row, () => [])', /packRows takes array\(City\) or mapping/],
  ['packRows(Texts, [])', /is given a function/],
  ['packRows(Texts, () => 5)', /the rows of part 0 are not iterable/],
  ['packRows(Texts, () => []); packRows(Texts, () => [])', /packRows is called once in a thread/],
  ['packRows(array(Row), () => [{ id: 1 }])', /records without keys: pack it by the mapping/],
])('modules that misuse packRows are told: %s', async (call, message) => {
  const file = join(folder, `misused-${call.length}.js`);
  const head = `import { array, mapping, struct, t } from './index.js'; import { packRows } from './node.js';
    const Row = struct({ id: t.uint32 }); const Texts = mapping({ key: t.string, value: Row });`;
  writeFileSync(file, `${head} ${call};`);
  const Small = mapping({ key: t.string, value: struct({ id: t.uint32 }) });
  const error = await failure(buildMapping(target, Small, { worker: pathToFileURL(file), parts: 1 }));
  expect(error.message).toMatch(message);
  expect(readdirSync(work)).toEqual([]);
});

test('equal records of several parts are stored once, where that is asked for', async () => {
  const alone = join(work, 'alone');
  const rows = texts(9000).map(([key], id) => [key, rowAt(id % 7)] as const);
  for (const dedupe of [true, 5]) {
    const options = { dedupe, reproducible: true, indexes: ['tags'] } as const;
    await buildMapping(alone, Texts, rows, options);
    await buildMapping(target, Texts, rowsOf([3, 5000, 9000], { mode: 'equal' }), options);
    expect(bytesOf(target).equals(bytesOf(alone))).toBe(true);
    using map = openMapping(target, Texts);
    // Among five, none of seven in turn is met again.
    expect([map.size, map.array.length]).toEqual([9000, dedupe === 5 ? 9000 : 7]);
  }
});

test('what cannot be done by threads is refused', async () => {
  const refused = async (rows: unknown, options: object, message: RegExp) => {
    const error = await failure(buildMapping(target, Texts, rows as RowWorker, options));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error.message).toMatch(message);
  };
  await refused(texts(3), { threads: 2 }, /leave out threads/);
  for (const threads of [0, -1, 1.5, 257]) await refused(rowsOf([3]), { threads }, /threads is a number/);
  for (const parts of [0, -1, 1.5, undefined]) await refused({ ...rowsOf([3]), parts }, {}, /parts is/);
  await refused(rowsOf([3]), { sharing: new Sharing() }, /sharing looks at all rows/);
  await refused(rowsOf([3]), { onWrite: {} }, /onWrite looks at all rows/);
  await refused({ ...rowsOf([3]), worker: 7 }, {}, /a path is given as text/);
  expect(readdirSync(work)).toEqual([]);
});
