import { describe, expect, test } from 'vitest';
import { PackError } from '../../errors.js';
import { EntryWriter } from './entry-writer.js';
import { HeapSpool } from './heap-storage.js';

describe('entries', () => {
  const words = Uint32Array.of(9, 1, 2, 3, 4, 0, 7, 0, 8);

  test('of 64 bits have the lower word first', () => {
    const sink = new HeapSpool();
    const writer = new EntryWriter(sink, 2, 8);
    writer.add(words, 1);
    writer.flush();
    expect(Array.from(new Uint32Array(sink.toBytes().buffer))).toEqual([2, 1, 4, 3]);
  });

  test('of 32 bits have the lower words, and refuse upper ones', () => {
    const sink = new HeapSpool();
    const writer = new EntryWriter(sink, 2, 4);
    writer.add(words, 5);
    writer.flush();
    expect(Array.from(new Uint32Array(sink.toBytes().buffer))).toEqual([7, 8]);
    expect(() => writer.add(words, 1)).toThrow(PackError);
  });

  test('go out in batches', () => {
    const sink = new HeapSpool();
    const writer = new EntryWriter(sink, 3, 8);
    let batches = 0;
    for (let entry = 0; entry < 30_000; entry += 1) if (writer.add(words, 0)) batches += 1;
    writer.flush();
    expect(batches).toBeGreaterThan(1);
    expect(sink.length).toBe(30_000 * 24);
  });
});
