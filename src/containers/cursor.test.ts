import fc from 'fast-check';
import { array, ClosedError, type Cursor, type Mapping, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';

class Row extends struct({ id: t.uint32, name: t.string }) {
  get label(): string {
    return `${this.id}: ${this.name}`;
  }
}
const rowsOf = (count: number) => Array.from({ length: count }, (_, id) => ({ id, name: `row ${id}` }));
const read = (count: number) => array(Row).fromBuffer(array(Row).pack(rowsOf(count)));

describe('the cursor of an array', () => {
  test('moves one proxy to any record', () => {
    const rows = read(5);
    const cursor = rows.cursor();
    expectTypeOf(cursor).toEqualTypeOf<Cursor<Row>>();
    const first = cursor.at(3);
    expect(first?.label).toBe('3: row 3');
    for (const index of [0, 4, -1, -5, 2, 1.7, -0.5, Number.NaN]) {
      const moved = cursor.at(index);
      expect(moved).toBe(first);
      expect(moved?.toObject()).toEqual(rowsOf(5).at(index));
    }
    for (const index of [5, -6, 2 ** 32, 2 ** 53, Infinity, -Infinity])
      expect(cursor.at(index)).toBeUndefined();
    expect(read(0).cursor().at(0)).toBeUndefined();
  });

  test('goes on with its iteration from where it was', () => {
    fc.assert(
      fc.property(
        fc.nat(8),
        fc.array(fc.option(fc.integer({ min: -9, max: 9 })), { maxLength: 20 }),
        fc.boolean(),
        (count, steps, masked) => {
          const mask = Array.from({ length: count }, (_, id) => !masked || id % 3 !== 0);
          const cursor = read(count).cursor(masked ? { mask } : {});
          const left = rowsOf(count).filter(({ id }) => mask[id]);
          for (const step of steps) {
            if (step === null) {
              expect(cursor.next().value?.toObject()).toEqual(left.shift());
            } else {
              const expected = rowsOf(count).at(step);
              expect(cursor.at(step)?.toObject()).toEqual(
                expected && mask[expected.id] ? expected : undefined,
              );
            }
          }
          expect(Array.from(cursor, (row) => row.id)).toEqual(left.map(({ id }) => id));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('passes over what its mask does', () => {
    const cursor = read(4).cursor({ mask: [0, 1, false, true] });
    expect([0, 1, 2, 3, -1].map((index) => cursor.at(index)?.id)).toEqual([undefined, 1, undefined, 3, 3]);
  });

  test('ends with its array', () => {
    const rows = read(3);
    const cursor = rows.cursor();
    cursor.at(1);
    rows.close();
    expect(() => cursor.at(2)).toThrow(ClosedError);
  });
});

describe.each([
  ['a table', {}],
  ['a compact index', { index: 'compact' }],
  ['no sections', { sections: false }],
] as const)('the cursor of a mapping with %s', (_, options) => {
  const Rows = mapping({ key: t.string, value: Row });
  const entries = rowsOf(50).map((row) => [row.name, row] as const);
  const open = (): Mapping<string, Row> => Rows.fromBuffer(Rows.pack(entries, options));

  test('moves one proxy to the record of a key', () => {
    const cursor = open().cursor();
    const first = cursor.get('row 7');
    expectTypeOf(first).toEqualTypeOf<Row | undefined>();
    expect(first?.label).toBe('7: row 7');
    for (const [key, row] of entries) {
      expect(cursor.get(key)).toBe(first);
      expect(first?.toObject()).toEqual(row);
    }
    expect(cursor.get('row 50')).toBeUndefined();
    expect(cursor.at(-1)).toBe(first);
    expect(first?.id).toBe(49);
    expect(cursor.at(50)).toBeUndefined();
  });

  test('gives the entries, with the proxy in each', () => {
    const map = open();
    const all = Array.from(map, ([key, row]) => [key, row.toObject()]);
    expect(Array.from(map.cursor(), ([key, row]) => [key, row.toObject()])).toEqual(all);
    const sequential = Array.from(map.cursor().entries({ order: 'sequential' }), ([key, { id }]) => [
      key,
      id,
    ]);
    expect(sequential).toEqual(entries.map(([key, { id }]) => [key, id]));
    expect(new Set(Array.from(map.cursor(), ([, row]) => row)).size).toBe(1);
  });

  test('ends with its mapping', () => {
    const map = open();
    const cursor = map.cursor();
    map.close();
    expect(() => cursor.get('row 50')).toThrow(ClosedError);
    expect(() => cursor.get('row 1')?.id).toThrow(ClosedError);
  });
});

test('the cursor of a writable mapping assigns', () => {
  const Rows = mapping({ key: t.string, value: Row });
  const bytes = Rows.pack(rowsOf(3).map((row) => [row.name, row]));
  const cursor = Rows.fromBuffer(bytes, { writable: true }).cursor();
  cursor.get('row 2')!.id = 22;
  expect(Rows.fromBuffer(bytes).get('row 2')?.id).toBe(22);
});
