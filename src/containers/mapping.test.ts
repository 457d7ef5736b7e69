import { mapping, Sharing, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string });
type Row = { id: number; name: string };
const plain = (proxy: { toObject(): object } | undefined) => proxy?.toObject();

describe('a mapping is a ReadonlyMap', () => {
  const entries: [string, Row][] = ['a', 'b', 'c'].map((key, id) => [key, { id, name: key }]);
  const map = mapping({ key: t.string, value: Row }).fromBuffer(
    mapping({ key: t.string, value: Row }).pack(entries),
  );

  test('to whoever takes one', () => {
    const copied = new Map(map);
    expect(copied.size).toBe(3);
    expect(plain(copied.get('b'))).toEqual({ id: 1, name: 'b' });
  });

  test('that calls back with the value, the key and itself', () => {
    const seen: unknown[] = [];
    const self = {};
    map.forEach(function (this: unknown, value, key, of) {
      seen.push([key, value.name, of === map, this === self]);
    }, self);
    expect(seen).toHaveLength(3);
    expect(seen).toContainEqual(['c', 'c', true, true]);
  });

  test('in the order of its keys', () => {
    const keys = [...map.keys()];
    expect([...map.values()].map(({ name }) => name)).toEqual(keys);
    expect([...map.entries()].map(([key]) => key)).toEqual(keys);
    expect([...keys].sort()).toEqual(['a', 'b', 'c']);
  });
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 256])('records aligned to %i', (alignment) => {
  const type = struct({ id: t.uint32, name: t.string }, { alignment });

  test.each([
    ['texts', t.string, (id: number) => `key ${id}`],
    ['near integers', t.uint32, (id: number) => id * 2],
    ['far integers', t.uint32, (id: number) => id * 10_007],
    ['64-bit integers', t.biguint64, (id: number) => 2n ** 63n + BigInt(id)],
  ] as const)('are found by %s', (_, key, keyOf) => {
    const declaration = mapping({ key: key as typeof t.string, value: type });
    const entries = Array.from({ length: 30 }, (_entry, id): [string, Row] => [
      keyOf(id) as string,
      { id, name: 'x'.repeat(id) },
    ]);
    for (const sections of [true, false]) {
      const map = declaration.fromBuffer(declaration.pack(entries, { sections }));
      for (const [each, record] of entries) expect(plain(map.get(each))).toEqual(record);
    }
  });
});

test('records that are shared whole are found by each of their keys', () => {
  const declaration = mapping({ key: t.string, value: Row, multi: true });
  const [one, two] = [
    { id: 1, name: 'one' },
    { id: 2, name: 'two' },
  ];
  const entries: [string, Row][] = [
    ['a', one],
    ['b', two],
    ['c', one],
    ['a', two],
  ];
  for (const sections of [true, false]) {
    const map = declaration.fromBuffer(declaration.pack(entries, { sections, sharing: new Sharing() }));
    expect([map.get('a'), map.get('b'), map.get('c')].map(plain)).toEqual([one, two, one]);
    expect(map.getAll('a').map(plain)).toEqual([one, two]);
    expect(map.array.length).toBe(4);
  }
});

test('integers beyond 2^53 that lie close together are told apart', () => {
  const declaration = mapping({ key: t.biguint64, value: Row });
  for (const first of [2n ** 53n, 2n ** 63n, 2n ** 64n - 300n]) {
    const keys = Array.from({ length: 300 }, (_, i) => first + BigInt(i));
    for (const sections of [true, false]) {
      const map = declaration.fromBuffer(
        declaration.pack(
          keys.map((key, id) => [key, { id, name: '' }]),
          { sections },
        ),
      );
      expect(keys.map((key) => map.get(key)?.id)).toEqual(keys.map((_, id) => id));
      expect(keys.map((key) => map.mapper.get(key))).toEqual(keys.map((_, id) => id));
      expect([map.get(first - 1n), map.has(first - 1n)]).toEqual([undefined, false]);
    }
  }
});
