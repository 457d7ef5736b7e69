import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson } from './printable.js';

/** What may reach a terminal: Unicode's own classes are the judge, but for joiners within words and emoji. */
const STEERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_C}]|[\u{e0000}-\u{e007f}]|\ufeff/u;

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\u001b', '\n', '\u007f', '\u009b', '\u061c', '\u200f', '\u202e', '\u2067', '\u2028'),
    fc.constantFrom('\u{e0041}', '\ud800', '\udc00', '\ufeff', '"', '\\', 'é', '…', '😀', '\u200d'),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  ),
});

test('names what it leaves out', () => {
  expect(printable('a\u001b[31m\n\u009b\u202eé…"😀\u{e0041}\ud800')).toBe(
    'a\\u001b[31m\\u000a\\u009b\\u202eé…"😀\\udb40\\udc41\\ud800',
  );
});

test('nothing that steers a terminal is left', () => {
  fc.assert(fc.property(hostile, (text) => !STEERS.test(printable(text))));
});

test('JSON stands for the same value, over lines too', () => {
  fc.assert(
    fc.property(fc.dictionary(hostile, hostile), (value) => {
      const json = printableJson(JSON.stringify(value, null, 2));
      expect(JSON.parse(json)).toEqual(value);
      expect(STEERS.test(json.replaceAll('\n', ''))).toBe(false);
    }),
  );
});
