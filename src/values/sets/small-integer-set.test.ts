import fc from 'fast-check';
import { PackError, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import type { AnyType } from '../../schema/type.js';

const pack = (type: AnyType, v: unknown) => struct({ v: type }).pack({ v } as never);
const integer = fc.oneof(
  fc.integer({ min: 0, max: 130 }),
  fc.integer({ min: -300, max: 300 }),
  fc.maxSafeInteger(),
);

test('integers have the bytes of the same as bigints, which are written another way', () => {
  fc.assert(
    fc.property(fc.uniqueArray(integer, { maxLength: 40 }), (members) => {
      const bytes = pack(t.set, new Set(members));
      expect(bytes).toEqual(pack(t.set, new Set(members.map(BigInt))));
      expect(bytes).toEqual(pack(t.set(t.int64), new Set(members)));
      expect(bytes).toEqual(pack(t.set, new Set(members.toReversed())));
      expect(struct({ v: t.set }).unpackFrom(bytes).v).toEqual(new Set(members));
    }),
  );
});

test('the smallest and the largest member are those a declared type refuses', () => {
  expect(() => pack(t.set(t.uint8), new Set([7, 256, 200]))).toThrow('v[1]: 256 does not fit uint8');
  expect(() => pack(t.set(t.uint8), new Set([7, -1, 200]))).toThrow('v[1]: -1 does not fit uint8');
  expect(() => pack(t.set(t.int8), new Set([120, 128]))).toThrow(PackError);
  expect(() => pack(t.set(t.uint8), new Set([0.5]))).toThrow(PackError);
  expect(() => pack(t.set(t.uint8), new Set([1, 2 ** 53]))).toThrow(PackError);
});

test('sets of one packing do not mix, a subclass that packs while it is iterated included', () => {
  class Packing extends Set<number> {
    override *[Symbol.iterator](): SetIterator<number> {
      for (const member of [900, 200, 500]) {
        pack(t.set, new Set([1000, member]));
        yield member;
      }
    }
  }
  expect(pack(t.set, new Packing([900, 200, 500]))).toEqual(pack(t.set, new Set([200, 500, 900])));
});
