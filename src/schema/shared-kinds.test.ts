/** One object in fields of several types lies in one place where these write the same bytes, and in several where not. */
import { PackError, Sharing, struct, t } from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { AnyType } from './type.js';

function size(types: readonly AnyType[], value: unknown): number {
  const fields = Object.fromEntries(types.map((type, index) => [`f${index}`, type]));
  return struct(fields).pack(Object.fromEntries(Object.keys(fields).map((name) => [name, value])) as never)
    .length;
}

const pairs: Readonly<Record<string, readonly AnyType[]>> = {
  list: [
    t.list,
    t.listView,
    t.list(t.any),
    t.listView(t.any),
    t.list(t.string),
    t.listView(t.string.nullable()),
  ],
  tuple: [t.tuple, t.tupleView, t.tuple(t.any), t.tuple(t.string), t.list],
};

describe('one list or tuple', () => {
  test('takes 56 bytes in two fields, not 72', () => {
    expect(size([t.list, t.listView], ['x'])).toBe(56);
  });

  test.each(Object.entries(pairs))('%s: whatever the types, in any order', (_name, types) => {
    const value = ['x'];
    for (const first of types) for (const second of types) expect(size([first, second], value)).toBe(56);
  });
});

test.each([
  [
    'set',
    [t.set, t.setView, t.set(t.any), t.set(t.string), t.setView(t.string.nullable())],
    new Set(['x', 'y']),
  ],
  [
    'dict',
    [t.dict, t.dictView, t.dict(t.string, t.any), t.dictView(t.any, t.string), t.dict(t.string, t.string)],
    new Map([['x', 'y']]),
  ],
  ['exact time', [t.datetime, t.datetimeUtc, t.datetimeLocal, t.jsDate], new Date()],
] as const)('one %s', (_name, types, value) => {
  const alone = size([types[0]], value);
  for (const first of types) {
    for (const second of types) {
      // Another pointer, and nothing else.
      expect(size([first, second], value)).toBe(alone + 8);
      expect(size([first, second, first, second], value)).toBe(alone + 24);
    }
  }
});

test('types made twice are one kind', () => {
  const make = () => t.list(t.list(t.float64));
  expect(size([make(), make()], [[1, 2]])).toBe(size([make()], [[1, 2]]) + 8);
});

describe('what would have other bytes, or is not of the type, is not shared', () => {
  test('numbers of other types', () => {
    const Both = struct({ a: t.list(t.float64), b: t.list, c: t.list(t.float32), d: t.list });
    const value = [1, 2];
    const record = Both.unpackFrom(Both.pack({ a: value, b: value, c: value, d: value }));
    expect(record.toObject()).toEqual({ a: value, b: value, c: value, d: value });
    expect(Buffer.from(Both.pack({ a: value, b: value, c: value, d: value })).includes('d')).toBe(true);
  });

  test.each([
    ['null', t.list, t.list(t.any), [null]],
    ['null', t.list(t.any), t.list, [null]],
    ['a number', t.list, t.list(t.string), ['x', 1]],
    ['a float', t.list, t.list(t.uint8), [0.5]],
    ['large integers', t.listView, t.listView(t.uint8), [300]],
    ['a number', t.set, t.set(t.string), new Set(['x', 1])],
    ['a key', t.dict, t.dict(t.string, t.any), new Map([[1, 1]])],
    ['a value', t.dictView, t.dictView(t.any, t.string), new Map([['x', 1]])],
  ] as const)('%s', (_name, first, second, value) => {
    const Both = struct({ a: first as AnyType, b: second as AnyType });
    expect(() => Both.pack({ a: value, b: value } as never)).toThrow(PackError);
  });

  test('a time without a zone is of the zone that its field says', () => {
    const local = new Date(2020, 1, 2);
    const Both = struct({ a: t.datetime, b: t.datetimeUtc });
    const plain = Temporal.PlainDateTime.from('2020-02-02T00:00');
    const record = Both.unpackFrom(Both.pack({ a: plain, b: plain }));
    expect(record.a.epochMilliseconds).toBe(local.getTime());
    expect(record.b.epochMilliseconds).toBe(Date.UTC(2020, 1, 2));
  });
});

test('a list that contains itself through other kinds comes to an end, and back', () => {
  const cycle: unknown[] = ['x'];
  cycle.push(cycle);
  const types = [t.list, t.listView, t.list(t.any)];
  const alone = size([t.list], cycle);
  for (const first of types) {
    for (const second of types) expect(size([first, second], cycle)).toBe(alone + 8);
  }
  const Holder = struct({ a: t.listView, b: t.list(t.any), c: t.any });
  const { b, c } = Holder.unpackFrom(Holder.pack({ a: cycle, b: cycle, c: cycle })).toObject() as Record<
    string,
    unknown[]
  >;
  expect((b![1] as unknown[])[1]).toBe(b![1]);
  expect(c![1]).toBe(c);
});

test('across records too', () => {
  const A = struct({ a: t.list(t.string) });
  const B = struct({ b: t.listView });
  const sharing = new Sharing();
  const value = ['a text', 'another'];
  const first = A.pack({ a: value }, { sharing });
  const second = B.pack({ b: value }, { sharing, implicitOffset: first.length });
  expect(second.length).toBe(16);
  const whole = new Uint8Array([...first, ...second]);
  expect(B.unpackFrom(whole, first.length).b.toArray()).toEqual(value);
});
