import fc from 'fast-check';
import { ArgumentError, as, CorruptBufferError, type Infer, type ListView, struct, t } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { deepEqual } from '../compare/equality.js';

const Any = struct({ v: t.listView });
const Numbers = struct({ v: t.listView(t.float64) });
const Ints = struct({ v: t.listView(t.int32) });

function view(values: readonly unknown[]): ListView {
  return Any.unpackFrom(Any.pack({ v: values })).v;
}

/** Python's `values[start:end:step]`, by its definition: the places that a loop would come by. */
function sliced(
  values: readonly unknown[],
  start: number | undefined,
  end: number | undefined,
  step: number,
): unknown[] {
  const { length } = values;
  const place = (index: number | undefined, otherwise: number) =>
    index === undefined ? otherwise : index < 0 ? index + length : index;
  const from = place(start, step > 0 ? 0 : length - 1);
  const to = place(end, step > 0 ? length : -1);
  const taken = [];
  // Far enough from outside, and only what is inside.
  const begin = step > 0 ? Math.max(from, 0) : Math.min(from, length - 1);
  for (let at = begin; step > 0 ? at < to : at > to; at += step)
    if (at >= 0 && at < length) taken.push(values[at]);
  return taken;
}

const mixed = ['a', 1, null, [2, 3], 2.5, true, 'b'];

