import {
  ArgumentError,
  array,
  CorruptBufferError,
  idMapper,
  mapping,
  SchemaError,
  struct,
  t,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string, at: struct({ x: t.float64 }) });
const ROWS = [1, 2, 3].map((id) => ({ id, name: `row ${id}`, at: { x: id / 2 } }));
const ENTRIES = ROWS.map((row) => [row.name, row] as const);
const Rows = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.string });
const IDS = ROWS.map(({ id, name }) => [name, id] as const);

/** Bytes within others, at `at`. */
function within(bytes: Uint8Array, at: number): Uint8Array {
  const all = new Uint8Array(bytes.length + at + 5).fill(0xee);
  all.set(bytes, at);
  return all;
}

describe('without a declaration', () => {
  test('an array has the schema that it holds', () => {
    const rows = array().fromBuffer(array(Row).pack(ROWS));
    expect(Array.from(rows, (row) => row.toObject())).toEqual(ROWS);
    expect(rows.at(-1)?.name).toBe('row 3');
    expect(Array.from(rows.column('id'))).toEqual([1, 2, 3]);
  });

  test('a mapping has the keys and the schema that it says', () => {
    const rows = mapping().fromBuffer(Rows.pack(ENTRIES));
    expect(rows.get('row 2')?.toObject()).toEqual(ROWS[1]);
    const numbered = mapping({ key: t.uint64, value: Row }).pack(ROWS.map((row) => [row.id, row]));
    expect(mapping().fromBuffer(numbered).get(3)?.name).toBe('row 3');
  });

  test('a mapping that does not say what its keys are is refused', () => {
    const bytes = Rows.pack(ENTRIES, { sections: false });
    expect(() => mapping().fromBuffer(bytes)).toThrow(SchemaError);
    expect(mapping({ key: t.string }).fromBuffer(bytes).get('row 1')?.id).toBe(1);
  });

  test('fields can be assigned', () => {
    const bytes = array(Row).pack(ROWS);
    array().fromBuffer(bytes, { writable: true }).at(0)!.id = 9;
    expect(array(Row).fromBuffer(bytes).at(0)?.id).toBe(9);
  });

  test('nothing is packed', () => {
    expect(() => array().pack([{}] as never)).toThrow(SchemaError);
    expect(() => array().packChunk([])).toThrow(SchemaError);
    expect(() => mapping().pack([])).toThrow(SchemaError);
  });
});

describe('within a buffer', () => {
  test.each([0, 1, 32, 57])('containers are read from offset %i on', (offset) => {
    const read = { rows: array(Row).pack(ROWS), map: Rows.pack(ENTRIES), ids: Ids.pack(IDS) };
    const at = (bytes: Uint8Array) => [within(bytes, offset), { offset, length: bytes.length }] as const;
    expect(
      array(Row)
        .fromBuffer(...at(read.rows))
        .at(2)?.name,
    ).toBe('row 3');
    expect(array().fromBuffer(...at(read.rows)).length).toBe(3);
    expect(Rows.fromBuffer(...at(read.map)).get('row 3')?.at.x).toBe(1.5);
    expect(Ids.fromBuffer(...at(read.ids)).get('row 2')).toBe(2);
    const [bytes, place] = at(read.rows);
    expect(array(Row).fromBuffer(bytes.buffer, place).at(0)?.id).toBe(1);
  });

  test('an array may have other bytes after it', () => {
    const bytes = array(Row).pack(ROWS);
    expect(array(Row).fromBuffer(within(bytes, 8), { offset: 8 }).length).toBe(3);
  });

  test('a stretch that does not hold the whole of it is found out', () => {
    const bytes = Rows.pack(ENTRIES);
    expect(() => Rows.fromBuffer(bytes, { length: bytes.length - 1 })).toThrow(CorruptBufferError);
    expect(() => array(Row).fromBuffer(array(Row).pack(ROWS), { length: 60 })).toThrow(CorruptBufferError);
  });

  test.each([
    { offset: -1 },
    { offset: 1.5 },
    { offset: 1e9 },
    { length: -1 },
    { offset: 8, length: 1e9 },
    { offset: Number.NaN },
  ])('a stretch that is none is refused: %o', (place) => {
    expect(() => array(Row).fromBuffer(array(Row).pack(ROWS), place)).toThrow(ArgumentError);
  });

  test('what is no buffer is refused', () => {
    for (const value of [undefined, null, 5, 'text', {}, [1], new Float64Array(99)]) {
      expect(() => array(Row).fromBuffer(value as never)).toThrow(ArgumentError);
    }
  });
});

test.each([1, 8, 15, 16, 40])(
  'an id mapper with %i bytes behind it opens, as those of Python at an offset do',
  (more) => {
    for (const width of [32, 64] as const) {
      const numbers = idMapper({ key: t.uint64, width });
      const bytes = numbers.pack([
        [7, 70],
        [8, 80],
      ]);
      const { byteLength } = numbers.fromBuffer(bytes);
      const longer = new Uint8Array(byteLength + more);
      longer.set(bytes.subarray(0, byteLength));
      expect([...numbers.fromBuffer(longer)]).toEqual([
        [7, 70],
        [8, 80],
      ]);
    }
  },
);
