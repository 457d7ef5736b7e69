/** Rows from JSON: what `JSON.stringify` makes of records builds to the same bytes, and other forms are refused by row and field. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  ArgumentError,
  array,
  Decimal,
  type Key,
  type KeyType,
  mapping,
  NdArray,
  PackError,
  Registry,
  struct,
  t,
} from 'sharedbuffers';
import { buildArray, buildMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEYS, TYPES } from '../../../../test/cli/every-type.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'json-rows-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BARE = { checksums: false } as const;
const bytesAt = (name: string) => readFileSync(join(folder, name));
const again = (value: unknown): never => JSON.parse(JSON.stringify(value)) as never;

/** Numbers that JSON has no form for, and integers that no `number` holds, which reading as one refuses. */
function isLost(value: unknown, type: string): boolean {
  if (typeof value === 'bigint') return !type.includes('bigu') && !Number.isSafeInteger(Number(value));
  if (typeof value === 'number') return !Number.isFinite(value) || Object.is(value, -0);
  if (Array.isArray(value)) return value.some((each) => isLost(each, type));
  return false;
}

const PLAIN = ['text', '5', '', 1, 2.5, true, [], [1, 'a', null, [2.5]]];
function jsonKey(key: Key): unknown {
  if (typeof key === 'bigint') return String(key);
  return key instanceof Uint8Array ? Buffer.from(key).toString('base64') : key;
}

const registry = new Registry();
const Point = struct({ x: t.float64 }, { name: 'Point', registry });
registry.register(Point, 130);
const Tree = struct({ id: t.biguint64, day: t.date.nullable(), next: t.list(t.any).optional() });
const tree = { id: 2n ** 60n, day: null, next: ['a', 1] };

const OWN: readonly (readonly [string, unknown, readonly unknown[]])[] = [
  ['any, as JSON has it', t.any, PLAIN],
  ['set of tuples', t.set(t.tuple(t.int32)), [new Set([Object.freeze([1, 2])])]],
  ['set of bigints', t.set(t.biguint64), [new Set([1n, 2n ** 63n])]],
  ['set<bytes>', t.set(t.bytes), [new Set([new Uint8Array([1, 2])])]],
  ['setView<bytes>', t.setView(t.bytes), [new Set([new Uint8Array([3])])]],
  [
    'dict<bytes, list<date>>',
    t.dict(t.bytes, t.list(t.date)),
    [new Map([[new Uint8Array([7]), [new Date('2024-02-29')]]])],
  ],
  ['list<Point>', t.list(Point), [[{ x: 1 }, { x: 2.5 }]]],
  ['dict<int32, Point>', t.dict(t.int32, Point), [new Map([[1, { x: 1 }]])]],
  ['dict<string, decimal>', t.dict(t.string, t.decimal), [new Map([['__proto__', Decimal.from('1.0')]])]],
  ['dict<bigint, bool | null>', t.dict(t.biguint64, t.bool.nullable()), [new Map([[2n ** 60n, null]])]],
  ['dictView<any, list>', t.dictView(t.any, t.list), [new Map([[Object.freeze([1, 'a']), [1]]])]],
  ['struct', Tree, [tree, { id: 1n, day: new Date('0001-01-01') }]],
  ['ndarray of int64', t.ndarray, [NdArray.of(new BigInt64Array([1n, -(2n ** 62n)]), [2, 1])]],
  ['ndarray of float64', t.ndarray, [NdArray.of(new Float64Array([0.5, 2, 3, 4]), [2, 2])]],
  ['ndarray of bool', t.ndarray, [NdArray.fromBytes('|b1', [2], new Uint8Array([1, 0]))]],
];

const cases = [
  ...TYPES.filter(
    ([name]) => !['any', 'ndarray', 'list<Odd>', 'list<Point>', 'dict<int32, Point>'].includes(name),
  ),
  ...OWN,
].map(([name, type, values]) => [name, type, values.filter((value) => !isLost(value, name))] as const);