describe('list views', () => {
  test('read elements when they are asked for', () => {
    const list = view(mixed);
    expect(list.length).toBe(7);
    expect([list.at(0), list.at(2), list.at(3), list.at(-1), list.at(-7)]).toEqual([
      'a',
      null,
      [2, 3],
      'b',
      'a',
    ]);
    expect([list.at(7), list.at(-8), list.at(NaN), list.at(1.9)]).toEqual([undefined, undefined, 'a', 1]);
    expect([...list]).toEqual(mixed);
    expect([...list.values()]).toEqual(mixed);
    expect([...list.keys()]).toEqual([...mixed.keys()]);
    expect([...list.entries()]).toEqual([...mixed.entries()]);
    expect(list.toArray()).toEqual(mixed);
    expect(view([]).length).toBe(0);
    expect([...view([])]).toEqual([]);
  });

  test('have the reading methods of arrays', () => {
    const list = view(mixed);
    expect(list.indexOf([2, 3])).toBe(3);
    expect(list.indexOf('a', 1)).toBe(-1);
    expect(list.indexOf('b', -1)).toBe(6);
    expect([list.includes(2.5), list.includes('z'), list.includes(null)]).toEqual([true, false, true]);
    expect(list.map((value, index) => [index, typeof value])).toEqual(mixed.map((v, i) => [i, typeof v]));
    expect(list.filter((value) => typeof value === 'string')).toEqual(['a', 'b']);
    expect(list.find((value) => typeof value === 'number')).toBe(1);
    expect(list.find(() => false)).toBeUndefined();
    expect(list.findIndex((value) => value === true && list.length > 0)).toBe(5);
    expect([list.some((v) => v === 1), list.every((v) => v === 1)]).toEqual([true, false]);
    expect(list.reduce((total, _, index) => total + index, 0)).toBe(21);
    expect(list.join('-')).toBe(mixed.join('-'));
    const seen: unknown[] = [];
    list.forEach((value, index, self) => {
      seen.push([value, index, self === list]);
    });
    expect(seen).toEqual(mixed.map((value, index) => [value, index, true]));
  });

  test('slice by steps, forwards and backwards, as often as one likes', () => {
    const bound = fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined });
    const step = fc.integer({ min: -4, max: 4 }).filter((each) => each !== 0);
    const cut = fc.tuple(bound, bound, step);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 10 }),
        fc.array(cut, { maxLength: 3 }),
        (values, cuts) => {
          for (const items of [values, values.map(String)]) {
            let [list, expected] = [view(items), items as unknown[]];
            for (const [start, end, by] of cuts) {
              list = list.slice(start, end, by);
              expected = sliced(expected, start, end, by);
            }
            expect(list.toArray()).toEqual(expected);
            expect(list.length).toBe(expected.length);
            expect([list.at(0), list.at(-1)]).toEqual([expected[0], expected.at(-1)]);
            expect(list.equals(expected)).toBe(true);
            expect(view(Any.unpackFrom(Any.pack({ v: list })).v.toArray()).toArray()).toEqual(expected);
            if (items === values) expect(Array.from(list.toTypedArray(), Number)).toEqual(expected);
          }
        },
      ),
    );
    for (const by of [0, 0.5, Number.NaN, Infinity, '1']) {
      expect(() => view([1]).slice(0, 1, by as number)).toThrow(ArgumentError);
    }
  });

  test('pass over what a mask does', () => {
    const list = view(mixed);
    const mask = [1, 0, 0, true, false, 1, 0];
    expectTypeOf(Ints.unpackFrom(Ints.pack({ v: [1] })).v.cursor({ mask: [1] })).toExtend<Iterable<number>>();
    expect([...list.cursor({ mask })]).toEqual(['a', [2, 3], true]);
    expect([...list.cursor()]).toEqual(mixed);
    expect([...list.slice(undefined, undefined, -3).cursor({ mask: Uint8Array.of(0, 1, 1) })]).toEqual([
      [2, 3],
      'a',
    ]);
    expect(() => list.cursor({ mask: [1] })).toThrow('the mask has 1 entries for 7 elements');
  });

  test('slice as arrays do, without copying', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer(), fc.string())),
        fc.integer({ min: -12, max: 12 }),
        fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined }),
        (values, start, end) => {
          const list = view(values);
          const slice = list.slice(start, end);
          expect(slice.toArray()).toEqual(values.slice(start, end));
          expect(slice.slice(1).toArray()).toEqual(values.slice(start, end).slice(1));
          expect(slice.at(0)).toEqual(values.slice(start, end)[0]);
          expect(slice.equals(values.slice(start, end))).toBe(true);
        },
      ),
    );
    expect(deepEqual(view([1, 2, 1]).slice(0, 1), view([1, 2, 1]).slice(2))).toBe(true);
    const list = view(['x', 'y']);
    expect(deepEqual(list.slice(0, 1), list.slice(1))).toBe(false);
  });

  test('read what the plain type reads', () => {
    const Plain = struct({ v: t.list });
    const value = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(fc.oneof(value, fc.array(value))), (values) => {
        const bytes = Plain.pack({ v: values });
        expect(Any.pack({ v: values })).toEqual(bytes);
        expect(Any.unpackFrom(bytes).v.toArray()).toEqual(Plain.unpackFrom(bytes).v);
      }),
    );
  });

  test('of tuples give frozen arrays', () => {
    const Tuple = struct({ v: t.tupleView });
    const { v } = Tuple.unpackFrom(Tuple.pack({ v: [1, 'a'] }));
    expect(v.tuple).toBe(true);
    expect(v.slice(0, 1).tuple).toBe(true);
    expect(Object.isFrozen(Tuple.unpackFrom(Tuple.pack({ v })).toObject().v)).toBe(true);
  });

  test('of declared elements refuse others', () => {
    const Strings = struct({ v: t.listView(t.string) });
    const record = Strings.unpackFrom(Any.pack({ v: ['a', 1] }));
    expect(record.v.at(0)).toBe('a');
    expect(() => record.v.at(1)).toThrow(CorruptBufferError);
    expect(() => Strings.unpackFrom(Any.pack({ v: [1, 2] })).v).toThrow(/numbers are stored where string/);
    expect(() => Strings.unpackFrom(Any.pack({ v: ['a', null] })).v.at(1)).toThrow(/declare them .nullable/);
    const Nullable = struct({ v: t.listView(t.string.nullable()) });
    expect([...Nullable.unpackFrom(Any.pack({ v: ['a', null] })).v]).toEqual(['a', null]);
  });

  test('have types', () => {
    expectTypeOf<Infer<typeof Numbers>['v']>().toEqualTypeOf<number[]>();
    const { v } = Numbers.unpackFrom(Numbers.pack({ v: [1] }));
    expectTypeOf(v).toEqualTypeOf<ListView<number>>();
    expectTypeOf(v.at(0)).toEqualTypeOf<number | undefined>();
    expectTypeOf(v.toArray()).toEqualTypeOf<number[]>();
    expectTypeOf(v.filter((x): x is 1 => x === 1)).toEqualTypeOf<1[]>();
    expectTypeOf<Infer<typeof Any>['v']>().toEqualTypeOf<unknown[]>();
  });
});

