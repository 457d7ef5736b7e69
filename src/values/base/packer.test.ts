import { expect, test } from 'vitest';
import { defaultRegistry } from '../../schema/registry.js';
import { any, list } from '../any/any.js';
import { bytes, text } from '../text/text-and-bytes.js';
import { Packer } from './packer.js';

test('the bare form and the RTTI form of a list are two, and each is written once', () => {
  const packer = new Packer(defaultRegistry);
  const value = ['a'];
  const bare = packer.place(list, value);
  const tagged = packer.place(any, value);
  const { end } = packer;
  expect(bare).not.toBe(tagged);
  expect([packer.place(list, value), packer.place(any, value)]).toEqual([bare, tagged]);
  expect(packer.end).toBe(end);
});

test('the body of text or bytes with their type in front serves as the bare form (docs/format.md 9)', () => {
  const packer = new Packer(defaultRegistry);
  const blob = Uint8Array.of(1, 2);
  const first = packer.place(any, 'text');
  const second = packer.place(any, blob);
  const { end } = packer;
  expect(packer.place(text, 'text')).toBe(first + 8);
  expect(packer.place(bytes, blob)).toBe(second + 8);
  expect(packer.end).toBe(end);
  // But not the other way round.
  packer.place(text, 'other');
  expect(packer.place(any, 'other')).toBe(packer.end - 8 - 2 - 5);
});

test('a later RTTI form overwrites the bare one', () => {
  const packer = new Packer(defaultRegistry);
  const bare = packer.place(text, 'text');
  const tagged = packer.place(any, 'text');
  expect(packer.place(text, 'text')).toBe(tagged + 8);
  expect(bare).not.toBe(tagged + 8);
});

test('positions shared are absolute: implicit offset + position', () => {
  const packer = new Packer(defaultRegistry);
  packer.implicitOffset = 1000;
  expect(packer.place(text, 'a')).toBe(0);
  packer.restart();
  packer.implicitOffset = 5000;
  expect(packer.place(text, 'a')).toBe(-4000);
});

test('pads as is right for where the bytes will lie', () => {
  const packer = new Packer(defaultRegistry);
  packer.place(text, 'abcdef');
  packer.restart(5);
  packer.take(1);
  packer.align(24);
  expect(packer.end).toBe(19);
  packer.restart();
  packer.take(1);
  packer.align(24);
  expect(packer.end).toBe(24);
});
