/** Records and views in the hands of what compares, copies and prints objects: it never walks through the memory. */
import { deepStrictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ArgumentError, NdArray, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const Row = struct({ n: t.int32, inner: struct({ a: t.int32 }), list: t.listView(t.string) });
const ROW = { n: 1, inner: { a: 2 }, list: ['p', 'q'] };

/** Objects that are reached by own properties, hidden ones too, as Jest copies what a failed assertion compared. */
function reached(value: unknown, seen: Set<object> = new Set()): Set<object> {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || seen.has(value)) return seen;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return seen;
  for (const key of Reflect.ownKeys(value)) reached(Reflect.get(value, key), seen);
  return seen;
}

test('no bytes of the memory are properties of what a record or a view holds', () => {
  const bytes = new Uint8Array(2 ** 20);
  Row.packInto(ROW, bytes, 0);
  const record = Row.unpackFrom(bytes);
  for (const value of [record, record.inner, record.list]) {
    const arrays = [...reached(value)].filter((each) => each instanceof Uint8Array);
    expect(arrays.length).toBe(0);
  }
});

test('a failed assertion of Vitest is one, and leaves a writable record as it was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-assertions-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const script = join(folder, 'failing.test.mjs');
  const report = join(folder, 'report.json');
  const library = JSON.stringify(pathToFileURL(join(root, 'dist/index.js')).href);
  writeFileSync(
    script,
    `import { struct, t } from ${library};
    import { expect, test } from 'vitest';
    const Row = struct({ n: t.int32, inner: struct({ a: t.int32 }), list: t.listView(t.string) });
    const row = (n) => ({ n, inner: { a: n }, list: ['p', 'q' + n] });
    const bytes = Row.pack(row(1));
    const a = Row.unpackFrom(bytes, 0, { writable: true });
    const b = Row.unpackFrom(Row.pack(row(2)));
    test('records', () => expect(a).toEqual(b));
    test('plain', () => expect(a).toEqual(row(2)));
    test('strict', () => expect(a).toStrictEqual(row(2)));
    test('matcher', () => expect(a).toEqual({ n: expect.any(String), inner: { a: 5 }, list: [] }));
    test('view', () => expect(a.list).toEqual(['x']));
    test('views', () => expect(a.list).toEqual(b.list));
    test('within', () => expect([{ a }]).toEqual([{ a: row(2) }]));
    test('unchanged', () => expect(a.toObject()).toEqual(row(1)));`,
  );
  try {
    expect(() =>
      execFileSync(
        process.execPath,
        [
          join(root, 'node_modules/vitest/vitest.mjs'),
          ...['run', '--root', folder, '--reporter=json', `--outputFile=${report}`],
        ],
        { stdio: 'pipe' },
      ),
    ).toThrow('failed');
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const outcomes = testResults[0].assertionResults.map(
      (each: { title: string; failureMessages: string[] }) =>
        `${each.title}: ${/^\w+/.exec(each.failureMessages.join()) ?? 'passed'}`,
    );
    const failing = ['records', 'plain', 'strict', 'matcher', 'view', 'views', 'within'];
    expect(outcomes).toEqual([...failing.map((title) => `${title}: AssertionError`), 'unchanged: passed']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('cloning', () => {
  const array = NdArray.of(Float64Array.of(1, 2));
  const Held = struct({ array: t.ndarray, list: t.listView, set: t.setView, dict: t.dictView });
  const held = Held.unpackFrom(Held.pack({ array, list: [1], set: new Set([1]), dict: new Map([[1, 2]]) }));
  const places: [string, object, string][] = [
    ['a record', held, 'toObject()'],
    ['a list', held.list, 'toArray()'],
    ['a set', held.set, 'toArray()'],
    ['a dict', held.dict, 'toArray()'],
    ['an array', held.array, 'toArray()'],
    ['an array of its own', array, 'toArray()'],
  ];

  test.each(places)('%s is refused by structuredClone, which says what to do', (_, value, advice) => {
    expect(() => structuredClone(value)).toThrow('is not cloned');
    expect(() => structuredClone({ value })).toThrow(advice);
  });

  test.each(places.slice(1))('%s is refused where its properties are assigned to another', (_, value) => {
    const copy = Object.create(Object.getPrototypeOf(value));
    expect(() => Object.assign(copy, value)).toThrow(ArgumentError);
  });
});

test('a tag can be put out of the way, as lodash does, and is as before', () => {
  const record = Row.unpackFrom(Row.pack(ROW));
  for (const value of [record, record.list] as { [Symbol.toStringTag]?: unknown }[]) {
    const tag = value[Symbol.toStringTag];
    value[Symbol.toStringTag] = undefined;
    expect(Object.prototype.toString.call(value)).toBe('[object Object]');
    delete value[Symbol.toStringTag];
    expect(value[Symbol.toStringTag]).toBe(tag);
  }
});

test('slices are told from one another', () => {
  const { list } = Row.unpackFrom(Row.pack(ROW));
  deepStrictEqual(list.slice(1), list.slice(1));
  expect(() => deepStrictEqual(list.slice(0, 1), list.slice(1))).toThrow('deep');
});

test('numpy arrays become JSON as they do within records', () => {
  const array = NdArray.of(new BigInt64Array([1n, -(2n ** 60n)]), [2, 1]);
  const Held = struct({ array: t.ndarray });
  expect(JSON.stringify(array)).toBe('[["1"],["-1152921504606846976"]]');
  expect(JSON.parse(JSON.stringify(Held.unpackFrom(Held.pack({ array }))))).toEqual({
    array: [['1'], ['-1152921504606846976']],
  });
  expect(JSON.stringify(NdArray.of(new Uint8Array([1, 2])))).toBe('[1,2]');
});
