/** Several keys at a time give what they give one by one. */
import fc from 'fast-check';
import { ArgumentError, ClosedError, idMapper, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32 });
const COUNT = 60_000;
const ids = Array.from({ length: COUNT }, (_, id) => id);

const kinds = [
  ['text', { key: t.string }, (id: number) => `user:${id}`],
  ['text that comes again', { key: t.string, multi: true }, (id: number) => `user:${id >> 2}`],
  ['bytes', { key: t.bytes }, (id: number) => Uint8Array.of(id, id >> 8, id >> 16, 7)],
  ['integers close together', { key: t.uint32 }, (id: number) => id + 5],
  ['integers far apart', { key: t.uint64 }, (id: number) => id * 1_000_003],
  ['any', { key: t.any }, (id: number) => (id % 2 === 0 ? id : `k${id}`)],
] as const;

describe.each(kinds)('%s', (_, type, keyOf) => {
  const entries = (keyOf(1) as unknown) === 'k1' ? ids.slice(0, 500) : ids;
  const declaration = mapping({ ...type, value: Row } as never);
  const rows = entries.map((id) => [keyOf(id), { id }]) as never;
  const maps = (['table', 'compact', 'none'] as const).map((index) =>
    declaration.fromBuffer(declaration.pack(rows, { index } as never)),
  );
  const wanted = fc.array(fc.nat(entries.length * 2), { maxLength: 300 });

  test('records, or none', () => {
    fc.assert(
      fc.property(wanted, (numbers) => {
        const keys = numbers.map((id) => keyOf(id) as never);
        for (const map of maps) {
          const idOf = (row: unknown) => (row as { id: number } | undefined)?.id;
          const one = keys.map((key) => idOf(map.get(key)));
          expect(map.getMany(keys).map(idOf)).toEqual(one);
          expect(map.hasMany(keys)).toEqual(one.map((id) => id !== undefined));
          expect(map.mapper.getMany(keys)).toEqual(keys.map((key) => map.mapper.get(key)));
          expect(map.mapper.hasMany(keys)).toEqual(keys.map((key) => map.mapper.has(key)));
        }
      }),
      { numRuns: 20 },
    );
  });

  test('into an array that is given, whose length becomes theirs', () => {
    const [map] = maps as [(typeof maps)[0], ...typeof maps];
    const into: never[] = Array.from({ length: 10 }, () => 'old' as never);
    const keys = [keyOf(1), keyOf(10 ** 6), keyOf(2)] as never[];
    expect(map.getMany(keys, into)).toBe(into);
    expect(into.map((row) => (row as { id: number } | undefined)?.id)).toEqual(
      keys.map((key) => (map.get(key) as { id: number } | undefined)?.id),
    );
    expect(map.getMany([], into)).toEqual([]);
  });
});

test('integers in typed arrays', () => {
  const declaration = mapping({ key: t.uint32, value: Row });
  const map = declaration.fromBuffer(declaration.pack(ids.map((id) => [id * 50_021, { id }])));
  const keys = Uint32Array.from([0, 1, 2, 3], (id) => id * 50_021);
  expect(map.getMany(keys).map((row) => row?.id)).toEqual([0, 1, 2, 3]);
  expect(map.hasMany(Float64Array.of(50_021, 0.5, Number.NaN))).toEqual([true, false, false]);
});

test('what is no array is refused, and closed mappings are closed', () => {
  const declaration = mapping({ key: t.string, value: Row });
  const map = declaration.fromBuffer(declaration.pack([['a', { id: 1 }]]));
  for (const keys of [
    undefined,
    null,
    'a',
    new Set(['a']),
    { length: 1 },
    new DataView(new ArrayBuffer(4)),
  ]) {
    expect(() => map.getMany(keys as never)).toThrow(ArgumentError);
  }
  for (const into of [5, {}, new Float64Array(1), Object.freeze([])]) {
    expect(() => map.getMany(['a'], into as never)).toThrow(ArgumentError);
    expect(() => map.hasMany(['a'], into as never)).toThrow(ArgumentError);
  }
  map.close();
  for (const keys of [['a'], []]) {
    expect(() => map.getMany(keys)).toThrow(ClosedError);
    expect(() => map.hasMany(keys)).toThrow(ClosedError);
  }
  const mapper = idMapper({ key: t.string });
  expect(mapper.fromBuffer(mapper.pack([['a', 7]])).getMany(['a', 'b'])).toEqual([7, undefined]);
});
