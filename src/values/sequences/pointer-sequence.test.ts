import { CorruptBufferError, Sharing, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';

const Box = struct({ v: t.list });

test('None is the pointer 1', () => {
  const bytes = Box.pack({ v: [null, 'a'] });
  const view = new DataView(bytes.buffer);
  expect(String.fromCharCode(bytes[16]!)).toBe('T');
  expect([view.getInt32(24, true), view.getInt32(28, true)]).toEqual([1, 16]);
});

test('pointers lead back to what was written earlier in the same memory', () => {
  const sharing = new Sharing();
  const memory = new Uint8Array(200);
  const end = Box.packInto({ v: ['shared', true] }, memory, 0, { sharing });
  const last = Box.packInto({ v: ['shared', false] }, memory, end, { sharing });
  expect(last - end).toBeLessThan(end);
  expect(Box.unpackFrom(memory, end).v).toEqual(['shared', false]);
});

test('what lies more than 2 GiB back, which 32 bits do not span, is written again', () => {
  const sharing = new Sharing();
  const first = Box.pack({ v: ['shared', 1] }, { sharing });
  const near = Box.pack({ v: ['shared', 1] }, { sharing, implicitOffset: 2 ** 31 - 24 });
  const far = Box.pack({ v: ['shared', 1] }, { sharing, implicitOffset: 2 ** 32 });
  expect(near.length).toBeLessThan(first.length);
  expect(far).toEqual(first);
  // A slot's pointer has 64 bits: no distance is too far.
  const Text = struct({ s: t.string });
  const texts = new Sharing();
  Text.pack({ s: 'shared' }, { sharing: texts });
  const slot = Text.pack({ s: 'shared' }, { sharing: texts, implicitOffset: 2 ** 40 });
  expect(new DataView(slot.buffer).getBigInt64(8, true)).toBe(16n - 2n ** 40n);
});

test('64-bit pointers are read, and pointers out of the memory refused', () => {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true); // slot 0 is set
  view.setUint32(8, 16, true);
  view.setUint32(16, 't'.charCodeAt(0) | (2 << 8), true);
  view.setBigInt64(24, 24n, true);
  view.setBigInt64(32, 1n, true);
  bytes.set(['b'.charCodeAt(0), 7], 40);
  expect(Box.unpackFrom(bytes).v).toEqual([7, null]);
  for (const pointer of [2n ** 40n, -(2n ** 40n), -17n, 48n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    view.setBigInt64(24, pointer, true);
    expect(() => Box.unpackFrom(bytes).v, `${pointer}`).toThrow(CorruptBufferError);
  }
});
