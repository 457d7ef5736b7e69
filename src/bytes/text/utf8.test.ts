import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { CorruptBufferError, PackError } from '../../errors.js';
import { bufferOver, decodeUtf8, encodeUtf8Into, type NodeBytes, utf8Length } from './utf8.js';

const none = (): undefined => undefined;
const ways: [string, (bytes: Uint8Array) => NodeBytes | undefined][] = [
  ['with Buffer', bufferOver],
  ['without Buffer', none],
];

/** Texts of any script, with lengths on both sides of every internal cut. */
const ascii = fc.string({ unit: 'binary-ascii', maxLength: 80 });
const text = fc.oneof(ascii, fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme' }));
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function strictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** `bytes` in the middle of others that would show if they were read. */
function surrounded(bytes: Uint8Array, memory: ArrayBufferLike): Uint8Array {
  const all = new Uint8Array(memory, 3);
  all.fill(0xff);
  all.set(bytes, 5);
  return all;
}

describe.each(ways)('decodeUtf8 %s', (_, over) => {
  test('gives what TextEncoder encoded, from plain and shared memory', () => {
    fc.assert(
      fc.property(text, (value) => {
        const bytes = new TextEncoder().encode(value);
        const size = bytes.length + 20;
        for (const memory of [new ArrayBuffer(size), new SharedArrayBuffer(size)]) {
          const all = surrounded(bytes, memory);
          expect(decodeUtf8(all, over(all), 5, 5 + bytes.length)).toBe(value);
        }
      }),
    );
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 40, 5000])(
    'reads %i ASCII bytes, and sees a byte that is not ASCII anywhere among them',
    (length) => {
      const bytes = Uint8Array.from({ length }, (_, i) => 33 + (i % 90));
      expect(decodeUtf8(bytes, over(bytes), 0, length)).toBe(strict.decode(bytes));
      for (let i = 0; i < Math.min(length, 40); i++) {
        const wrong = Uint8Array.from(bytes);
        wrong[i] = 0x80;
        expect(() => decodeUtf8(wrong, over(wrong), 0, length)).toThrow(CorruptBufferError);
      }
    },
  );

  test('accepts just what a strict TextDecoder accepts', () => {
    const edge = fc.constantFrom(0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf);
    const lead = fc.constantFrom(0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff);
    const bytesOf = fc.array(fc.oneof(edge, lead), { maxLength: 5 }).map((list) => Uint8Array.from(list));
    const padding = fc.constantFrom('', 'a', 'long enough to be decoded natively', '\uFFFD');
    fc.assert(
      fc.property(bytesOf, padding, (middle, before) => {
        const head = new TextEncoder().encode(before);
        const bytes = new Uint8Array([...head, ...middle]);
        const expected = strictly(bytes);
        const error = caught(() => {
          expect(decodeUtf8(bytes, over(bytes), 0, bytes.length)).toBe(expected);
        });
        if (expected !== undefined) expect(error).toBeUndefined();
        else expect(error).toBeInstanceOf(CorruptBufferError);
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[string, number[]]>([
    ['a lone continuation byte', [0x80]],
    ['an overlong /', [0xc0, 0xaf]],
    ['an overlong sequence of three', [0xe0, 0x9f, 0xbf]],
    ['an overlong sequence of four', [0xf0, 0x8f, 0xbf, 0xbf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a surrogate pair', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lead byte that does not exist', [0xf5, 0x80, 0x80, 0x80]],
    ['a sequence cut short', [0xe2, 0x82]],
    ['a sequence broken off', [0xf0, 0x9f, 0x98, 0x41]],
  ])('refuses %s, and says where', (_, wrong) => {
    for (const before of ['', 'aé€😀\uFFFD', 'x'.repeat(50)]) {
      const head = new TextEncoder().encode(before);
      const bytes = new Uint8Array([...head, ...wrong]);
      const error = caught(() => decodeUtf8(bytes, over(bytes), 0, bytes.length, 1000)) as CorruptBufferError;
      expect(error).toBeInstanceOf(CorruptBufferError);
      expect(error.offset).toBe(1000 + head.length);
    }
  });

  test('a sequence that goes on past the end is cut short', () => {
    const bytes = new TextEncoder().encode('ab€');
    expect(() => decodeUtf8(bytes, over(bytes), 0, 4)).toThrow(/not valid UTF-8.*\(at byte 2\)/);
  });

  test.each(['\uFFFD', 'a\uFFFDb', '\uFEFF', '\uFEFFbom', `\uFEFF${'x'.repeat(100)}`, '\0', '\u{10FFFF}'])(
    'keeps %j',
    (value) => {
      const bytes = new TextEncoder().encode(value);
      expect(decodeUtf8(bytes, over(bytes), 0, bytes.length)).toBe(value);
    },
  );

  test('reads a view of a Buffer', () => {
    const bytes = Buffer.from('a text in a Buffer, of some length: é');
    expect(decodeUtf8(bytes, over(bytes), 2, bytes.length)).toBe('text in a Buffer, of some length: é');
  });
});

test('shared memory never reaches a TextDecoder', () => {
  const decode = vi.spyOn(TextDecoder.prototype, 'decode');
  const bytes = new Uint8Array(new SharedArrayBuffer(60)).fill(0x61);
  expect(decodeUtf8(bytes, undefined, 0, 60)).toBe('a'.repeat(60));
  const seen = decode.mock.calls.map(([input]) => (input as Uint8Array).buffer);
  decode.mockRestore();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toBeInstanceOf(ArrayBuffer);
});

describe.each(ways)('encodeUtf8Into %s', (_, over) => {
  test('writes what TextEncoder writes, and nothing else', () => {
    fc.assert(
      fc.property(text, (value) => {
        const expected = new TextEncoder().encode(value);
        const bytes = new Uint8Array(7 + 3 * value.length);
        expect(encodeUtf8Into(value, bytes, over(bytes), 7)).toBe(expected.length);
        expect(bytes.subarray(7, 7 + expected.length)).toEqual(expected);
        expect(bytes.subarray(0, 7)).toEqual(new Uint8Array(7));
      }),
    );
  });

  test('writes shared memory', () => {
    const value = 'déjà vu, written at some length';
    const bytes = new Uint8Array(new SharedArrayBuffer(200));
    const size = encodeUtf8Into(value, bytes, over(bytes), 3);
    expect(decodeUtf8(bytes, undefined, 3, 3 + size)).toBe(value);
  });

  test.each([
    ['\uD800', 0],
    ['ab\uDC00', 2],
    ['\uDC00\uD800', 0],
    ['😀\uD83D', 2],
    [`${'é'.repeat(100)}\uD800\uD83D\uDE00`, 100],
  ])('refuses the lone surrogate in %j', (value, index) => {
    const bytes = new Uint8Array(1000);
    const reason = `text has a lone surrogate at index ${index}; it has no UTF-8 form`;
    expect(() => encodeUtf8Into(value, bytes, over(bytes), 0)).toThrow(new PackError(reason));
  });
});

test('lone surrogates are refused without String.prototype.isWellFormed as well', () => {
  const prototype = String.prototype as { isWellFormed?: () => boolean };
  const { isWellFormed } = prototype;
  const bytes = new Uint8Array(100);
  try {
    delete prototype.isWellFormed;
    expect(() => encodeUtf8Into('é\uD800', bytes, undefined, 0)).toThrow(/lone surrogate at index 1/);
    expect(encodeUtf8Into('é😀', bytes, undefined, 0)).toBe(6);
  } finally {
    if (isWellFormed)
      Object.defineProperty(prototype, 'isWellFormed', {
        value: isWellFormed,
        configurable: true,
        writable: true,
      });
  }
});

describe('utf8Length', () => {
  test('is the length that TextEncoder gives', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(utf8Length(value)).toBe(new TextEncoder().encode(value).length);
      }),
    );
  });

  test.each(['', 'é', '\uD800', '\uDC00\uD800', '😀\uD83D', `${'😀'.repeat(50)}\uDE00`])(
    'of %j as well',
    (value) => {
      expect(utf8Length(value)).toBe(new TextEncoder().encode(value).length);
    },
  );
});

describe('where there is no Buffer', () => {
  test.each<[string, unknown]>([
    ['none', undefined],
    ['a stand-in without the native methods', class extends Uint8Array {}],
  ])('%s: texts are handled all the same', async (_, stand) => {
    vi.resetModules();
    vi.stubGlobal('Buffer', stand);
    try {
      const portable = await import('./utf8.js');
      const bytes = new Uint8Array(400);
      expect(portable.bufferOver(bytes)).toBeUndefined();
      const value = 'naïve '.repeat(30);
      const size = portable.encodeUtf8Into(value, bytes, undefined, 0);
      expect(portable.utf8Length(value)).toBe(size);
      expect(portable.decodeUtf8(bytes, undefined, 0, size)).toBe(value);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