describe('rows from JSON have the same bytes, with', () => {
  test.each(cases)('%s', async (_, type, values) => {
    const Row = struct({ v: type as typeof t.any, o: t.set(t.int32).optional() }, { registry });
    const rows = values.map((v, index) => (index % 2 ? { v } : { v, o: new Set([index]) }));
    await buildArray(join(folder, 'typed'), Row, rows, BARE);
    const records = again([...array(Row).fromBuffer(bytesAt('typed'))]);
    await buildArray(join(folder, 'json'), Row, records, { ...BARE, from: 'json' });
    expect(bytesAt('json').equals(bytesAt('typed'))).toBe(true);
  });

  test.each(KEYS.filter(([name]) => name !== 'any'))('keys: %s', async (_, declared, key) => {
    const declaration = mapping({
      ...(declared as { key: KeyType<Key> }),
      value: struct({ n: t.int32, s: t.set(t.string) }),
    });
    const rows = [0, 1, 2, 3].map((n) => [key(n), { n, s: new Set([`s${n}`]) }] as const);
    await buildMapping(join(folder, 'typed'), declaration, rows, BARE);
    const records = again([...declaration.fromBuffer(bytesAt('typed')).array]) as unknown[];
    const entries = records.map((record, n) => [jsonKey(key(n)), record]);
    await buildMapping(join(folder, 'json'), declaration, entries as never, { ...BARE, from: 'json' });
    expect(bytesAt('json').equals(bytesAt('typed'))).toBe(true);
  });

  test('keys of several kinds, tuples among them', async () => {
    const declaration = mapping({ key: t.any, value: struct({ n: t.int32 }) });
    const keys: Key[] = [1, 'a', '1', Object.freeze([1, Object.freeze(['x'])]) as never];
    const rows = keys.map((key, n) => [key, { n }] as const);
    await buildMapping(join(folder, 'typed'), declaration, rows, BARE);
    await buildMapping(join(folder, 'json'), declaration, again(rows), { ...BARE, from: 'json' });
    expect(bytesAt('json').equals(bytesAt('typed'))).toBe(true);
  });

  test('integers, texts and dicts of any size', async () => {
    const Row = struct({
      n: t.bigint64,
      dict: t.dict(t.biguint64, t.list(t.string)),
      at: t.datetime.nullable(),
      bytes: t.bytes,
    });
    const instant = fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((date) => new Date(date));
    const row = fc.record({
      n: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      dict: fc
        .array(
          fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.array(fc.string({ unit: 'grapheme' }))),
        )
        .map((pairs) => new Map(pairs)),
      at: fc.option(instant),
      bytes: fc.uint8Array(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        await buildArray(join(folder, 'read'), Row, rows, BARE);
        const read = [...array(Row).fromBuffer(bytesAt('read'))];
        const records = again(read);
        // Dicts are read in the order of their index.
        await buildArray(join(folder, 'typed'), Row, read, BARE);
        await buildArray(join(folder, 'json'), Row, records, { ...BARE, from: 'json' });
        expect(bytesAt('json').equals(bytesAt('typed'))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('rows that come later', async () => {
    const Row = struct({ tags: t.set(t.string) });
    async function* later() {
      yield { tags: ['a', 'b'] };
    }
    await buildArray(join(folder, 'later'), Row, later(), { from: 'json' });
    expect(array(Row).fromBuffer(bytesAt('later')).at(0)!.tags).toEqual(new Set(['a', 'b']));
  });
});

describe('refused by row and field:', () => {
  const Inner = struct({ day: t.date });
  const Row = struct({
    b: t.bytes.optional(),
    s: t.list(t.date).optional(),
    set: t.set(t.string).optional(),
    i: t.biguint64.optional(),
    d: t.dict(t.string, Inner).optional(),
    p: t.dict(t.bytes, t.int8).optional(),
    n: t.ndarray.optional(),
    x: t.decimal.optional(),
    z: t.datetimeTz.optional(),
    l: t.list(t.list(t.bool)).optional(),
    a: t.any.optional(),
    f: t.float32.optional(),
  });
  let deep: unknown = 1;
  for (let level = 0; level < 2000; level += 1) deep = [deep];

  test.each<[string, object, RegExp]>([
    ['bytes that are no base64', { b: 'a' }, /^\[1\]\.b: "a" is not base64/],
    ['bytes as numbers', { b: [1] }, /^\[1\]\.b: an? /],
    [
      'a day that is none',
      { s: ['2024-02-28', '2024-02-30'] },
      /^\[1\]\.s\[1\]: "2024-02-30" is not a date like/,
    ],
    ['text for a set', { set: 'a' }, /^\[1\]\.set: "a" is not a Set/],
    ['digits and more', { i: '12a' }, /^\[1\]\.i: "12a" is not/],
    ['an integer that does not fit', { i: '18446744073709551616' }, /^\[1\]\.i: .* does not fit/],
    ['a field within a dict', { d: { k: { day: '2024' } } }, /^\[1\]\.d\.k\.day: "2024" is not a date/],
    ['what is no pair', { p: [['AA==', 1], [1]] }, /^\[1\]\.p\[1\]: an Array is not a pair/],
    ['a wrong key of a pair', { p: [['x', 1]] }, /^\[1\]\.p\[0\]: "x" is not base64/],
    ['rows of other lengths', { n: [[1, 2], [3]] }, /^\[1\]\.n\[1\]: has 1 elements where others/],
    ['a number among arrays', { n: [[1], 2] }, /^\[1\]\.n\[1\]: 2 is not an array/],
    ['elements of no number', { n: ['a'] }, /^\[1\]\.n: "a" tells no type of a numpy array/],
    ['an array without its bytes', { n: { dtype: '<i4', shape: [2] } }, /^\[1\]\.n: is no numpy array/],
    [
      'too few bytes',
      { n: { dtype: '<i4', shape: [2], data: 'AAAA' } },
      /^\[1\]\.n: is no numpy array: .*8 bytes/,
    ],
    ['text that is no decimal', { x: 'one' }, /^\[1\]\.x: /],
    ['a time without a day', { z: '12:00' }, /^\[1\]\.z: "12:00" is not a time like/],
    ['null where none may be', { l: [[null]] }, /^\[1\]\.l\[0\]\[0\]: is null/],
    ['NaN, which JSON has as null', { f: null }, /^\[1\]\.f: is null/],
    ['what nests too deep', { a: deep }, /^\[1\]\.a.*nest/],
    ['arrays without end', { n: deep }, /^\[1\]\.n: has more than 64 dimensions/],
  ])('%s', async (_, row, message) => {
    const before = readdirSync(folder).sort();
    const built = buildArray(join(folder, 'refused'), Row, [{}, row], { from: 'json' });
    const error: Error = await built.then(
      () => new Error('was built'),
      (reason) => reason,
    );
    expect(error.message).toMatch(message);
    expect(error).toBeInstanceOf(PackError);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test('entries', async () => {
    const Days = mapping({ key: t.bytes, value: Inner });
    const build = (entry: unknown) =>
      buildMapping(join(folder, 'refused'), Days, [['AA==', { day: '2024-01-01' }], entry as never], {
        from: 'json',
      });
    await expect(build(['A', { day: '2024-01-01' }])).rejects.toThrow(/^\[1\]\.key: "A" is not base64/);
    await expect(build(['AA==', { day: 1 }])).rejects.toThrow(/^\[1\]\.day: 1 /);
    await expect(build([1, 2, 3])).rejects.toThrow(/^\[1\]: an Array is not an entry/);
    await expect(build({ day: 1 })).rejects.toThrow(/^\[1\]: a plain object is not an entry/);
  });

  test('what is no field, where a struct is strict', async () => {
    const Strict = struct({ n: t.int8, more: t.any.optional() }, { strict: true });
    const built = buildArray(join(folder, 'refused'), Strict, [{ n: 1, o: 2 }], { from: 'json' });
    await expect(built).rejects.toThrow(/^\[0\].*\bo\b/);
  });

  test('another form, and rows of threads', async () => {
    const other = buildArray(join(folder, 'refused'), Inner, [], { from: 'csv' as never });
    await expect(other).rejects.toThrow(ArgumentError);
    const threads = buildArray(join(folder, 'refused'), Inner, { worker: 'w.js', parts: 1 } as never, {
      from: 'json',
    });
    await expect(threads).rejects.toThrow(/not for those that packRows packs/);
  });
});
