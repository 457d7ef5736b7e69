import { expect, test } from 'vitest';
import { conditionOf } from './condition.js';

const record = {
  name: 'Rosario',
  size: 5,
  big: 2n ** 60n + 1n,
  inner: { lat: -32.9 },
  none: null,
  ok: true,
  'a b': 1,
  'a.b': 2,
  tags: new Set(['es', 'en']),
  born: new Date('2019-03-05'),
  share: Number.NaN,
};

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
  ['size = 5', true],
  ['big == 1152921504606846977', true],
  ['big == 1152921504606846976', false],
  ['`a b` == 1 && `a.b` == 2', true],
  ['tags ~ "en"', true],
  ['tags ~ "fr"', false],
  ['born > "2019-03-04" && born < "2020-01-01" && born == "2019-03-05"', true],
  ['born > "never"', false],
  ['share == NaN && size != NaN && size < Infinity', true],
])('%s is %s', (text, holds) => {
  expect(conditionOf(text)(record)).toBe(holds);
});

test.each(['', 'size ==', 'size == x', '5 == size', '(size', 'size size', 'name == "a', 'alert(1)'])(
  '%s is refused',
  (text) => {
    expect(() => conditionOf(text)).toThrow(Error);
  },
);

test('what cannot be read is told', () => {
  const damaged = {
    get name(): string {
      throw new Error('damaged');
    },
  };
  expect(() => conditionOf('name == "a"')(damaged)).toThrow('damaged');
});

test('fields that there are not are refused, and those with points in their names found', () => {
  const fields = Object.keys(record);
  expect(() => conditionOf('siez > 5', fields)).toThrow('there is no field siez');
  expect(conditionOf('a.b == 2', fields)(record)).toBe(true);
  expect(conditionOf('inner.lat < 0', fields)(record)).toBe(true);
});
