import fc from 'fast-check';
import { Registry, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import type { AnyType, ElementType } from './type.js';

/** A type, and values that read back as they were packed. */
interface Sample {
  type: ElementType;
  values: fc.Arbitrary<unknown>;
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', 'shared', 'x'.repeat(600)),
);
const blob = fc.uint8Array({ maxLength: 20 });
const safe = fc.maxSafeInteger();

const SCALARS: readonly Sample[] = [
  { type: t.uint8, values: fc.integer({ min: 0, max: 255 }) },
  { type: t.int8, values: fc.integer({ min: -128, max: 127 }) },
  { type: t.uint16, values: fc.integer({ min: 0, max: 65535 }) },
  { type: t.int16, values: fc.integer({ min: -32768, max: 32767 }) },
  { type: t.uint32, values: fc.integer({ min: 0, max: 2 ** 32 - 1 }) },
  { type: t.int32, values: fc.integer() },
  { type: t.uint64, values: fc.maxSafeNat() },
  { type: t.int64, values: safe },
  { type: t.int, values: safe },
  { type: t.bigint64, values: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n) },
  { type: t.biguint64, values: fc.bigInt(0n, 2n ** 64n - 1n) },
  { type: t.float32, values: fc.float() },
  { type: t.float64, values: fc.double() },
  { type: t.bool, values: fc.boolean() },
  { type: t.string, values: text },
  { type: t.bytes, values: blob },
];

/** Values of no declared type. Integral floats come back as the same number. */
const dynamic: fc.Arbitrary<unknown> = fc.letrec((self) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    safe,
    fc.double(),
    fc.boolean(),
    blob,
    self('list'),
    self('tuple'),
    self('set'),
  ),
  item: fc.oneof(self('any'), fc.constant(null)),
  list: fc.array(self('item'), { maxLength: 5 }),
  tuple: fc.array(self('item'), { maxLength: 4 }).map((items) => Object.freeze(items)),
  set: fc
    .uniqueArray(fc.oneof(text, safe, fc.boolean(), fc.constant(null)), { maxLength: 5 })
    .map((items) => new Set(items)),
})).any;

/** Elements that can be members of a set and are one only if they are the same. */
const MEMBERS = SCALARS.filter(({ type }) => type !== t.bytes && type !== t.float32 && type !== t.float64);

const sample: fc.Arbitrary<Sample> = fc.letrec<{ type: Sample; list: Sample; tuple: Sample }>((self) => ({
  type: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { arbitrary: fc.constantFrom(...SCALARS), weight: 4 },
    fc.constant<Sample>({ type: t.any, values: dynamic }),
    fc.constantFrom(...MEMBERS).map(
      ({ type, values }): Sample => ({
        type: t.set(type),
        values: fc.uniqueArray(values, { maxLength: 6 }).map((items) => new Set(items)),
      }),
    ),
    self('list'),
    self('tuple'),
  ),
  list: self('type').map(
    ({ type, values }): Sample => ({ type: t.list(type), values: fc.array(values, { maxLength: 5 }) }),
  ),
  tuple: self('type').map(
    ({ type, values }): Sample => ({
      type: t.tuple(type.nullable() as ElementType),
      values: fc.array(fc.option(values), { maxLength: 5 }),
    }),
  ),
})).type;

interface Field extends Sample {
  name: string;
  optional: boolean;
  nullable: boolean;
}

const field: fc.Arbitrary<Field> = fc
  .tuple(sample, fc.string({ maxLength: 6 }), fc.boolean(), fc.boolean())
  .map(([{ type, values }, name, optional, nullable]) => ({ type, values, name, optional, nullable }));

const schema = fc.uniqueArray(field, { maxLength: 12, selector: ({ name }) => name });
const alignment = fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32);

function declare(fields: readonly Field[], align: number): ReturnType<typeof struct> {
  const types = fields.map(({ name, type, optional, nullable }): [string, AnyType] => {
    const maybe = optional ? type.optional() : type;
    return [name, nullable ? maybe.nullable() : maybe];
  });
  return struct(Object.fromEntries(types), { alignment: align, registry: new Registry() });
}

function records(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  const entries = fields.map(({ name, values, optional, nullable }) => {
    const maybe = nullable ? fc.option(values) : values;
    return fc
      .option(maybe, { nil: undefined, freq: optional ? 3 : Number.MAX_SAFE_INTEGER })
      .map((value) => [name, value]);
  });
  return fc.tuple(...entries).map((pairs) => Object.fromEntries(pairs as [string, unknown][]));
}

test('any record of any schema reads back as it was packed', () => {
  const given = fc
    .tuple(schema, alignment)
    .chain(([fields, align]) =>
      fc.tuple(
        fc.constant(declare(fields, align)),
        fc.array(records(fields), { minLength: 1, maxLength: 3 }),
      ),
    );
  fc.assert(
    fc.property(given, fc.nat(40), ([type, values], start) => {
      const memory = new Uint8Array(300_000);
      let end = start;
      const offsets = values.map((value) => {
        const offset = end;
        end = type.packInto(value as never, memory, offset);
        return offset;
      });
      offsets.forEach((offset, index) => {
        const record = type.unpackFrom(memory, offset);
        expect(record.toObject()).toEqual(values[index]);
        expect(record.equals(values[index])).toBe(true);
        expect(type.pack(record as never)).toEqual(type.pack(values[index] as never));
      });
    }),
    { numRuns: 500 },
  );
});
