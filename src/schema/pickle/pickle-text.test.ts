import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLatin1, decodeText, encodeLatin1, encodeText } from './pickle-text.js';

describe('UTF-8 with surrogates', () => {
  test('any text comes back, with whatever surrogates', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(decodeText(encodeText(text))).toBe(text);
      }),
    );
  });

  test('well-formed text is plain UTF-8, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(Buffer.from(encodeText(`\ufeff${text}`)).equals(Buffer.from(`\ufeff${text}`))).toBe(true);
      }),
    );
    expect(decodeText(Buffer.from('\ufeffx'))).toBe('\ufeffx');
  });

  test('a lone surrogate is three bytes', () => {
    expect(encodeText('a\ud800b')).toStrictEqual(Uint8Array.of(0x61, 0xed, 0xa0, 0x80, 0x62));
    expect(decodeText(Uint8Array.of(0x61, 0xed, 0xa0, 0x80, 0x62))).toBe('a\ud800b');
  });

  test.each([
    [[0xff]],
    [[0xc3]],
    [[0xed, 0xa0]],
    [[0xc3, 0xed, 0xa0, 0x80]],
    [[0xed, 0xa0, 0x80, 0xc0, 0x80]],
  ])('%j is not text', (bytes) => {
    expect(decodeText(Uint8Array.from(bytes))).toBeUndefined();
  });
});

describe('Latin-1', () => {
  test('all bytes, and long text, come back', () => {
    const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => i & 0xff);
    expect(decodeLatin1(bytes).charCodeAt(0x95)).toBe(0x95);
    expect(encodeLatin1(decodeLatin1(bytes))).toStrictEqual(bytes);
    expect(encodeLatin1('€')).toBeUndefined();
  });
});
