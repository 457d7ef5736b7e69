/** Records packed by column are those packed one by one. */
import fc from 'fast-check';
import { array, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { StructCodec } from '../../schema/struct-codec.js';
import { TYPE } from '../../schema/type.js';
import { ColumnPacker } from './column-packer.js';
import { TextColumn } from './text-column.js';

const FIELDS = {
  score: t.float64.optional(),
  ratio: t.float32.optional(),
  big: t.int64.optional(),
  wide: t.biguint64.optional(),
  small: t.uint8.optional(),
  on: t.bool.optional(),
  name: t.string.optional(),
  city: t.string.optional(),
  note: t.string.optional(),
  aText: t.string.optional(),
};
type Row = { [Name in keyof typeof FIELDS]?: unknown };

function textColumn(values: readonly (string | undefined)[]): TextColumn {
  const encoded = values.map((value) => (value === undefined ? undefined : new TextEncoder().encode(value)));
  const bytes = new Uint8Array(encoded.reduce((sum, each) => sum + (each?.length ?? 0), 0));
  const starts = new Int32Array(values.length);
  const lengths = new Int32Array(values.length).fill(-1);
  let end = 0;
  encoded.forEach((each, row) => {
    if (each === undefined) return;
    starts[row] = end;
    lengths[row] = each.length;
    bytes.set(each, end);
    end += each.length;
  });
  return new TextColumn(bytes, starts, lengths);
}

const text = fc.option(fc.constantFrom('', 'a', 'ab', 'Zoë', 'a longer text that takes a call to copy it'), {
  nil: undefined,
});
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    score: maybe(fc.double()),
    ratio: maybe(fc.float()),
    big: maybe(fc.maxSafeInteger()),
    wide: maybe(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
    small: maybe(fc.integer({ min: 0, max: 255 })),
    on: maybe(fc.boolean()),
    name: text,
    city: text,
    note: text,
    aText: text,
  }),
  { maxLength: 30 },
);

function packed(fields: object, rows: readonly Row[], alignment: number) {
  const Type = struct(fields as typeof FIELDS, { alignment });
  const packer = ColumnPacker.of(Type[TYPE].codec as StructCodec)!;
  const columns = Object.keys(fields).map((name) => {
    const values = rows.map((row) => row[name as keyof Row]);
    return /name|city|note|aText/.test(name) ? textColumn(values as string[]) : values;
  });
  return {
    byColumn: packer.pack(columns, rows.length),
    oneByOne: () => array(Type).packChunk(rows as never, { share: false }),
  };
}

describe('columns', () => {
  test('of any values and any fields give the bytes of records', () => {
    const names = fc.subarray(Object.keys(FIELDS) as (keyof typeof FIELDS)[], { minLength: 1 });
    fc.assert(
      fc.property(rows, names, fc.constantFrom(1, 2, 3, 4, 8, 16, 40), (given, chosen, alignment) => {
        const fields = Object.fromEntries(chosen.map((name) => [name, FIELDS[name]]));
        const { byColumn, oneByOne } = packed(fields, given, alignment);
        expect(byColumn).toEqual(oneByOne());
      }),
      { numRuns: 300 },
    );
  });

  test('of typed arrays, too', () => {
    const Type = struct({ score: t.float64, big: t.int64, small: t.uint8, name: t.string });
    const packer = ColumnPacker.of(Type[TYPE].codec as StructCodec)!;
    const big = [-1, 2 ** 53 - 1, -(2 ** 53) + 1, 0];
    const scores = [Number.NaN, -0, 1e300, Number.POSITIVE_INFINITY];
    const names = ['x', 'y', 'z', 'x'];
    const made = packer.pack(
      [Float64Array.from(scores), Float64Array.from(big), Uint8Array.from([1, 2, 3, 255]), textColumn(names)],
      4,
    );
    const given = big.map((value, row) => ({
      score: scores[row]!,
      big: value,
      small: [1, 2, 3, 255][row]!,
      name: names[row]!,
    }));
    expect(made).toEqual(array(Type).packChunk(given, { share: false }));
  });

  test('are left to packing one by one where values do not fit, or could be compressed', () => {
    const wrong: [fields: object, row: Row][] = [
      [{ small: t.uint8 }, { small: 256 }],
      [{ small: t.uint8 }, { small: undefined }],
      [{ small: t.uint8.nullable() }, { small: null }],
      [{ big: t.int64 }, { big: 1.5 }],
      [{ name: t.string }, { name: 'x'.repeat(513) }],
      [{ name: t.string }, { name: undefined }],
    ];
    for (const [fields, row] of wrong) expect(packed(fields, [row], 8).byColumn).toBeUndefined();
    for (const type of [t.any, t.list, t.date, t.bytes, t.decimal]) {
      expect(ColumnPacker.of(struct({ a: t.uint8, b: type })[TYPE].codec as StructCodec)).toBeUndefined();
    }
  });
});
