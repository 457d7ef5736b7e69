import { expect, test } from 'vitest';
import { atSize, readOptions, WANTED_QUESTIONS } from './options.js';
import { HERE } from './runtimes/runtime.js';

const sizes = (...args: string[]) => readOptions(args)!.sizes;

test('sizes are four, or those that are given', () => {
  expect(sizes()).toEqual([10_000, 100_000, 1_000_000, 10_000_000]);
  expect(sizes('--quick')).toEqual([10_000, 100_000, 1_000_000]);
  expect(sizes('--records', '20_000')).toEqual([20_000]);
  expect(sizes('--records', '10k,1M', '--records', '2000,10k')).toEqual([10_000, 1_000_000, 2000]);
  expect(sizes('--quick', '--records=10M')).toEqual([10_000_000]);
  expect(readOptions(['--records', '5k,6k'])!.records).toBe(5000);
});

test.each([['0'], ['999'], ['1.5e3x'], ['2500.5'], [''], ['4294967296'], ['1,000,000'], ['5m'], ['k']])(
  '%j is no size',
  (size) => {
    expect(() => readOptions(['--records', size])).toThrow('--records are numbers');
  },
);

test('runtimes are the one that runs this, or those that are given', () => {
  expect(readOptions([])!.runtimes).toEqual([HERE.id]);
  expect(readOptions(['--runtimes', 'node24,bun', '--runtimes=deno,bun'])!.runtimes).toEqual([
    'node24',
    'bun',
    'deno',
  ]);
  expect(readOptions(['--runtimes', 'node26=/opt/node'])!.runtimes).toEqual(['node26=/opt/node']);
  expect(() => readOptions(['--runtimes', 'node24,chrome'])).toThrow('not chrome');
});

test('a quick run asks what the table of what is wanted needs, unless it is told what', () => {
  expect(readOptions([])!.only).toEqual([]);
  expect(readOptions(['--quick'])!.only).toEqual(WANTED_QUESTIONS);
  expect(readOptions(['--quick', '--questions', 'scan,open'])!.only).toEqual(['scan', 'open']);
  expect(readOptions(['--quick'])!.rounds).toBeLessThan(readOptions([])!.rounds);
});

test('large sizes get fewer rounds, others those of the run', () => {
  const options = readOptions(['--records', '10k,10M'])!;
  expect(atSize(options, 10_000)).toEqual(options);
  expect(atSize(options, 10_000_000)).toEqual({ ...options, records: 10_000_000, rounds: 5, slowRounds: 1 });
});

test('help is asked for, other options are refused', () => {
  expect(readOptions(['--help'])).toBeUndefined();
  expect(() => readOptions(['--fast'])).toThrow();
});
