import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Writer } from '../../bytes/byte-writer.js';
import { Memory } from '../../bytes/memory.js';
import { writeBytes } from '../../bytes/text/string-writer.js';
import { CorruptBufferError } from '../../errors.js';
import { matchesStoredKey, setKey } from './key-match.js';

/** A stored key, some bytes into a window. */
function stored(key: Uint8Array): Uint8Array {
  const writer = new Writer();
  writer.zeros(3);
  writeBytes(writer, key);
  return writer.bytes.slice(0, writer.end);
}

const matches = (bytes: Uint8Array): boolean => matchesStoredKey(Memory.over(bytes).windowAt(0), 3);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 200, max: 20_000 }))
    .map(([unit, times]) => unit.repeat(times)),
);

describe('a key looked up', () => {
  test('matches the stored one of the same bytes, and no other', () => {
    fc.assert(
      fc.property(text, text, (key, other) => {
        const bytes = stored(utf8(key));
        for (const same of [key, utf8(key)]) {
          expect(setKey(same)).toBe(true);
          expect(matches(bytes)).toBe(true);
        }
        expect(setKey(other)).toBe(true);
        expect(matches(bytes)).toBe(key === other);
        expect(setKey(`${key}x`)).toBe(true);
        expect(matches(bytes)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('of any other kind is none', () => {
    for (const key of [
      1,
      1n,
      null,
      undefined,
      {},
      [],
      new Uint16Array(1),
      Symbol('x'),
      '\ud800',
      'x\udc00',
    ]) {
      expect(setKey(key)).toBe(false);
    }
  });

  test('is compared in the long form', () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 40_000 }, () => {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
      return state >>> 24;
    });
    const bytes = stored(noise);
    expect(bytes.length).toBeGreaterThan(40_000);
    setKey(noise);
    expect(matches(bytes)).toBe(true);
    setKey(noise.subarray(1));
    expect(matches(bytes)).toBe(false);
    setKey(noise.with(39_999, 1 ^ noise[39_999]!));
    expect(matches(bytes)).toBe(false);
  });
});

describe('a stored key that is damaged', () => {
  const bytes = stored(utf8('k'.repeat(600)));
  const damaged = bytes.slice();
  damaged.fill(0xff, 9);

  test('is refused where it must be looked at', () => {
    setKey('k'.repeat(600));
    expect(matches(bytes)).toBe(true);
    expect(() => matches(damaged)).toThrow(CorruptBufferError);
    expect(() => matches(bytes.slice(0, 8))).toThrow(CorruptBufferError);
    expect(() => matches(bytes.slice(0, 4))).toThrow(CorruptBufferError);
  });

  test('is not decompressed for a key of another length', () => {
    setKey('k'.repeat(599));
    expect(matches(damaged)).toBe(false);
  });
});
