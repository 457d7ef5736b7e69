import { struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { MAX_DEPTH } from './codec.js';

const Box = struct({ v: t.any });

/** `levels` lists, each of two pointers to the next: 2^levels values in 24 bytes a level. */
function fanOut(levels: number): Uint8Array {
  let v: unknown = ['end', 'end'];
  for (let level = 0; level < levels; level += 1) v = [v, v];
  return Box.pack({ v });
}

/** One list of 50,000 numbers, pointed to `times` times. */
function repeated(times: number): Uint8Array {
  const numbers = Array.from({ length: 50_000 }, (_, index) => index);
  return Box.pack({ v: Array.from({ length: times }, () => numbers) });
}

/** A list of lists of numbers, each of which starts 16 bytes into the one before and goes on to the end. */
function overlapping(count: number): Uint8Array {
  const first = 32 + count * 4;
  const bytes = new Uint8Array(first + 16 * count);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(8, 16, true);
  bytes[16] = 'e'.charCodeAt(0);
  view.setUint32(24, 'T'.charCodeAt(0) | (count << 8), true);
  for (let index = 0; index < count; index += 1) {
    const at = first + index * 16;
    view.setInt32(32 + index * 4, at - 24, true);
    bytes[at] = 'e'.charCodeAt(0);
    view.setUint32(at + 8, 'B'.charCodeAt(0) | ((bytes.length - at - 12) << 8), true);
  }
  return bytes;
}

describe('shared pointers', () => {
  test('that fan out to 2^40 values are read as shared values, once each', () => {
    const bytes = fanOut(40);
    expect(bytes.length).toBeLessThan(1500);
    let v = Box.unpackFrom(bytes).v as unknown[];
    for (let level = 0; level < 40; level += 1) {
      expect(v[0]).toBe(v[1]);
      v = v[0] as unknown[];
    }
    expect(v).toEqual(['end', 'end']);
  });

  test('to packed numbers give one array', () => {
    const many = Box.unpackFrom(repeated(2000)).v as number[][];
    expect(many[1999]!.length).toBe(50_000);
    expect(new Set(many).size).toBe(1);
  });

  test('to lists that overlap, each of which is another, are refused', () => {
    const bytes = overlapping(3200);
    expect(bytes.length).toBeLessThan(2 ** 16);
    expect(() => Box.unpackFrom(bytes).v).toThrow('shared pointers multiply');
  });

  test('to one long string give that string', () => {
    const List = struct({ v: t.list });
    const text = 'x'.repeat(200_000);
    const bytes = List.pack({ v: Array.from({ length: 20_000 }, () => text) });
    expect(bytes.length).toBeLessThan(100_000);
    const { v } = List.unpackFrom(bytes);
    expect([v.length, v[0] === text, v[19_999] === text]).toEqual([20_000, true, true]);
  });
});

describe('depth', () => {
  function nested(levels: number): unknown {
    let v: unknown = 'x';
    for (let level = 0; level < levels; level += 1) v = [v];
    return v;
  }

  test('what packs can be read, to the last level', () => {
    const v = nested(MAX_DEPTH - 2);
    const record = Box.unpackFrom(Box.pack({ v }));
    expect(record.toObject()).toEqual({ v });
    expect(record.equals({ v })).toBe(true);
  });

  test('deeper data is refused', () => {
    expect(() => Box.pack({ v: nested(MAX_DEPTH + 1) })).toThrow('nest deeper');
    // A chain of lists, each of one pointer to the next, laid by hand.
    const levels = 5000;
    const bytes = new Uint8Array(16 + levels * 24 + 8);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 1, true);
    view.setUint32(8, 16, true);
    for (let level = 0; level < levels; level += 1) {
      const at = 16 + level * 24;
      bytes[at] = 'e'.charCodeAt(0);
      view.setUint32(at + 8, 'T'.charCodeAt(0) | (1 << 8), true);
      view.setInt32(at + 16, 16, true);
    }
    expect(() => Box.unpackFrom(bytes).v).toThrow(`nest deeper than ${MAX_DEPTH} levels`);
  });
});

test('containers inside themselves come back so', () => {
  const list: unknown[] = ['l'];
  list.push(list);
  const tuple: unknown[] = ['t', list];
  list.push(Object.freeze(tuple));
  const back = Box.unpackFrom(Box.pack({ v: list })).v as unknown[];
  expect(back[1]).toBe(back);
  expect((back[2] as unknown[])[1]).toBe(back);
});
