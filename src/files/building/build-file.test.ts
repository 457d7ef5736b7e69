import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, FileError, idMapper, mapping, PackError, Sharing, struct, t } from 'sharedbuffers';
import {
  type BuildProgress,
  buildArray,
  buildIdMapper,
  buildMapping,
  openMapping,
  type Rows,
} from 'sharedbuffers/node';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, inner: struct({ x: t.uint8 }), name: t.string.optional() });
type Input = { id: number; inner: { x: number }; name?: string };
const Texts = mapping({ key: t.string, value: Row });

const root = mkdtempSync(join(tmpdir(), 'build-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder of its own for each test, holding an old file. */
let folder: string;
let target: string;
/** The same bytes whenever and wherever they are built. */
const SAME = { checksums: true, reproducible: true };
const OLD = Texts.pack([['old', { id: 1, inner: { x: 1 } }]]);
let made = 0;
beforeEach(() => {
  made += 1;
  folder = join(root, String(made));
  mkdirSync(folder);
  target = join(folder, 'target');
  writeFileSync(target, OLD);
});

const row = (id: number): Input => ({ id, inner: { x: id % 256 }, name: `name ${id}` });
const entry = (id: number): [string, Input] => [`key ${id}`, row(id)];
const entries = (count: number): [string, Input][] => Array.from({ length: count }, (_, id) => entry(id));
async function* later<Row>(rows: Iterable<Row>): AsyncGenerator<Row> {
  for (const each of rows) {
    await Promise.resolve();
    yield each;
  }
}

/** The error of a build that must fail, after which the old file is whole and alone. */
async function failure(build: Promise<void>): Promise<Error> {
  const error: Error = await build.then(
    () => {
      throw new Error('the build came to an end');
    },
    (reason) => reason,
  );
  expect(readdirSync(folder)).toEqual(['target']);
  expect(readFileSync(target).equals(OLD)).toBe(true);
  return error;
}

describe('a file is built', () => {
  const sources: [string, (rows: [string, Input][]) => Rows<[string, Input]>][] = [
    ['an array', (rows) => rows],
    ['an iterable', (rows) => new Map(rows)],
    ['a generator', (rows) => rows.values()],
    ['an async generator', (rows) => later(rows)],
    ['an async iterable', (rows) => ({ [Symbol.asyncIterator]: () => later(rows) })],
  ];

  test.each(sources)('from %s', async (_, source) => {
    await buildMapping(target, Texts, source(entries(1000)), SAME);
    expect(readdirSync(folder)).toEqual(['target']);
    expect(readFileSync(target).equals(Texts.pack(entries(1000), SAME))).toBe(true);
  });

  test.each(sources)('from %s, with a signal that never aborts', async (_, source) => {
    const { signal } = new AbortController();
    await buildMapping(target, Texts, source(entries(300)), { signal, ...SAME });
    expect(readFileSync(target).equals(Texts.pack(entries(300), SAME))).toBe(true);
  });

  test('of each kind, as packing gives it', async () => {
    const rows = entries(500).map(([, value]) => value);
    await buildArray(target, Row, rows, SAME);
    expect(readFileSync(target).equals(array(Row).pack(rows, SAME))).toBe(true);
    await buildArray(target, Row, rows, { sharing: new Sharing(), describeStructs: false, ...SAME });
    expect(
      readFileSync(target).equals(
        array(Row).pack(rows, { sharing: new Sharing(), describeStructs: false, ...SAME }),
      ),
    ).toBe(true);
    const ids = idMapper({ key: t.string, width: 32 });
    const pairs = entries(500).map(([key], id): [string, number] => [key, id]);
    await buildIdMapper(target, ids, later(pairs), SAME);
    expect(readFileSync(target).equals(ids.pack(pairs, SAME))).toBe(true);
    await buildMapping(target, Texts, entries(500), { sections: false });
    expect(readFileSync(target).equals(Texts.pack(entries(500), { sections: false }))).toBe(true);
  });

  test('of no rows', async () => {
    await buildMapping(target, Texts, []);
    using map = openMapping(target, Texts);
    expect([map.size, [...map], map.get('x'), map.has('x'), map.getAll('x')]).toEqual([
      0,
      [],
      undefined,
      false,
      [],
    ]);
    using undeclared = openMapping(target);
    expect([...undeclared]).toEqual([]);
  });

  test('where there was none', async () => {
    rmSync(target);
    await buildMapping(target, Texts, entries(3));
    expect(readdirSync(folder)).toEqual(['target']);
  });

  test('while the old one is read', async () => {
    for (const mmap of [true, false]) {
      writeFileSync(target, OLD);
      using old = openMapping(target, Texts, { mmap });
      await buildMapping(target, Texts, entries(3));
      expect(old.get('old')?.id).toBe(1);
      using fresh = openMapping(target, Texts, { mmap });
      expect([fresh.get('old'), fresh.get('key 2')?.id]).toEqual([undefined, 2]);
    }
  });

  test('from more rows than one turn of the event loop takes', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const reports: BuildProgress[] = [];
    const count = 60_000;
    function* rows(): Generator<[string, Input]> {
      for (let id = 0; id < count; id += 1) yield entry(id);
    }
    await buildMapping(target, Texts, rows(), { onProgress: (progress) => reports.push(progress) });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    const size = readFileSync(target).length;
    expect(reports.at(-1)).toEqual({ phase: 'file', rows: count, bytes: size });
    expect(reports.findLast(({ phase }) => phase === 'rows')).toEqual({
      phase: 'rows',
      rows: count,
      bytes: 0,
    });
    const taken = reports.map(({ rows: each, bytes }) => each + bytes);
    expect(taken).toEqual([...taken].sort((a, b) => a - b));
    const phases = reports.map(({ phase }) => phase);
    expect(phases.lastIndexOf('rows')).toBeLessThan(phases.indexOf('file'));
    using map = openMapping(target, Texts);
    expect([map.size, map.get('key 59999')?.id]).toEqual([count, 59_999]);
  });
});

describe('an abort', () => {
  const reason = new Error('enough');

  test('before the start leaves the source alone', async () => {
    const untouched = {
      [Symbol.iterator]: (): Iterator<[string, Input]> => {
        throw new Error('touched');
      },
    };
    expect(await failure(buildMapping(target, Texts, untouched, { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
  });

  test.each([
    ['a source at hand', (rows: Iterable<[string, Input]>) => rows],
    ['an async source', (rows: Iterable<[string, Input]>) => later(rows)],
  ])('among the rows of %s ends the build', async (_, source) => {
    const controller = new AbortController();
    function* rows(): Generator<[string, Input]> {
      for (const each of entries(100)) {
        if (each[1].id === 50) controller.abort(reason);
        yield each;
      }
    }
    const build = buildMapping(target, Texts, source(rows()), { signal: controller.signal });
    expect(await failure(build)).toBe(reason);
  });

  test('while an async source is silent ends the build, and the source', async () => {
    const controller = new AbortController();
    let returned = false;
    const silent: AsyncIterable<[string, Input]> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          returned = true;
          return new Promise(() => {});
        },
      }),
    };
    const build = buildMapping(target, Texts, silent, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 5);
    expect(await failure(build)).toBe(reason);
    expect(returned).toBe(true);
  });

  test('from a progress report ends the build', async () => {
    for (const phase of ['rows', 'file']) {
      const controller = new AbortController();
      const build = buildMapping(target, Texts, entries(10), {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) controller.abort(reason);
        },
      });
      expect(await failure(build)).toBe(reason);
    }
  });

  test('with the reason that signals have by themselves', async () => {
    const error = await failure(buildMapping(target, Texts, entries(1), { signal: AbortSignal.abort() }));
    expect(error.name).toBe('AbortError');
  });
});

