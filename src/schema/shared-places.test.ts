/** Records that are read in place and packed again: what is stored once is written once, whichever proxies lead to it. */
import { array, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const registry = new Registry();
const Leaf = struct({ text: t.string, n: t.int }, { registry, name: 'Leaf' });
registry.register(Leaf, 0x90);
const Pair = struct({ x: Leaf, y: Leaf, any: t.any.optional() }, { registry });
const Whole = struct({ pair: Pair, leaf: Leaf, list: t.list.optional() }, { registry });

const one = { text: 'a leaf that is stored once', n: 1 };
const other = { text: 'another leaf', n: 2 };

describe('two reads of one stored record', () => {
  const record = Pair.unpackFrom(Pair.pack({ x: one, y: one }));

  test('are one in a record made of them, as one object is', () => {
    expect(record.x).not.toBe(record.y);
    const bytes = Pair.pack({ x: record.x, y: record.y });
    expect(bytes).toEqual(Pair.pack({ x: one, y: one }));
    expect(Pair.unpackFrom(bytes).toObject()).toEqual({ x: one, y: one });
  });

  test('are one in lists', () => {
    const once = Pair.pack({ x: one, y: one, any: [record.x] }).length;
    const many = Pair.pack({ x: one, y: one, any: Array.from({ length: 100 }, () => record.x) });
    expect(many.length).toBeLessThan(once + 101 * 4);
  });

  test('are one with what a record read in place leads to', () => {
    const bytes = Whole.pack({ pair: record, leaf: record.y, list: ['x', record.x] });
    const whole = Whole.unpackFrom(bytes);
    expect(whole.toObject()).toEqual({ pair: { x: one, y: one }, leaf: one, list: ['x', one] });
    const plain = Whole.pack({ pair: { x: one, y: one }, leaf: one, list: ['x', record.x] });
    expect(bytes).toEqual(plain);
  });
});

test('what is stored twice is written twice, as two objects are', () => {
  const apart = Pair.unpackFrom(Pair.pack({ x: one, y: { ...one } }));
  expect(Pair.pack({ x: apart.x, y: apart.y })).toEqual(Pair.pack({ x: one, y: { ...one } }));
  const [a, b] = [
    Pair.unpackFrom(Pair.pack({ x: one, y: other })),
    Pair.unpackFrom(Pair.pack({ x: other, y: one })),
  ];
  expect(Pair.unpackFrom(Pair.pack({ x: a.x, y: b.x })).toObject()).toEqual({ x: one, y: other });
});

test('one place that is read by two classes is not one value', () => {
  const Short = struct({ text: t.string, n: t.int }, { registry });
  const Both = struct({ x: Leaf, y: Short }, { registry });
  const bytes = Leaf.pack(one);
  const packed = Both.pack({ x: Leaf.unpackFrom(bytes), y: Short.unpackFrom(bytes) });
  expect(Both.unpackFrom(packed).toObject()).toEqual({ x: one, y: one });
});

test('what has changed since the last packing is packed as it is', () => {
  const record = Pair.unpackFrom(Pair.pack({ x: one, y: one }), 0, { writable: true });
  expect(Pair.unpackFrom(Pair.pack({ x: record.x, y: record.y })).x.n).toBe(1);
  record.x.n = 7;
  const { x, y } = Pair.unpackFrom(Pair.pack({ x: record.x, y: record.y }));
  expect([x.n, y.n]).toEqual([7, 7]);
  const rows = array(Pair).pack(
    (function* () {
      for (record.x.n = 0; record.x.n < 3; record.x.n += 1) yield { x: record.x, y: record.y };
    })(),
  );
  const numbers = Array.from(array(Pair).fromBuffer(rows), (row) => [row.x.n, row.y.n]);
  expect(numbers).toEqual([0, 1, 2].map((n) => [n, n]));
});
