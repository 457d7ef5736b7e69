/** A field called `toJSON` is one like any other, and does not keep a record from its JSON form. */
import { array, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

const Inner = struct({ toJSON: t.uint8 });
const fields = {
  n: t.float64,
  text: t.string,
  missing: t.string.optional(),
  none: t.string.nullable(),
  set: t.set(t.string),
  dict: t.dict,
  bytes: t.bytes,
  tuple: t.tuple,
  list: t.list,
  view: t.setView,
  date: t.jsDate,
  decimal: t.decimal,
  numbers: t.ndarray,
  inner: Inner,
};
const value = {
  n: 1.5,
  text: 'text',
  none: null,
  set: new Set(['a']),
  dict: new Map<unknown, unknown>([['k', new Set([2n ** 60n])]]),
  bytes: Uint8Array.of(1, 2),
  tuple: Object.freeze([new Set([1])]),
  list: [new Map([['m', 1]])],
  view: new Set([1, 2]),
  date: new Date(0),
  decimal: '1.50',
  numbers: Float32Array.of(1, 2),
  inner: { toJSON: 7 },
};
const Plain = struct(fields);
const Hiding = struct({ ...fields, toJSON: t.string });
const hiding = { ...value, toJSON: 'x' };

test('JSON.stringify gives all fields, as for a record without it', () => {
  const record = Hiding.unpackFrom(Hiding.pack(hiding));
  const expected = { ...JSON.parse(JSON.stringify(Plain.unpackFrom(Plain.pack(value)))), toJSON: 'x' };
  expect(JSON.parse(JSON.stringify(record))).toEqual(expected);
  expect(JSON.parse(JSON.stringify([record, { record }]))).toEqual([expected, { record: expected }]);
  expect(JSON.parse(JSON.stringify(record.inner))).toEqual({ toJSON: 7 });
});

test('the field is read and assigned, and the others are what they are', () => {
  const record = Hiding.unpackFrom(Hiding.pack(hiding));
  expect(record.toJSON).toBe('x');
  expect([record.set, record.dict, record.bytes, record.tuple]).toEqual([
    value.set,
    value.dict,
    value.bytes,
    value.tuple,
  ]);
  expect(Object.isFrozen(record.tuple)).toBe(true);
  expect({ ...record.toObject(), numbers: 0, decimal: 0 }).toEqual({ ...hiding, numbers: 0, decimal: 0 });
  expect(record.equals(Hiding.unpackFrom(Hiding.pack(hiding)))).toBe(true);
  const inner = Inner.unpackFrom(Inner.pack({ toJSON: 1 }), 0, { writable: true });
  inner.toJSON = 9;
  expect([inner.toJSON, JSON.stringify(inner)]).toEqual([9, '{"toJSON":9}']);
});

test('in arrays, through cursors, subclasses and without a declaration', () => {
  class Named extends Inner {
    get twice() {
      return 2 * this.toJSON;
    }
  }
  const Rows = array(Named);
  const rows = Rows.fromBuffer(Rows.pack([{ toJSON: 1 }, { toJSON: 2 }]));
  expect(rows.at(1)!.twice).toBe(4);
  expect(JSON.stringify([...rows])).toBe('[{"toJSON":1},{"toJSON":2}]');
  expect(Array.from(rows.cursor(), (row) => JSON.stringify(row))).toEqual(['{"toJSON":1}', '{"toJSON":2}']);
});
