import { describe, expect, test } from 'vitest';
import { PackError } from '../errors.js';
import { HeapSpool } from '../mappers/building/heap-storage.js';
import { padSink } from './build-storage.js';
import { Writer } from './byte-writer.js';

describe('a writer', () => {
  test('grows and keeps what it holds', () => {
    const writer = new Writer(4);
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);
    for (const byte of bytes) writer.append(Uint8Array.of(byte));
    expect(writer.bytes.subarray(0, writer.end)).toEqual(bytes);
    expect(writer.view.getUint8(999)).toBe(999 & 255);
  });

  test('pads with zeros over whatever was there', () => {
    const writer = new Writer(64);
    writer.bytes.fill(9);
    writer.take(3);
    writer.align(8);
    writer.align(8);
    expect([writer.end, ...writer.bytes.subarray(3, 9)]).toEqual([8, 0, 0, 0, 0, 0, 9]);
    writer.align(1);
    writer.zeros(2);
    expect([writer.end, ...writer.bytes.subarray(8, 11)]).toEqual([10, 0, 0, 9]);
  });

  test('writes lengths and pointers of up to 53 bits', () => {
    const writer = new Writer(0);
    for (const value of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1]) {
      const at = writer.take(16);
      writer.setLength(at, value);
      writer.setPointer(at + 8, -value);
      expect(writer.view.getBigUint64(at, true)).toBe(BigInt(value));
      expect(writer.view.getBigInt64(at + 8, true)).toBe(-BigInt(value));
    }
  });

  test('reserves without taking', () => {
    const writer = new Writer(1);
    writer.reserve(100);
    expect([writer.end, writer.bytes.length >= 100]).toEqual([0, true]);
  });

  test('refuses to grow past a gibibyte', () => {
    const writer = new Writer(8);
    expect(() => writer.take(2 ** 30 + 1)).toThrow(PackError);
    expect(() => writer.take(2 ** 30 + 1)).toThrow('split it over several records');
    expect(writer.end).toBe(0);
  });
});

test('a sink is padded to an alignment, once', () => {
  const sink = new HeapSpool();
  sink.write(Uint8Array.of(1, 2, 3));
  padSink(sink, 32);
  padSink(sink, 32);
  padSink(sink, 1);
  expect(sink.position).toBe(32);
  expect([...sink.toBytes().subarray(0, 5)]).toEqual([1, 2, 3, 0, 0]);
});
