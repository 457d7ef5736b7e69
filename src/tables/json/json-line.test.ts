import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLine } from './json-line.js';

/** No integer past 2^53 is among the numbers. */
const small = fc.object({
  values: [fc.string(), fc.boolean(), fc.integer(), fc.double({ min: -1, max: 1 })],
});

describe('parseLine', () => {
  test('gives what JSON.parse gives, where that is exact', () => {
    fc.assert(
      fc.property(small, fc.string(), (value, text) => {
        const json = JSON.stringify([value, text, `${text}12345678901234567890`]);
        expect(parseLine(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  test('gives integers past 2^53 as bigints, wherever they stand', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.string(), (integer, text) => {
        const key = JSON.stringify(text);
        const json = `{"k${key.slice(1)}: [ ${integer},"\\\\\\"${integer}",${integer} ], "z":{"y":${integer}}}`;
        const value = Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
        expect(parseLine(json)).toEqual({
          [`k${text}`]: [value, `\\"${integer}`, value],
          z: { y: value },
        });
      }),
    );
  });

  test.each([
    ['12345678901234567890.5', 12345678901234567000],
    ['0.12345678901234567890', 0.12345678901234568],
    ['12345678901234567890e2', 1.2345678901234568e21],
    ['1e0000000000000000005', 100000],
    ['9007199254740991', 9007199254740991],
    ['[9007199254740992]', [9007199254740992n]],
    ['-9007199254740993', -9007199254740993n],
    ['"9007199254740993"', '9007199254740993'],
    ['["\\\\",9007199254740993]', ['\\', 9007199254740993n]],
  ])('%s', (json, value) => {
    expect(parseLine(json)).toEqual(value);
  });

  test.each(['{"a":12345678901234567890,}', '012345678901234567890', '{"a":}', '', '"12345678901234567890'])(
    '%j is refused as JSON.parse refuses it',
    (json) => {
      let message = '';
      try {
        JSON.parse(json);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(() => parseLine(json)).toThrow(message);
    },
  );
});
