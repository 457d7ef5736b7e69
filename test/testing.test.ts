/** `sharedbuffers/testing`: what is read in place in assertions. */
import assert from 'node:assert';
import fc from 'fast-check';
import { array, Decimal, NdArray, struct, t } from 'sharedbuffers';
import { contentEquality, plain } from 'sharedbuffers/testing';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

expect.addEqualityTesters([contentEquality]);

const Inner = struct({ a: t.int32 });
const Row = struct({
  n: t.int32,
  wide: t.bigint64,
  text: t.string.optional(),
  bytes: t.bytes,
  inner: Inner,
  list: t.listView(t.string),
  tuple: t.tupleView(t.int32),
  set: t.setView(t.string),
  dict: t.dictView(t.string, t.int32),
  structs: t.list(t.any),
  array: t.ndarray,
  day: t.date,
  price: t.decimal,
});
const Rows = array(Row);

interface Values {
  n: number;
  texts: string[];
}

const input = ({ n, texts }: Values) => ({
  n,
  wide: BigInt(n),
  bytes: Uint8Array.of(n),
  inner: { a: n },
  list: texts,
  tuple: [1, n],
  set: new Set(texts),
  dict: new Map(texts.map((text) => [text, n] as const)),
  structs: [[n], new Set([n])],
  array: NdArray.of(Int32Array.of(n, 2, 3, 4), [2, 2]),
  day: new Temporal.PlainDate(2000, 1, 1).add({ days: n }),
  price: Decimal.from(`${n}.50`),
});
const expected = (values: Values) => ({
  ...input(values),
  array: [
    [values.n, 2],
    [3, 4],
  ],
  day: String(input(values).day),
  price: `${values.n}.50`,
});
const values: fc.Arbitrary<Values> = fc.record({
  n: fc.integer({ min: 0, max: 255 }),
  texts: fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 3 }), { minLength: 1, maxLength: 4 }),
});
/** Second of two, so that it lies elsewhere than one that is packed alone. */
const read = (each: Values) => Rows.fromBuffer(Rows.pack([input({ n: 0, texts: [] }), input(each)])).at(1)!;
const alone = (each: Values) => Row.unpackFrom(Row.pack(input(each)));

/** Whether an assertion holds; anything but a failed assertion is thrown on. */
function holds(assertion: () => void): boolean {
  try {
    assertion();
    return true;
  } catch (error) {
    if ((error as Error).name !== 'AssertionError') throw error;
    return false;
  }
}

describe('contentEquality', () => {
  test('has records and all they hold equal what has the same content, and nothing else', () => {
    fc.assert(
      fc.property(values, values, (one, two) => {
        const same = JSON.stringify(one) === JSON.stringify(two) || undefined;
        const [a, b] = [read(one), alone(two)];
        for (const other of [b, plain(b), input(two), expected(two)]) {
          for (const [left, right] of [
            [a, other],
            [other, a],
            [{ x: [a] }, { x: [other] }],
          ]) {
            // biome-ignore format: pairs
            if (same) {
              expect(left).toEqual(right);
              expect(left).toStrictEqual(right);
            } else expect(left).not.toEqual(right);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    'n',
    'wide',
    'bytes',
    'inner',
    'list',
    'tuple',
    'set',
    'dict',
    'structs',
    'array',
    'day',
    'price',
  ] as const)('has %s equal its plain value and that of another record, from either side', (name) => {
    const [one, two] = [
      { n: 1, texts: ['a', 'b'] },
      { n: 2, texts: ['a'] },
    ];
    const [a, same, other] = [read(one)[name], alone(one)[name], alone(two)[name]];
    for (const equal of [same, plain(same), expected(one)[name]]) {
      expect(a).toEqual(equal);
      expect(equal).toEqual(a);
      expect(new Set([a])).toEqual(new Set([equal]));
    }
    for (const different of [other, plain(other), expected(two)[name], null, {}, 'x']) {
      expect(holds(() => expect(a).toEqual(different))).toBe(false);
      expect(holds(() => expect(different).toEqual(a))).toBe(false);
    }
  });

  test('knows matchers inside, and parts', () => {
    const record = read({ n: 7, texts: ['a', 'b'] });
    expect(record).toEqual({ ...expected({ n: 7, texts: ['a', 'b'] }), n: expect.any(Number) });
    expect(record).toMatchObject({ n: 7, inner: { a: 7 }, list: ['a', expect.any(String)] });
    expect([{ n: 1 }, record.inner]).toContainEqual({ a: 7 });
    expect(holds(() => expect(record).toMatchObject({ n: 7, inner: { a: 8 } }))).toBe(false);
    expect(record.array).toEqual(NdArray.of(Int32Array.of(7, 2, 3, 4), [2, 2]));
    expect(record.array).not.toEqual(NdArray.of(Int16Array.of(7, 2, 3, 4), [2, 2]));
  });

  test('leaves alone what is of no type of the library, and compares by itself without a runner', () => {
    const call = (a: unknown, b: unknown) => contentEquality.call(undefined, a, b, 'key');
    expect(call(1, 1)).toBeUndefined();
    expect(call({}, [])).toBeUndefined();
    expect(call(new Date(0), new Date(1))).toBeUndefined();
    const list = ['a'];
    expect(call(read({ n: 7, texts: list }), input({ n: 7, texts: list }))).toBe(true);
    expect(call(input({ n: 7, texts: list }), read({ n: 8, texts: list }))).toBe(false);
  });
});

describe('plain', () => {
  test('gives what assert compares', () => {
    fc.assert(
      fc.property(values, values, (one, two) => {
        const record = read(one);
        assert.deepStrictEqual(plain(record), expected(one));
        assert.deepStrictEqual(plain({ x: [record, record.set] }), {
          x: [expected(one), new Set(one.texts)],
        });
        assert.deepStrictEqual(plain(input(one)), expected(one));
        if (one.n !== two.n) assert.notDeepStrictEqual(plain(record), plain(read(two)));
      }),
      { numRuns: 50 },
    );
  });

  test('takes what is large, and what contains itself', () => {
    const large = NdArray.of(new Float64Array(2 ** 18));
    expect((plain({ large, bytes: new Uint8Array(2 ** 24) }) as { large: number[] }).large.length).toBe(
      2 ** 18,
    );
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const copy = plain(cyclic) as unknown[];
    expect(copy[0] === copy && copy !== cyclic).toBe(true);
  });
});