describe('a source that fails', () => {
  const reason = new Error('no more rows');
  let ended: boolean;
  function* failing(): Generator<[string, Input]> {
    try {
      yield* entries(10);
      throw reason;
    } finally {
      ended = true;
    }
  }

  test.each([
    ['at hand', failing],
    ['async', () => later(failing())],
  ])('%s fails the build', async (_, source) => {
    expect(await failure(buildMapping(target, Texts, source()))).toBe(reason);
    expect(ended).toBe(true);
    const { signal } = new AbortController();
    expect(await failure(buildMapping(target, Texts, source(), { signal }))).toBe(reason);
  });

  test('is told that no more is wanted when a row does not fit', async () => {
    let finished = 0;
    function* rows(): Generator<[string, Input]> {
      try {
        yield entry(1);
        yield ['bad', { id: -1, inner: { x: 0 } }];
        yield entry(2);
      } finally {
        finished += 1;
      }
    }
    expect(await failure(buildMapping(target, Texts, rows()))).toBeInstanceOf(PackError);
    expect(await failure(buildMapping(target, Texts, later(rows())))).toBeInstanceOf(PackError);
    expect(finished).toBe(2);
  });
});

describe('a target that cannot be', () => {
  test('in a folder that is not there is an error that names it', async () => {
    const path = join(folder, 'none', 'target');
    const error = await failure(buildMapping(path, Texts, entries(1)));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toContain(path);
    expect((error as FileError).cause).toMatchObject({ code: 'ENOENT' });
  });

  test('a folder is an error', async () => {
    expect(await failure(buildMapping(folder, Texts, entries(1)))).toBeInstanceOf(FileError);
  });

  test('a report that throws fails the build', async () => {
    const reason = new Error('report');
    const onProgress = () => {
      throw reason;
    };
    expect(await failure(buildMapping(target, Texts, entries(1), { onProgress }))).toBe(reason);
  });
});
