import * as fc from 'fast-check';
import { ArgumentError, array, PackError, SchemaError, Sharing, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string.optional(), score: t.float64.nullable() });
const row = fc.record(
  { id: fc.nat(), name: fc.string({ maxLength: 9 }), score: fc.option(fc.double({ noNaN: true })) },
  { requiredKeys: ['id', 'score'] },
);
const rows = fc.array(row, { maxLength: 40 });
const plain = (proxy: { toObject(): object } | undefined): object | undefined => proxy?.toObject();
const read = (list: readonly object[]) => array(Row).fromBuffer(array(Row).pack(list as never));

describe('an array', () => {
  test('has the rows that were packed, in order', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const records = read(list);
        expect(records.length).toBe(list.length);
        expect(Array.from(records, plain)).toEqual(list);
        expect(Array.from(records.cursor(), plain)).toEqual(list);
      }),
    );
  });

  test('has an at() as arrays have', () => {
    const list = [
      { id: 0, score: 1 },
      { id: 1, score: null },
      { id: 2, score: 3, name: 'c' },
    ];
    const records = read(list);
    for (const index of [0, 1, 2, 3, -1, -3, -4, 1.7, -0.5, NaN, 2 ** 53, -(2 ** 53), Infinity, -Infinity]) {
      expect(plain(records.at(index))).toEqual(list.at(index));
    }
    expect(read([]).at(-1)).toBeUndefined();
  });

  test('gives a new proxy each time, and a cursor one that moves', () => {
    const records = read([
      { id: 0, score: 1 },
      { id: 1, score: 2 },
    ]);
    const [first, second] = records;
    expect([first!.id, second!.id, first!.score]).toEqual([0, 1, 1]);
    const cursor = records.cursor();
    const moving = cursor.next().value!;
    expect(moving.id).toBe(0);
    expect(cursor.next().value).toBe(moving);
    expect(moving.id).toBe(1);
    expect(cursor.next()).toEqual({ done: true, value: undefined });
    expect(cursor.next().done).toBe(true);
  });
});

describe('a cursor', () => {
  test('passes over what its mask does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.constantFrom(0, 1, 2, true, false)), { maxLength: 40 }),
        (pairs) => {
          const records = read(pairs.map(([each]) => each));
          const mask = pairs.map(([, keep]) => keep);
          const kept = pairs.filter(([, keep]) => keep).map(([each]) => each);
          expect(Array.from(records.cursor({ mask }), plain)).toEqual(kept);
          expect(Array.from(records.cursor({ mask: Uint8Array.from(mask, Number) }), plain)).toEqual(kept);
        },
      ),
    );
  });

  test('refuses a mask of another length', () => {
    for (const mask of [[], [1], [1, 1, 1]]) {
      const call = () =>
        read([
          { id: 1, score: 1 },
          { id: 2, score: 2 },
        ]).cursor({ mask });
      expect(call).toThrow(ArgumentError);
      expect(call).toThrow(`the mask has ${mask.length} entries for 2 records`);
    }
  });

  test('ends where its loop is left', () => {
    const cursor = read([
      { id: 0, score: 1 },
      { id: 1, score: 2 },
    ]).cursor();
    for (const each of cursor) {
      expect(each.id).toBe(0);
      break;
    }
    expect([...cursor]).toEqual([]);
  });
});

describe('packing', () => {
  test('names the row and the field that do not fit', () => {
    const pack = () =>
      array(Row).pack([
        { id: 1, score: 1 },
        { id: -1, score: 1 },
      ]);
    expect(pack).toThrow(PackError);
    expect(pack).toThrow(/^\[1\]\.id: /);
  });

  test('takes structs only', () => {
    expect(() => array(t.string as never)).toThrow(SchemaError);
    expect(() => array(5 as never)).toThrow('give one made by struct()');
  });

  test('writes what rows share once, whole rows too', () => {
    const shared = struct({ name: t.string, tags: t.list });
    const tags = ['a', 'b'];
    const [one, two] = [
      { name: 'long enough to tell', tags },
      { name: 'long enough to tell', tags },
    ];
    const list = [one, two, one, two, one];
    const each = array(shared).pack(list);
    const once = array(shared).pack(list, { sharing: new Sharing() });
    expect(once.length).toBeLessThan(each.length - 3 * 24);
    for (const bytes of [each, once]) {
      expect(Array.from(array(shared).fromBuffer(bytes), plain)).toEqual(list);
      expect(array(shared).fromBuffer(bytes).column('name')).toEqual(list.map(({ name }) => name));
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 256])(
    'pads records to an alignment of %i',
    (alignment) => {
      const type = struct({ n: t.uint8, name: t.string }, { alignment });
      const list = Array.from({ length: 20 }, (_, n) => ({ n, name: 'x'.repeat(n) }));
      const bytes = array(type).pack(list);
      expect(Array.from(array(type).fromBuffer(bytes), plain)).toEqual(list);
      const view = new DataView(bytes.buffer);
      const index = Number(view.getBigUint64(8, true));
      const offsets = list.map((_, item) => Number(view.getBigUint64(index + item * 8, true)));
      expect(offsets[0]).toBe(56);
      expect(offsets.every((offset) => (offset - 56) % alignment === 0)).toBe(true);
    },
  );
});

test('an iterator that a loop has left gives no more', () => {
  const records = array(struct({ id: t.uint32 })).fromBuffer(
    array(struct({ id: t.uint32 })).pack([{ id: 1 }, { id: 2 }, { id: 3 }]),
  );
  for (const rows of [records[Symbol.iterator](), records.cursor(), records.cursor({ mask: [1, 1, 1] })]) {
    for (const { id } of rows) if (id === 2) break;
    expect(rows.next()).toEqual({ done: true, value: undefined });
  }
});
