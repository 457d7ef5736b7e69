import { expect, test } from 'vitest';
import { atSize, readOptions } from './options.js';

const sizes = (...args: string[]) => readOptions(args)!.sizes;

test('sizes come from --records, repeated, and from --sizes', () => {
  expect(sizes()).toEqual([1_000_000]);
  expect(sizes('--records', '20_000')).toEqual([20_000]);
  expect(sizes('--records', '1,000,000', '--records', '2000')).toEqual([1_000_000, 2000]);
  expect(sizes('--sizes', '10000,1000000,10000')).toEqual([10_000, 1_000_000]);
  expect(sizes('--records', '5000', '--sizes', '6000')).toEqual([5000, 6000]);
  expect(readOptions(['--sizes', '5000,6000'])!.records).toBe(5000);
});

test.each([['0'], ['999'], ['1.5e3x'], ['2500.5'], [''], ['4294967296']])('%j is no size', (size) => {
  expect(() => readOptions(['--records', size])).toThrow('sizes are numbers');
});

test('large sizes get fewer rounds, others those of the run', () => {
  const options = readOptions(['--sizes', '10000,10000000'])!;
  expect(atSize(options, 10_000)).toEqual(options);
  expect(atSize(options, 10_000_000)).toEqual({ ...options, records: 10_000_000, rounds: 5, slowRounds: 1 });
});

test('help is asked for, other options are refused', () => {
  expect(readOptions(['--help'])).toBeUndefined();
  expect(() => readOptions(['--fast'])).toThrow();
});
