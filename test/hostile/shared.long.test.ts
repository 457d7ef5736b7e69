/** What packs reads back, however much is shared: budgets guard against what a file claims, not against honest size. */
import { array, as, Decimal, NdArray, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Lists = struct({ v: t.list });
const Views = struct({ v: t.listView });

describe('a list of many references', () => {
  const many = 100_000;
  const tuple = Object.freeze(['a', 1, Object.freeze(['b', 2.5])]);

  test('to one tuple', () => {
    const bytes = Lists.pack({ v: Array.from({ length: many }, () => tuple) });
    const record = Lists.unpackFrom(bytes);
    expect(new Set(record.v)).toEqual(new Set([tuple]));
    expect(record.v.length).toBe(many);
    expect(new Set(record.toObject().v).size).toBe(1);
    expect(JSON.parse(JSON.stringify(record)).v.length).toBe(many);
    const view = Views.unpackFrom(bytes).v;
    expect(new Set(view).size).toBeLessThan(3);
    expect(view.map((each) => each).length).toBe(many);
    expect(view.includes(['no'])).toBe(false);
    expect(view.equals(record.v)).toBe(true);
    expect(view.compare(Views.unpackFrom(bytes.slice()).v)).toBe(0);
    expect(record.equals(Lists.unpackFrom(bytes.slice()))).toBe(true);
    expect(view.join('').length).toBe(many * 'a,1,b,2.5'.length);
    expect(Views.pack({ v: view }).length).toBe(bytes.length);
  });

  test.each([
    ['a long text', 'x'.repeat(100_000)],
    ['bytes', new Uint8Array(100_000)],
    ['numbers', Array.from({ length: 5000 }, (_, index) => index)],
    ['an array', NdArray.of(new Float64Array(5000))],
    ['a decimal', Decimal.from('7'.repeat(5000))],
    ['a set', new Set(Array.from({ length: 500 }, (_, index) => `member ${index}`))],
    ['a dict', new Map(Array.from({ length: 500 }, (_, index) => [`key ${index}`, index]))],
  ])('to %s', (_, value) => {
    const bytes = Lists.pack({ v: ['first', ...Array.from({ length: 20_000 }, () => value)] });
    const record = Lists.unpackFrom(bytes);
    expect(new Set(record.v).size).toBe(2);
    expect(new Set(record.toObject().v).size).toBe(2);
    expect(record.equals(Lists.unpackFrom(bytes))).toBe(true);
    const view = Views.unpackFrom(bytes).v;
    expect(new Set(view.toArray()).size).toBe(2);
    expect(Views.pack({ v: view }).length).toBeLessThan(bytes.length * 1.1);
  });
});

describe('text and bytes far larger compressed than not', () => {
  const text = 'all the same '.repeat(2 ** 21);
  const Row = struct({ text: t.string, bytes: t.bytes, any: t.any });

  test('read back by every way', () => {
    const value = { text, bytes: new TextEncoder().encode(text), any: [text, text] };
    const bytes = Row.pack(value);
    expect(bytes.length).toBeLessThan(text.length / 50);
    const record = Row.unpackFrom(bytes);
    expect(record.text === text).toBe(true);
    expect(record.bytes.length).toBe(text.length);
    expect((record.toObject().any as string[])[1] === text).toBe(true);
    expect(record.equals(value)).toBe(true);
    expect(record.equals(Row.unpackFrom(bytes.slice()))).toBe(true);
    expect(Row.pack(record).length).toBe(bytes.length);
  });

  test('in a column of records that are one', () => {
    const Rows = array(struct({ text: t.string }));
    const texts = Rows.fromBuffer(Rows.pack([{ text }, { text }, { text }])).column('text');
    expect(texts.every((each) => each === text)).toBe(true);
  });
});

test('the deepest nesting reads back by every way', () => {
  let deep: unknown = 'x';
  for (let level = 0; level < 490; level += 1) deep = level % 2 ? [deep] : Object.freeze([deep, 1]);
  const bytes = Lists.pack({ v: [deep] });
  const record = Lists.unpackFrom(bytes);
  expect(record.toObject()).toEqual({ v: [deep] });
  expect(record.equals({ v: [deep] })).toBe(true);
  expect(JSON.parse(JSON.stringify(record))).toEqual({ v: [deep] });
  const view = Views.unpackFrom(bytes).v;
  expect(view.equals([deep])).toBe(true);
  expect(view.compare([deep] as never)).toBe(0);
  expect(view.join()).toContain('x');
});

test('sets in sets hash in the time that their parts take', () => {
  let nested: unknown = new Set(['x', 1]);
  for (let level = 0; level < 100; level += 1) nested = new Set([nested, level, 'y']);
  const Sets = struct({ v: t.setView, tagged: t.any });
  const record = Sets.unpackFrom(Sets.pack({ v: new Set([nested]), tagged: as(t.set, new Set([nested])) }));
  expect(record.v.has(nested)).toBe(true);
  expect(record.equals(record.toObject())).toBe(true);
});

test('JSON that is refused, as what is stored once is spelled out too often, is had from a copy', () => {
  const many = 20_000;
  const tuple = Object.freeze(Array.from({ length: 100 }, (_, index) => index / 4));
  const value = { v: ['x', ...Array.from({ length: many }, () => tuple)] };
  const bytes = Lists.pack(value);
  const record = Lists.unpackFrom(bytes);
  expect(() => JSON.stringify(record)).toThrow(
    'give JSON.stringify() what toObject() or toArray() makes of it',
  );
  expect(JSON.stringify(record.toObject())).toBe(JSON.stringify(value));
  const view = Views.unpackFrom(bytes).v;
  expect(() => JSON.stringify(view)).toThrow('read it in parts');
  expect(JSON.stringify(view.toArray())).toBe(JSON.stringify(value.v));
});
