import { expect, test } from 'vitest';
import { conditionOf } from './condition.js';

const record = { name: 'Rosario', size: 5, big: 2n ** 60n, inner: { lat: -32.9 }, none: null, ok: true };

test.each([
  ['size == 5', true],
  ['size != 5', false],
  ['size > 4 && size < 6', true],
  ['size > 5 || name == "Rosario"', true],
  ['!(size >= 5)', false],
  ['inner.lat < -32', true],
  ['inner.none.more == 1', false],
  ['big > 1e18', true],
  ['name ~ "sar"', true],
  ['none == null && absent == null', true],
  ['ok && !none', true],
  ['ok == true', true],
  ['name > 5', false],
  ['constructor', false],
])('%s is %s', (text, holds) => {
  expect(conditionOf(text)(record)).toBe(holds);
});

test.each([
  '',
  'size ==',
  'size == x',
  '5 == size',
  '(size',
  'size size',
  'name == "a',
  'size = 5',
  'alert(1)',
])('%s is refused', (text) => {
  expect(() => conditionOf(text)).toThrow(Error);
});

test('what cannot be read is as if it were not there', () => {
  const damaged = {
    get name(): string {
      throw new Error('damaged');
    },
  };
  expect(conditionOf('name == "a"')(damaged)).toBe(false);
});
