import { array, mapping, Sharing, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string });
const rows = [1, 2, 3].map((id) => ({ id, name: `n${id}` }));

test('hooks are told of each record, its number, place and bytes', () => {
  const calls: unknown[] = [];
  const bytes = array(Row).pack(rows, {
    onWrite: {
      before: (record: { id: number }, index) => calls.push(['before', record.id, index]),
      after: (record: { id: number }, index, offset, packed) =>
        calls.push(['after', record.id, index, offset, packed.slice()]),
    },
  });
  const packed = Row.pack(rows[0]!);
  expect(calls.length).toBe(6);
  expect(calls.slice(0, 2)).toEqual([
    ['before', 1, 0],
    ['after', 1, 0, 56, packed],
  ]);
  for (const [name, id, index, offset] of calls as [string, number, number, number][]) {
    expect(index).toBe(id - 1);
    if (name === 'after') expect(Row.unpackFrom(bytes, offset).id).toBe(id);
  }
});

test('a record may be changed before, its bytes after', () => {
  const bytes = array(Row).pack(
    rows.map((row) => ({ ...row })),
    {
      onWrite: {
        before(record: { name: string }) {
          record.name += '!';
        },
        after(_record, index, _offset, packed) {
          new DataView(packed.buffer, packed.byteOffset).setUint32(8 + 8, 100 + index, true);
        },
      },
    },
  );
  const read = [...array(Row).fromBuffer(bytes)].map((each) => each.toObject());
  expect(read).toEqual([100, 101, 102].map((id, at) => ({ id, name: `n${at + 1}!` })));
});

test('after is not called for what is not written, and numbers are those of the array', () => {
  const after: number[] = [];
  const before: number[] = [];
  const onWrite = {
    before: (_: never, index: number) => void before.push(index),
    after: (_: never, index: number) => void after.push(index),
  };
  const entries = [0, 1, 0, 2].map((n, at): [string, { id: number; name: string }] => [`k${at}`, rows[n]!]);
  mapping({ key: t.string, value: Row }).pack(entries, { onWrite });
  expect([before, after]).toEqual([
    [0, 1, 2, 2],
    [0, 1, 2],
  ]);
  after.length = 0;
  array(Row).pack([rows[0]!, rows[1]!, rows[0]!, rows[2]!], { onWrite, sharing: new Sharing() });
  expect(after).toEqual([0, 1, 3]);
});

test('an error of a hook ends the build', () => {
  const before = () => {
    throw new Error('enough');
  };
  expect(() => array(Row).pack(rows, { onWrite: { before } })).toThrow('enough');
});
