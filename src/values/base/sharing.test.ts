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

test('objects of the record under way stay until its end, whatever the limit', () => {
  const sharing = new Sharing({ maxEntries: 10 });
  const objects = Array.from({ length: 100 }, () => ({}));
  for (const [at, object] of objects.entries()) {
    sharing.add('kind', object, at);
    sharing.add('kind', `text ${at}`, 1000 + at);
  }
  expect(objects.map((object) => sharing.find('kind', object))).toEqual(objects.map((_, at) => at));
  expect(sharing.find('kind', 'text 0')).toBe(-1);
  sharing.next();
  expect([sharing.size, sharing.find('kind', objects[0])]).toEqual([0, -1]);
});

test('what is stable or pinned stays when the rest goes, until all is cleared', () => {
  const steady = {};
  const sharing = new Sharing({ maxEntries: 10, stable: [steady, 'steady'] });
  sharing.add('kind', 'pinned', 1);
  sharing.pin();
  sharing.add('kind', steady, 2);
  sharing.add('kind', 'steady', 3);
  for (let n = 0; n < 50; n += 1) sharing.add('kind', n, 100 + n);
  sharing.next();
  sharing.evict();
  const found = () => ['pinned', steady, 'steady', 49].map((key) => sharing.find('kind', key));
  expect(found()).toEqual([1, 2, 3, -1]);
  sharing.add('kind', 'pinned', 7);
  expect(found()[0]).toBe(7);
  sharing.clear();
  expect(found()).toEqual([-1, -1, -1, -1]);
});

test('cycles end, and everything reads back, with next to nothing remembered', () => {
  const type = struct({ root: t.list });
  const cyclic = (width: number): unknown[] => {
    const root: unknown[] = [];
    for (let n = 0; n < width; n += 1) root.push([`text number ${n}`, [n, 'x'], root]);
    return root;
  };
  const sharing = new Sharing({ maxEntries: 8 });
  const { root } = type.unpackFrom(type.pack({ root: cyclic(50) }, { sharing }));
  expect(root.length).toBe(50);
  for (const [n, item] of (root as unknown[][]).entries()) {
    expect(item.slice(0, 2)).toEqual([`text number ${n}`, [n, 'x']]);
    expect((item[2] as unknown[]).length).toBe(50);
  }
});