describe('packed numbers', () => {
  const samples: readonly [string, ArrayLike<number | bigint>][] = [
    ['Uint8Array', Uint8Array.of(1, 2, 255)],
    ['Int8Array', Int8Array.of(-1, 5)],
    ['Uint16Array', Uint16Array.of(1, 65535)],
    ['Int16Array', Int16Array.of(-300, 300)],
    ['Uint32Array', Uint32Array.of(1, 4e9)],
    ['Int32Array', Int32Array.of(-70000, 70000)],
    ['BigUint64Array', BigUint64Array.of(1n, 2n ** 64n - 1n)],
    ['BigInt64Array', BigInt64Array.of(-(2n ** 60n), 7n)],
    ['Float32Array', Float32Array.of(0.5, -1.5)],
    ['Float64Array', Float64Array.of(0.1, -2)],
  ];

  test.each(samples)('are a %s', (name, numbers) => {
    const bytes = Any.pack({ v: numbers as Float64Array });
    for (const shift of [0, 8, 1, 3]) {
      const memory = new Uint8Array(bytes.length + 16);
      memory.set(bytes, shift);
      const { v } = Any.unpackFrom(memory, shift);
      const array = v.toTypedArray();
      expect(array.constructor.name).toBe(name);
      expect(Array.from(array as Iterable<unknown>)).toEqual(Array.from(numbers));
      expect(v.slice(1).toTypedArray()).toEqual((numbers as Float64Array).slice(1));
      const aligned = shift % array.BYTES_PER_ELEMENT === 0;
      if (v.slice(1).length > 0) expect(array.buffer === memory.buffer).toBe(aligned);
      expect(v.equals(numbers)).toBe(true);
    }
  });

  test('are floats where these are declared', () => {
    expect(Numbers.unpackFrom(Numbers.pack({ v: [] })).v.toTypedArray()).toEqual(new Float64Array(0));
    expect(Numbers.unpackFrom(Any.pack({ v: [1, 2] })).v.toTypedArray()).toEqual(Float64Array.of(1, 2));
    const Short = struct({ v: t.listView(t.float32) });
    expect(Short.unpackFrom(Any.pack({ v: [1] })).v.toTypedArray()).toEqual(Float32Array.of(1));
    expect(Ints.unpackFrom(Ints.pack({ v: [1, -70000] })).v.toTypedArray()).toEqual(Int32Array.of(1, -70000));
  });

  test('are not what others are', () => {
    expect(() => view(['a']).toTypedArray()).toThrow(ArgumentError);
  });
});

describe('order', () => {
  const sign = (a: readonly unknown[], b: readonly unknown[]): number => view(a).compare(view(b));

  test('goes by the first elements that differ, then by length', () => {
    expect(sign([1, 2], [1, 3])).toBe(-1);
    expect(sign([1, 2, 0], [1, 2])).toBe(1);
    expect(sign([], [])).toBe(0);
    expect(sign([1, 'b', [2, 1]], [1, 'b', [2]])).toBe(1);
    expect(sign([2n ** 60n, 1], [2n ** 60n, 1.5])).toBe(-1);
    expect(sign([NaN], [1])).toBe(1);
    expect(sign([null, 1], [null, 2])).toBe(-1);
    expect(view([1, 2]).compare([1, 2])).toBe(0);
    expect(view([1, 2]).compare(Float64Array.of(1, 1.5))).toBe(1);
    expect(sign([as(t.bytes, Uint8Array.of(1)), 'x'], [as(t.bytes, Uint8Array.of(2)), 'x'])).toBe(-1);
  });

  test('of text is that of code points', () => {
    expect(sign(['\u{1f600}'], ['\uffee'])).toBe(1);
    expect(sign(['a'], ['ab'])).toBe(-1);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const expected = Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(sign([a], [b])).toBe(expected);
      }),
    );
  });

  test('is not there between values of different kinds', () => {
    expect(() => sign(['a'], [1])).toThrow('there is no order between "a" and 1');
    expect(() => sign([null], ['a'])).toThrow(ArgumentError);
  });
});
