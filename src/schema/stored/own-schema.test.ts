import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSchemaPickle } from '../pickle/schema-pickle.js';
import { Registry } from '../registry.js';
import { struct } from '../struct.js';
import type { Struct } from '../struct-class.js';
import type { StructOptions } from '../struct-schema.js';
import { t } from '../t.js';
import { describeSchema, schemaBytes } from './embedded-schema.js';
import { isOwnSchema, plainPickle, readOwnSchema } from './own-schema.js';

const TYPES = [
  t.uint8,
  t.int64,
  t.uint64,
  t.float64,
  t.bool,
  t.string,
  t.bytes,
  t.set(t.uint8),
  t.listView,
  t.dict,
  t.any,
  t.datetimeUtc,
];
const NAMES = ['slot_types', 'slot_keys', 'alignment', 'bases', 'version', 'Schema', 'x', ''];
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary-ascii', maxLength: 12 }));
const fields = fc
  .uniqueArray(fc.tuple(name, fc.constantFrom(...TYPES)), { maxLength: 64, selector: ([key]) => key })
  .map((entries) => Object.fromEntries(entries));
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const schemaOf = (declared: Parameters<typeof struct>[0], options: StructOptions = {}) =>
  (struct(declared, { registry: new Registry(), ...options }) as unknown as typeof Struct).schema;

test('plain schemas come to what the writer of pickles writes, and are described as it would be read', () => {
  fc.assert(
    fc.property(fields, fc.integer({ min: 1, max: 255 }), (declared, alignment) => {
      const schema = schemaOf(declared, { alignment });
      const bytes = schemaBytes(schema, true);
      expect(plainPickle(schema)).toBe(latin1(bytes));
      expect(isOwnSchema(schema, bytes)).toBe(true);
      expect(readSchemaPickle(bytes)).toEqual(describeSchema(schema));
      expect(readOwnSchema(bytes)).toEqual(describeSchema(schema));
    }),
  );
});

describe('what is not plain is left to the reader', () => {
  const Inner = struct({ n: t.uint8 });
  test.each([
    ['a struct', schemaOf({ inner: Inner })],
    ['user data', schemaOf({ n: t.uint8 }, { userData: { made: 'here' } })],
    ['names with other letters', schemaOf({ é: t.uint8 })],
    ['long names', schemaOf({ ['n'.repeat(256)]: t.uint8 })],
    ['a large alignment', schemaOf({ n: t.uint8 }, { alignment: 256 })],
  ])('%s', (_, schema) => {
    expect(plainPickle(schema)).toBeUndefined();
    expect(isOwnSchema(schema, schemaBytes(schema, true))).toBe(false);
    expect(readOwnSchema(schemaBytes(schema, true))).toBeUndefined();
  });

  test('one byte that differs, and bytes that are missing or too many', () => {
    const schema = schemaOf({ n: t.uint8, s: t.string });
    const bytes = schemaBytes(schema, true);
    for (let at = 0; at < bytes.length; at += 1) {
      const other = bytes.slice();
      other[at]! ^= 1;
      expect(isOwnSchema(schema, other)).toBe(false);
      // Another schema, as the reader of pickles has it, or none.
      const read = readOwnSchema(other);
      if (read !== undefined) expect(readSchemaPickle(other)).toEqual(read);
    }
    expect(isOwnSchema(schema, bytes.subarray(1))).toBe(false);
    expect(isOwnSchema(schema, Uint8Array.of(...bytes, 0))).toBe(false);
  });
});

test('bytes of any kind are no schema, or just the one that the reader of pickles has', () => {
  const bytes = schemaBytes(schemaOf({ a: t.uint8, slot_types: t.string }), true);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
      const other = bytes.slice();
      for (const [at, byte] of changes) other[at] = byte;
      const read = readOwnSchema(other);
      if (read !== undefined) expect(readSchemaPickle(other)).toEqual(read);
    }),
  );
  expect(readOwnSchema(new Uint8Array(0))).toBeUndefined();
  expect(readOwnSchema(new Uint8Array(2 ** 16))).toBeUndefined();
});
