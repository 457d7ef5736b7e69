import fc from 'fast-check';
import { mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32 });
const KINDS = [
  ['uint64', mapping({ key: t.uint64, value: Row, multi: true })],
  ['uint32, narrow', mapping({ key: t.uint32, width: 32, value: Row, multi: true })],
  ['biguint64', mapping({ key: t.biguint64, value: Row, multi: true })],
] as const;

describe.each(KINDS)('one object under several keys of %s', (name, declaration) => {
  const Rows = declaration as (typeof KINDS)[0][1];
  const keyOf = (key: number) => (name === 'biguint64' ? BigInt(key) : key) as number;

  test('is one record', () => {
    const [a, b] = [{ id: 1 }, { id: 2 }];
    const entries = [5, 3, 9, 1].map((key, at) => [keyOf(key), at % 2 === 0 ? a : b] as const);
    const map = Rows.fromBuffer(Rows.pack(entries));
    expect([map.size, map.array.length]).toEqual([4, 2]);
    expect([5, 3, 9, 1].map((key) => map.get(keyOf(key))?.id)).toEqual([1, 2, 1, 2]);
    const equal = [1, 2].map((key) => [keyOf(key), { id: 1 }] as const);
    expect(Rows.fromBuffer(Rows.pack(equal)).array.length).toBe(2);
    expect(Rows.fromBuffer(Rows.pack(entries, { dedupe: false })).array.length).toBe(4);
  });

  test('leaves the entries of a key in their order', () => {
    const entry = fc.tuple(fc.nat(4), fc.nat(5));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (list) => {
        const objects = Array.from({ length: 6 }, (_, id) => ({ id }));
        const map = Rows.fromBuffer(Rows.pack(list.map(([key, id]) => [keyOf(key), objects[id]!])));
        for (const key of [0, 1, 2, 3, 4]) {
          const expected = list.filter(([each]) => each === key).map(([, id]) => id);
          expect(map.getAll(keyOf(key)).map(({ id }) => id)).toEqual(expected);
          expect(map.get(keyOf(key))?.id).toBe(expected[0]);
        }
      }),
    );
  });
});
