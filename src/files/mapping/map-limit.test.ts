import { expect, test } from 'vitest';
import { FileError } from '../../errors.js';
import { fileError } from '../file-error.js';
import { MapLimit } from './map-limit.js';

test('maps are made as long as some are left for others, and counted seldom', () => {
  let maps = 200;
  let counts = 0;
  const limit = new MapLimit(
    () => {
      counts += 1;
      return maps;
    },
    () => 65_530,
  );
  const take = (): void => {
    limit.take('a.sb');
    maps += 1;
  };
  const fill = (): Error => {
    try {
      for (;;) take();
    } catch (error) {
      return error as Error;
    }
  };
  const error = fill();
  expect(error).toBeInstanceOf(FileError);
  expect(error.message).toMatch(
    /a\.sb: this process has 63,482 maps of the 65,530 that the system allows, .*vm\.max_map_count/,
  );
  expect(counts).toBeLessThan(25);
  expect(take).toThrow(FileError);
  maps = 60_000;
  take();
  expect(fill().message).toContain('63,482 maps');
});

test('where the system does not say, there is no limit', () => {
  const limit = new MapLimit(
    () => undefined,
    () => undefined,
  );
  for (let map = 0; map < 100_000; map++) limit.take('a.sb');
});

test('few file handles, and too little memory, are told by the limits to raise', () => {
  const failed = (code: string): string =>
    fileError('map', 'a.sb', Object.assign(new Error('no'), { code })).message;
  expect(failed('EMFILE')).toMatch(/a\.sb: too many files are open: .*ulimit -n/);
  expect(failed('ENOMEM')).toMatch(/a\.sb: not enough memory or address space: .*ulimit -v/);
});
