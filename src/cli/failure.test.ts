import { expect, test } from 'vitest';
import { counted, readableBytes } from './failure.js';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [2 ** 31, '2.1 GB'],
  [5e15, '5000.0 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(readableBytes(bytes)).toBe(text);
});

test('counts', () => {
  expect([counted(1, 'record'), counted(1234, 'record')]).toEqual(['1 record', '1,234 records']);
});
