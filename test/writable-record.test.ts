/** Single records that are read writable, over each kind of buffer. */
import { ArgumentError, atomicAdd, atomicCompareExchange, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

class Counter extends struct({
  name: t.string,
  hits: t.uint32,
  total: t.bigint64,
  mean: t.float64,
  open: t.bool,
  place: struct({ floor: t.int8 }),
  left: t.int16.optional(),
}) {
  get label(): string {
    return `${this.name}: ${this.hits}`;
  }
}
const VALUE = { name: 'door', hits: 7, total: 1n, mean: 0.5, open: true, place: { floor: 2 } };
const BYTES = Counter.pack(VALUE);
const WRITABLE = { writable: true } as const;

function filled(buffer: ArrayBufferLike, at: number): Uint8Array {
  const bytes = new Uint8Array(buffer, at);
  bytes.set(BYTES);
  return bytes;
}

describe.each([
  ['a Uint8Array', (): Uint8Array | ArrayBufferLike => BYTES.slice()],
  ['a Uint8Array that starts within its buffer', () => filled(new ArrayBuffer(BYTES.length + 40), 40)],
  ['an ArrayBuffer', () => filled(new ArrayBuffer(BYTES.length), 0).buffer],
  ['a SharedArrayBuffer', () => filled(new SharedArrayBuffer(BYTES.length), 0).buffer],
])('a record of %s', (_, make) => {
  test('is assigned in the bytes', () => {
    const data = make();
    const record = Counter.unpackFrom(data, 0, WRITABLE);
    record.hits += 1;
    record.total = -5n;
    record.open = false;
    record.place.floor = -3;
    expect(Counter.unpackFrom(data).toObject()).toEqual({
      ...VALUE,
      hits: 8,
      total: -5n,
      open: false,
      place: { floor: -3 },
    });
    expect(record.label).toBe('door: 8');
  });

  test('is changed atomically', () => {
    const data = make();
    const record = Counter.unpackFrom(data, 0, WRITABLE);
    expect(atomicAdd(record, 'hits', 3)).toBe(7);
    expect(atomicCompareExchange(record, 'mean', 0.5, 2)).toBe(0.5);
    expect(atomicCompareExchange(record, 'total', 9n, 2n)).toBe(1n);
    const { hits, mean, total } = Counter.unpackFrom(data);
    expect([hits, mean, total]).toEqual([10, 2, 1n]);
  });

  test('is read-only unless it is said', () => {
    const data = make();
    Counter.unpackFrom(data, 0, WRITABLE);
    for (const options of [undefined, {}, { writable: false }]) {
      const record = Counter.unpackFrom(data, 0, options);
      expect(() => Reflect.set(record, 'hits', 1)).toThrow(ArgumentError);
      expect(() => atomicAdd(record, 'hits', 1)).toThrow('writable');
    }
    expect(Counter.unpackFrom(data).hits).toBe(7);
  });

  test('refuses what does not fit, and what there is no room for', () => {
    const record = Counter.unpackFrom(make(), 0, WRITABLE);
    expect(() => {
      record.hits = -1;
    }).toThrow(PackError);
    expect(() => {
      record.left = 1;
    }).toThrow('missing');
    expect(record.hits).toBe(7);
  });
});

test('a record at an offset changes nothing around it', () => {
  const bytes = new Uint8Array(3 * BYTES.length).fill(9);
  for (const at of [0, 1, 2]) Counter.packInto({ ...VALUE, hits: at }, bytes, at * BYTES.length);
  Counter.unpackFrom(bytes, BYTES.length, WRITABLE).hits = 99;
  expect([0, 1, 2].map((at) => Counter.unpackFrom(bytes, at * BYTES.length).hits)).toEqual([0, 99, 2]);
});

test('a record that is not aligned is assigned, but not changed atomically', () => {
  const record = Counter.unpackFrom(filled(new ArrayBuffer(BYTES.length + 1), 1), 0, WRITABLE);
  record.hits = 8;
  expect(record.hits).toBe(8);
  expect(() => atomicAdd(record, 'hits', 1)).toThrow('not aligned');
});
