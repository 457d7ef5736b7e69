import { struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { describe as name } from './codec.js';

test.each<[unknown, string]>([
  ['short', '"short"'],
  ['x'.repeat(50), 'a string of 50 characters'],
  [5n, '5n'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'undefined'],
  [Symbol('s'), 'Symbol(s)'],
  [() => 1, 'a function'],
  [{}, 'a plain object'],
  [[], 'an Array'],
  [new Uint8Array(1), 'a Uint8Array'],
  [new Int8Array(1), 'an Int8Array'],
  [new Map(), 'a Map'],
  [Object.create(null), 'an object without a class'],
  [Object.create({ constructor: 5 }), 'an object without a class'],
])('%o is called %s', (value, words) => {
  expect(name(value)).toBe(words);
});

test('no getter is called, not even a field called constructor', () => {
  const type = struct({ constructor: t.string });
  const record = type.unpackFrom(type.pack({ constructor: 'x' }));
  expect(name(record)).toBe('an object without a class');
});
