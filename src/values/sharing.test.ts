import { Sharing, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

test('finds what was added, by kind', () => {
  const sharing = new Sharing();
  sharing.add('kind', 'key', 7);
  sharing.add('kind', 'other', 0);
  expect(sharing.find('kind', 'key')).toBe(7);
  expect(sharing.find('kind', 'other')).toBe(0);
  expect(sharing.find('other kind', 'key')).toBe(-1);
  expect(sharing.size).toBe(2);
  sharing.clear();
  expect([sharing.size, sharing.find('kind', 'key')]).toEqual([0, -1]);
});

test('forgets all when it is full', () => {
  const sharing = new Sharing();
  for (let key = 0; key <= 2 ** 22; key += 1) sharing.add('kind', key, key);
  expect(sharing.size).toBe(1);
  expect(sharing.find('kind', 2 ** 22)).toBe(2 ** 22);
});

test('is emptied by a packing that fails, whose values are nowhere', () => {
  const type = struct({ a: t.string, b: t.list });
  const sharing = new Sharing();
  expect(() => type.pack({ a: 'text', b: ['text', Symbol('no')] }, { sharing })).toThrow('b[1]');
  expect(sharing.size).toBe(0);
  const alone = type.pack({ a: 'text', b: [] }, { sharing });
  expect(type.unpackFrom(alone).a).toBe('text');
  expect(() => type.packInto({ a: 'other', b: [] }, new Uint8Array(8), 0, { sharing })).toThrow(
    'the value takes',
  );
  expect(sharing.size).toBe(0);
});

test('nothing is shared between packings that pass none', () => {
  const type = struct({ a: t.string });
  expect(type.pack({ a: 'text' })).toEqual(type.pack({ a: 'text' }));
});
