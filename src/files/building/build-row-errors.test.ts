/** Rows that do not fit: the build fails, names them, and leaves the old file alone. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idMapper, mapping, PackError, struct, t } from 'sharedbuffers';
import { buildArray, buildIdMapper, buildMapping } from 'sharedbuffers/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, inner: struct({ x: t.uint8 }), name: t.string.optional() });
type Input = { id: number; inner: { x: number }; name?: string };
const Texts = mapping({ key: t.string, value: Row });
const Integers = mapping({ key: t.int64, value: Row });
const OLD = Texts.pack([['old', { id: 1, inner: { x: 1 } }]]);

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'row-errors-'));
  target = join(folder, 'target');
  writeFileSync(target, OLD);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (id: number): Input => ({ id, inner: { x: id % 256 }, name: `name ${id}` });
const entries = (count: number): [string, Input][] =>
  Array.from({ length: count }, (_, id) => [`key ${id}`, row(id)]);
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

describe('a row that does not fit fails the build, and is named:', () => {
  const bad = (at: number, value: [unknown, unknown]) =>
    [...entries(at), value, ...entries(2)] as [string, Input][];

  test.each([
    ['a field', 3, ['k', { ...row(1), id: -1 }], /^\[3\]\.id: /],
    ['a field of a struct inside', 7, ['k', { id: 1, inner: { x: 256 } }], /^\[7\]\.inner\.x: /],
    ['a required field that is missing', 0, ['k', { id: 1 }], /^\[0\]\.inner: is required but missing/],
    ['no record', 2, ['k', 5], /^\[2\]: 5 is not an object to pack as struct/],
    ['a key of another type', 4, [5, row(1)], /^\[4\]\.key: 5 is not a string/],
    ['no key', 4, [undefined, row(1)], /^\[4\]\.key: undefined is not a string/],
    ['a key that is no text', 1, ['\ud800', row(1)], /^\[1\]\.key: a lone surrogate/],
    [
      'a key too long',
      1,
      ['x'.repeat(2 ** 24 + 1), row(1)],
      /^\[1\]\.key: a key of 16777217 bytes is longer than 16777216/,
    ],
  ] as const)('%s', async (_, at, value, message) => {
    const error = await failure(buildMapping(target, Texts, bad(at, value as [unknown, unknown])));
    expect(error).toBeInstanceOf(PackError);
    expect(error.message).toMatch(message);
    expect(await failure(buildMapping(target, Texts, later(bad(at, value as [unknown, unknown]))))).toEqual(
      error,
    );
  });

  test.each([
    ['a negative key', -1, /is negative: integer keys are unsigned/],
    ['a negative bigint', -1n, /is negative/],
    ['a fraction', 1.5, /^\[1\]\.key: /],
    ['a text', '1', /^\[1\]\.key: /],
    ['more than its type holds', 2n ** 63n, /^\[1\]\.key: /],
  ])('%s', async (_, key, message) => {
    const rows = [
      [1, row(1)],
      [key, row(2)],
    ] as [number, Input][];
    const error = await failure(buildMapping(target, Integers, rows));
    expect(error).toBeInstanceOf(PackError);
    expect(error.message).toMatch(message);
  });

  test('a key or value beyond 32 bits', async () => {
    const Narrow = mapping({ key: t.uint64, value: Row, width: 32 });
    const error = await failure(buildMapping(target, Narrow, [[2 ** 32, row(1)]]));
    expect(error).toBeInstanceOf(PackError);
    expect(error.message).toBe(
      '[0].key: the key 4294967296 does not fit a 32-bit mapper: declare it with width 64',
    );
    const ids = idMapper({ key: t.string, width: 32 });
    const value = await failure(buildIdMapper(target, ids, [['a', 2 ** 32]]));
    expect(value.message).toMatch(/the value 4294967296 does not fit a 32-bit mapper/);
    await buildIdMapper(target, ids, [['a', 2 ** 32 - 1]]);
  });

  test('a value of an id mapper that is no unsigned integer', async () => {
    for (const value of [-1, 1.5, NaN, 2 ** 53, -1n, 2n ** 64n, 'x', null, undefined]) {
      const rows = [['a', value]] as [string, number][];
      const error = await failure(buildIdMapper(target, idMapper({ key: t.string }), rows));
      expect(error).toBeInstanceOf(PackError);
    }
  });

  test('a row of an array', async () => {
    const rows = [row(1), { id: 1, inner: { x: 'x' as unknown as number } }];
    const error = await failure(buildArray(target, Row, rows));
    expect(error.message).toMatch(/^\[1\]\.inner\.x: /);
  });
});
