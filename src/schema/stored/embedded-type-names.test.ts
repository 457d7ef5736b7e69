import { SchemaError, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import type { VariableCodec } from '../../values/base/codec.js';
import { Decoding } from '../../values/base/decoding.js';
import { Packer } from '../../values/base/packer.js';
import { text } from '../../values/text/text-and-bytes.js';
import { defaultRegistry } from '../registry.js';
import { TYPE } from '../type.js';
import { codecOfStored, sameBytes } from './embedded-type-names.js';

describe('names of stored types', () => {
  test('lead to the codec that the declared type has', () => {
    expect(codecOfStored('mapped_unicode')).toBe(text);
    for (const type of [t.uint8, t.float64, t.float, t.bool, t.bytes, t.list, t.tuple, t.set, t.any]) {
      expect(codecOfStored(type[TYPE].stored as string)).toBe(type[TYPE].codec);
    }
  });

  test('of 64-bit integers lead to one that gives bigints where needed', () => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, 2n ** 64n - 1n, true);
    for (const [name, value] of [
      ['uint64', 2n ** 64n - 1n],
      ['int64', -1],
      ['int', -1],
    ] as const) {
      const codec = codecOfStored(name);
      expect(codec.size).toBe(8);
      expect((codec as unknown as { get(view: DataView, at: number): unknown }).get(view, 0)).toBe(value);
    }
  });

  test('that are unknown lead to a codec that refuses', () => {
    const codec = codecOfStored('somewhere Thing') as VariableCodec;
    expect([codec.name, codec.size]).toEqual(['somewhere Thing', 0]);
    const window = Memory.over(new Uint8Array(8)).windowAt(0);
    expect(() => codec.read(window, 4, new Decoding(defaultRegistry))).toThrow(SchemaError);
    expect(() => codec.read(window, 4, new Decoding(defaultRegistry))).toThrow(
      'the field at byte 4 is stored as',
    );
    expect(() => codec.write(new Packer(defaultRegistry), 1)).toThrow('does not write');
  });
});

test('names stand for the same bytes where only what Python makes of them differs', () => {
  expect(sameBytes('int', 'int64')).toBe(true);
  expect(sameBytes('float', 'float64')).toBe(true);
  expect(sameBytes('proxied_list', 'mapped_list')).toBe(true);
  expect(sameBytes('mapped_tuple', 'proxied_tuple')).toBe(true);
  expect(sameBytes('uint32', 'uint32')).toBe(true);
  expect(sameBytes('int', 'uint64')).toBe(false);
  expect(sameBytes('mapped_list', 'mapped_tuple')).toBe(false);
  expect(sameBytes('mapped_bytes', 'mapped_unicode')).toBe(false);
});
