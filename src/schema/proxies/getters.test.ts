import fc from 'fast-check';
import { CorruptBufferError, MissingFieldError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { AnyType } from '../type.js';

/** Types with a value each, as packed and as read. */
const SAMPLES: readonly [AnyType, unknown][] = [
  [t.uint8, 200],
  [t.int8, -100],
  [t.uint16, 60_000],
  [t.int16, -30_000],
  [t.uint32, 4e9],
  [t.int32, -2e9],
  [t.uint64, 2 ** 52],
  [t.int64, -(2 ** 52)],
  [t.int, -5],
  [t.bigint64, -(2n ** 62n)],
  [t.biguint64, 2n ** 63n],
  [t.float32, 0.5],
  [t.float64, 0.1],
  [t.float, -0.1],
  [t.bool, true],
  [t.string, 'text'],
  [t.bytes, Uint8Array.of(1, 2)],
  [t.list, [1, 'a']],
  [t.tuple, [1, 'b']],
  [t.set, new Set([1, 'c'])],
  [t.list(t.string), ['d']],
  [t.any, 'any'],
];

test('every type reads back from records of any shape, by any alignment', () => {
  const state = fc.constantFrom('set', 'none', 'missing');
  const field = fc.tuple(fc.constantFrom(...SAMPLES), state);
  fc.assert(
    fc.property(
      fc.array(field, { maxLength: 64 }),
      fc.constantFrom(1, 2, 4, 8, 16, 32),
      fc.nat(40),
      (given, alignment, offset) => {
        const fields = given.map(([[type]], index): [string, AnyType] => [
          `f${index}`,
          type.optional().nullable(),
        ]);
        const type = struct(Object.fromEntries(fields), { alignment: alignment as 8 });
        const expected = given.map(
          ([[, value], state]) => ({ set: value, none: null, missing: undefined })[state],
        );
        const memory = new Uint8Array(8192);
        const end = type.packInto(
          Object.fromEntries(expected.map((value, index) => [`f${index}`, value])),
          memory,
          offset,
        );
        const record = type.unpackFrom(memory.subarray(0, end), offset) as Record<string, unknown>;
        expect(given.map((_, index) => record[`f${index}`])).toEqual(expected);
      },
    ),
  );
});

describe.each(SAMPLES.map(([type, value], index) => ({ type, value, index })))(
  'missing and None: sample $index',
  ({ type, value }) => {
    const loose = struct({ a: t.uint8, f: type.optional().nullable() });
    const required = struct({ a: t.uint8, f: type }, { name: 'Record' });

    test('a stored record without the field names it', () => {
      const bytes = loose.pack({ a: 1 });
      expect(() => required.unpackFrom(bytes).f).toThrow(MissingFieldError);
      expect(() => required.unpackFrom(bytes).f).toThrow(
        'Record.f is missing in this record: declare the field .optional() to read such records',
      );
      const nullable = struct({ a: t.uint8, f: type.nullable() }).unpackFrom(bytes);
      expect(() => nullable.f).toThrow(MissingFieldError);
      expect(struct({ a: t.uint8, f: type.optional() }).unpackFrom(bytes).f).toBeUndefined();
    });

    test('a stored None is no missing field', () => {
      const bytes = loose.pack({ a: 1, f: null });
      expect(() => required.unpackFrom(bytes).f).toThrow(
        'Record.f is None in this record: declare the field .nullable()',
      );
      expect(() => struct({ a: t.uint8, f: type.optional() }).unpackFrom(bytes).f).toThrow(MissingFieldError);
      expect(struct({ a: t.uint8, f: type.nullable() }).unpackFrom(bytes).f).toBeNull();
      expect(loose.unpackFrom(bytes).f).toBeNull();
    });

    test('a cut record is refused', () => {
      const bytes = required.pack({ a: 1, f: value });
      for (let length = 8; length < bytes.length; length += 1) {
        const record = required.unpackFrom(bytes.subarray(0, length));
        let read: unknown;
        try {
          read = record.f;
        } catch (error) {
          expect(error).toBeInstanceOf(CorruptBufferError);
          continue;
        }
        // Only padding was cut off.
        expect(read).toEqual(value);
      }
    });
  },
);

test('the error carries the field', () => {
  const record = struct({ f: t.string }).unpackFrom(new Uint8Array(8));
  try {
    record.f;
    expect.unreachable();
  } catch (error) {
    expect((error as MissingFieldError).field).toBe('f');
    expect((error as MissingFieldError).code).toBe('SB_MISSING');
  }
});
