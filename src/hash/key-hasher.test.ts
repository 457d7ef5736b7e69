import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import oracle from 'xxhash-wasm';
import vectors from '../../test/fixtures/hash-vectors.json' with { type: 'json' };
import { ArgumentError } from '../errors.js';
import { createKeyHasher, type KeyHasher, keyHasher } from './key-hasher.js';
import { loadWasmHash } from './wasm.js';

const { h32Raw, h64Raw } = await oracle();

function hash64(hasher: KeyHasher): bigint {
  hasher.hash64();
  return (BigInt(hasher.high) << 32n) | BigInt(hasher.low);
}

/** Checks bytes and both hashes of the key that the hasher holds. */
function expectKey(hasher: KeyHasher, expected: Uint8Array): void {
  expect(hasher.length).toBe(expected.length);
  expect(Buffer.compare(hasher.bytes.subarray(0, hasher.length), expected)).toBe(0);
  expect(hash64(hasher)).toBe(h64Raw(expected));
  expect(hasher.hash32()).toBe(h32Raw(expected) >>> 0);
}

describe.each([
  ['with WebAssembly', () => createKeyHasher()],
  ['in JavaScript', () => createKeyHasher(() => undefined)],
])('keys hashed %s', (_, create) => {
  const hasher = create();

  test('golden vectors', () => {
    for (const [text, expected64, expected32] of vectors.xxhash_seed0.rows as [string, string, string][]) {
      hasher.encodeText(text);
      expect(hash64(hasher)).toBe(BigInt(expected64));
      expect(hasher.hash32()).toBe(Number(expected32));
    }
  });

  test('text of any length and script', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 80 }),
    );
    fc.assert(
      fc.property(text, (key) => {
        hasher.encodeText(key);
        expectKey(hasher, new TextEncoder().encode(key));
      }),
      { numRuns: 1000 },
    );
  });

  test('bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (key) => {
        hasher.setBytes(key);
        expectKey(hasher, key);
      }),
      { numRuns: 500 },
    );
  });

  // The scratch holds 65528 bytes; text goes there if it fits at 3 bytes a unit.
  test.each([21842, 21843, 65527, 65528, 65529, 200_000])(
    'keys of %i characters, then short ones',
    (length) => {
      for (const unit of ['k', 'é', '€']) {
        const key = unit.repeat(length);
        const encoded = new TextEncoder().encode(key);
        hasher.encodeText(key);
        expectKey(hasher, encoded);
        hasher.setBytes(encoded);
        expectKey(hasher, encoded);
        hasher.encodeText('short');
        expectKey(hasher, new TextEncoder().encode('short'));
      }
    },
  );

  test.each([
    ['\ud83d', 0, 'D83D'],
    ['user:\ude00', 5, 'DE00'],
    ['\ud83d\ude00\ude00', 2, 'DE00'],
    [`${'x'.repeat(40)}\ud83dx`, 40, 'D83D'],
    [`${'x'.repeat(70_000)}\udc00`, 70_000, 'DC00'],
  ])('a lone surrogate is refused (%#)', (text, index, code) => {
    expect(() => hasher.encodeText(text)).toThrow(ArgumentError);
    expect(() => hasher.encodeText(text)).toThrow(`U+${code} at index ${index}`);
  });

  test('a hash before any key is that of no bytes', () => {
    expectKey(create(), new Uint8Array(0));
  });

  test('a key above 1 GiB is refused', () => {
    expect(() => hasher.setBytes(new Uint8Array(2 ** 30 + 1))).toThrow(ArgumentError);
  });
});

test('the module is loaded once, and not before the first key', () => {
  const load = vi.fn(loadWasmHash);
  const hasher = createKeyHasher(load);
  expect(load).not.toHaveBeenCalled();
  hasher.encodeText('a');
  hasher.setBytes(Uint8Array.of(1));
  expect(load).toHaveBeenCalledTimes(1);
});

test('two hashers do not disturb each other', () => {
  const other = createKeyHasher();
  keyHasher.encodeText('one');
  other.encodeText('other');
  expectKey(keyHasher, new TextEncoder().encode('one'));
  expectKey(other, new TextEncoder().encode('other'));
});
