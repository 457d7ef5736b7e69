import { as, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { stableHash } from '../../hash/stable-hash.js';

function hashOf(value: unknown): number[] {
  const out = new Uint32Array(2);
  stableHash(value, out);
  return [...out];
}

test('tagged values hash as what Python has in their place', () => {
  expect(hashOf(as(t.float64, 1))).toEqual(hashOf(1));
  expect(hashOf(as(t.uint64, 2n ** 63n))).toEqual(hashOf(2n ** 63n));
  expect(hashOf(as(t.float64, 2 ** 63))).not.toEqual(hashOf(2n ** 63n));
  expect(hashOf(as(t.tuple, ['a']))).toEqual(hashOf(['a']));
  expect(hashOf(as(t.any, 'a'))).toEqual(hashOf('a'));
  expect(() => hashOf(as(t.list, ['a']))).toThrow('use a tuple');
  expect(() => hashOf(as(t.list(t.string), ['a']))).toThrow('use a tuple');
  for (const value of [as(t.decimal, 5), as(t.buffer, Uint8Array.of(1)), as(t.date, new Date(0))]) {
    expect(() => hashOf(value)).toThrow('no stable hash');
  }
  expect(() => hashOf(as(struct({ a: t.string }, { name: 'listing' }), { a: 'a' }))).toThrow(
    'no stable hash',
  );
});
