import { idMapper, mapping, PackError, SchemaError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { hasTextKeys, keySpec } from './key-kind.js';

describe('keys', () => {
  test.each([
    ['string', t.string, 'string'],
    ['bytes', t.bytes, 'bytes'],
    ['uint8', t.uint8, 'integer'],
    ['int8', t.int8, 'integer'],
    ['uint16', t.uint16, 'integer'],
    ['int16', t.int16, 'integer'],
    ['uint32', t.uint32, 'integer'],
    ['int32', t.int32, 'integer'],
    ['uint64', t.uint64, 'integer'],
    ['int64', t.int64, 'integer'],
    ['int', t.int, 'integer'],
    ['biguint64', t.biguint64, 'bigint'],
    ['bigint64', t.bigint64, 'bigint'],
  ] as const)('of type %s are kept as such', (name, key, kind) => {
    const spec = keySpec({ key });
    expect(spec).toMatchObject({ kind, type: name, multi: false, width: 8 });
    expect(hasTextKeys(spec)).toBe(kind === 'string' || kind === 'bytes');
    expect(keySpec({ key, multi: true, width: 32 })).toMatchObject({ multi: true, width: 4 });
  });

  test.each([
    ['float32', t.float32],
    ['float', t.float],
    ['bool', t.bool],
    ['list', t.list],
    ['struct', struct({ a: t.uint8 })],
  ])('of type %s cannot be', (name, key) => {
    expect(() => keySpec({ key })).toThrow(SchemaError);
    expect(() => keySpec({ key })).toThrow(`${name} cannot be a key: use t.string, t.bytes`);
    expect(() => mapping({ key: key as never })).toThrow(SchemaError);
    expect(() => idMapper({ key: key as never })).toThrow(SchemaError);
  });

  test('that are no type, and other widths, are refused', () => {
    for (const key of [undefined, null, 'string', String, {}]) {
      expect(() => keySpec({ key: key as never })).toThrow(SchemaError);
    }
    for (const width of [16, 0, '32', NaN]) {
      expect(() => keySpec({ key: t.string, width: width as 32 })).toThrow('is neither 32 nor 64');
    }
  });

  test('are checked by their type', () => {
    const takes =
      (key: typeof t.uint8 | typeof t.string | typeof t.bytes | typeof t.bigint64, value: unknown) => () =>
        keySpec({ key }).check(value);
    expect(takes(t.uint8, 255)).not.toThrow();
    expect(takes(t.uint8, 256)).toThrow(PackError);
    expect(takes(t.int8, -1)).toThrow('-1 is negative: integer keys are unsigned');
    expect(takes(t.bigint64, -1n)).toThrow('-1n is negative');
    expect(takes(t.uint8, 5n)).not.toThrow();
    expect(takes(t.uint8, 0.5)).toThrow(PackError);
    expect(takes(t.uint8, '5')).toThrow(PackError);
    expect(takes(t.string, 'x')).not.toThrow();
    expect(takes(t.string, Uint8Array.of(1))).toThrow('a Uint8Array is not a string');
    expect(takes(t.bytes, Uint8Array.of(1))).not.toThrow();
    expect(takes(t.bytes, Buffer.from('x'))).not.toThrow();
    expect(takes(t.bytes, 'x')).toThrow('"x" is not a Uint8Array');
  });
});
