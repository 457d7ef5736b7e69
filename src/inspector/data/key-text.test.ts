import { expect, test } from 'vitest';
import { type KeyKind, keyFrom, keyTextOf } from './key-text.js';

const kinds: readonly (readonly [string, string | undefined, readonly unknown[]])[] = [
  ['string', undefined, ['', 'a b', '0x00', '5']],
  ['bytes', undefined, [new Uint8Array(0), Uint8Array.of(0, 255)]],
  ['integer', undefined, [0, 2 ** 53 - 1]],
  ['bigint', undefined, [5, 2n ** 64n - 1n]],
  ['integer', 'signed', [-7]],
  ['integer', 'float', [0.5, -1e300, Number.POSITIVE_INFINITY, -0]],
  ['object', undefined, ['text', 5, Object.freeze([1, 'a']), null]],
];

test('keys as text stand for the same keys again', () => {
  for (const [kind, form, keys] of kinds) {
    for (const key of keys) {
      const kindOf = { kind, form } as KeyKind;
      expect([kind, keyFrom(kindOf, keyTextOf(kindOf, key)!)]).toEqual([kind, key]);
    }
  }
});

test('bytes within keys of any kind have no text', () => {
  expect(keyTextOf({ kind: 'object', form: undefined }, Uint8Array.of(1))).toBeUndefined();
});
