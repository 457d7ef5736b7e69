import { array, mapping, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { UserData } from './user-data.js';

const declare = (userData: UserData, registry = new Registry()) =>
  struct({ a: t.int32, b: t.any.optional() }, { userData, registry });

function registryWithPoint(): Registry {
  const registry = new Registry();
  registry.register(struct({ x: t.int32 }, { registry, name: 'Point' }), 0x80);
  return registry;
}

const VALUES: [name: string, written: UserData, read: unknown][] = [
  [
    'a plain object',
    { some: 'content', n: 1 },
    new Map<string, unknown>([
      ['some', 'content'],
      ['n', 1],
    ]),
  ],
  [
    'a Map with keys of any kind',
    new Map<UserData, UserData>([[1, [true, null]]]),
    new Map([[1, [true, null]]]),
  ],
  ['a text', 'v7', 'v7'],
  ['a list', [1, 2.5, 'x', new Uint8Array([1])], [1, 2.5, 'x', new Uint8Array([1])]],
  ['a set', new Set(['a']), new Set(['a'])],
  ['false', false, false],
];

describe('user data', () => {
  test.each(VALUES)('%s is read back from arrays and mappings', (_, written, read) => {
    for (const registry of [new Registry(), registryWithPoint()]) {
      const Row = declare(written, registry);
      expect(array(Row).fromBuffer(array(Row).pack([{ a: 1 }])).userData).toEqual(read);
      const bytes = mapping({ key: t.string, value: Row }).pack([['k', { a: 1 }]]);
      const opened = mapping({ key: t.string }).fromBuffer(bytes);
      expect(opened.array.userData).toEqual(read);
      expect(opened.get('k')?.toObject()).toEqual({ a: 1 });
    }
  });

  test('stands beside the descriptions of registered structs', () => {
    const registry = registryWithPoint();
    const Row = declare({ note: 'mine' }, registry);
    const Point = struct({ x: t.int32 }, { registry, name: 'Other' });
    registry.register(Point, 0x81);
    const point = Point.unpackFrom(Point.pack({ x: 5 }));
    const opened = mapping({ key: t.string }).fromBuffer(
      mapping({ key: t.string, value: Row }).pack([['k', { a: 1, b: point }]]),
    );
    expect(opened.array.userData).toEqual(new Map([['note', 'mine']]));
    expect(opened.get('k')?.toObject()).toEqual({ a: 1, b: { x: 5 } });
  });

  test('is undefined where none was given', () => {
    for (const registry of [new Registry(), registryWithPoint()]) {
      const Row = struct({ a: t.int32 }, { registry });
      expect(array(Row).fromBuffer(array(Row).pack([])).userData).toBe(undefined);
    }
  });

  test('of a nested struct does not show as that of the records', () => {
    const Row = struct({ inner: struct({ a: t.int32 }, { userData: 'inner' }) }, { userData: 'outer' });
    expect(array(Row).fromBuffer(array(Row).pack([])).userData).toBe('outer');
  });

  test('of what cannot be stored is refused when a file is built', () => {
    const Row = declare({ f: () => 1 } as never);
    expect(() => array(Row).pack([])).toThrow('f');
  });
});

test('is stored as Python stores it', () => {
  // Golden case mix_user_data.
  const golden =
    '800263736861726564627566666572732e6d61707065645f7374727563740a536368656d610a71007d71015801000000' +
    '61710263736861726564627566666572732e6d61707065645f7374727563740a696e7433320a7103738571045271057d' +
    '710628580a000000736c6f745f7479706573710768015809000000736c6f745f6b657973710868028571095809000000' +
    '616c69676e6d656e74710a4b0858050000006261736573710b4e580700000076657273696f6e710c4b02580900000075' +
    '7365725f64617461710d7d710e285804000000736f6d65710f5808000000636f6e74656e7473711058010000006e7111' +
    '4b057575622e';
  const Row = struct({ a: t.int32 }, { userData: { some: 'contents', n: 5 }, registry: new Registry() });
  const bytes = array(Row).pack([]);
  expect(Buffer.from(bytes).toString('hex')).toContain(golden);
});
