import {
  ArgumentError,
  ClosedError,
  type IdMapper,
  idMapper,
  type Key,
  mapping,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';

const NUMBERS = Array.from({ length: 300 }, (_, item) => [item * 7, item] as const);
const TEXTS = NUMBERS.map(([key, item]) => [`key ${key}`, item] as const);

const MAPPERS: readonly (readonly [string, () => IdMapper<Key>])[] = [
  ['numbers', () => open(idMapper({ key: t.uint64 }), NUMBERS)],
  ['bigints', () => open(idMapper({ key: t.biguint64 }), NUMBERS)],
  ['narrow numbers', () => open(idMapper({ key: t.uint32, width: 32 }), NUMBERS)],
  ['texts', () => open(idMapper({ key: t.string }), TEXTS)],
  [
    'bytes',
    () =>
      open(
        idMapper({ key: t.bytes }),
        TEXTS.map(([key, item]) => [Buffer.from(key), item]),
      ),
  ],
  ['narrow texts', () => open(idMapper({ key: t.string, width: 32 }), TEXTS)],
  ['hashes', () => open(idMapper({ key: t.string, approximate: true }), TEXTS)],
  ['any keys', () => open(idMapper({ key: t.any }), [...NUMBERS, ...TEXTS])],
  [
    'a mapping',
    () => {
      const Rows = mapping({ key: t.string, value: struct({ id: t.uint32 }) });
      const bytes = Rows.pack(
        TEXTS.map(([key, id]) => [key, { id }]),
        { index: 'compact' },
      );
      return Rows.fromBuffer(bytes).mapper as IdMapper<Key>;
    },
  ],
];

function open(declaration: unknown, entries: unknown): IdMapper<Key> {
  const { pack, fromBuffer } = declaration as ReturnType<typeof idMapper<Key>>;
  return fromBuffer.call(declaration as never, pack.call(declaration as never, entries as never));
}

describe.each(MAPPERS)('a mapper of %s', (_, make) => {
  test('is copied, and outlives what it was copied from', () => {
    const mapper = make();
    const entries = [...mapper];
    const copy = mapper.copy();
    expectTypeOf(copy).toEqualTypeOf<IdMapper<Key>>();
    mapper.close();
    expect([copy.size, copy.byteLength, copy.mapped]).toEqual([mapper.size, mapper.byteLength, false]);
    expect([...copy]).toEqual(entries);
    for (const [key, item] of entries) expect(copy.get(key)).toBe(item);
    expect(() => mapper.copy()).toThrow(ClosedError);
    copy.close();
    expect(() => copy.get(entries[0]![0])).toThrow(ClosedError);
  });

  test('is read ahead, which changes nothing', () => {
    const mapper = make();
    mapper.preload();
    expect([...mapper]).toEqual([...make()]);
    mapper.close();
    expect(() => mapper.preload()).toThrow(ClosedError);
  });
});

test('a mapper is copied to where one says', () => {
  const mapper = MAPPERS[3]![1]();
  let room: Uint8Array<ArrayBufferLike> = new Uint8Array();
  const copy = mapper.copy((length) => {
    room = new Uint8Array(new SharedArrayBuffer(length));
    return room;
  });
  expect(idMapper({ key: t.string }).fromBuffer(room.buffer).get('key 14')).toBe(2);
  expect(copy.get('key 14')).toBe(2);
  for (const made of [new Uint8Array(3), new ArrayBuffer(mapper.byteLength), undefined]) {
    expect(() => mapper.copy(() => made as never)).toThrow(ArgumentError);
  }
  const noRoom = () => new Uint8Array(2 ** 60);
  expect(() => mapper.copy(noRoom)).toThrow('there is no room for a copy');
});
