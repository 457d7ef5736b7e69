import { expect, test } from 'vitest';
import { FileError } from '../../errors.js';
import { fileError } from '../file-error.js';
import { mapError } from './map-limit.js';

const cause = Object.assign(new Error('ENOMEM, mmap'), { code: 'ENOMEM' });

test('too many maps are told by their number and the limit', () => {
  const error = mapError(
    'a.sb',
    cause,
    () => 65_529,
    () => 65_530,
  );
  expect(error).toBeInstanceOf(FileError);
  expect(error.message).toMatch(
    /a\.sb: this process has 65,529 maps, and the system allows 65,530: .*vm\.max_map_count/,
  );
  expect(error.cause).toBe(cause);
});

test('too little memory is told apart, with the maps that this process really has', () => {
  expect(mapError('a.sb', cause).message).toMatch(/a\.sb: not enough memory or address space: .*ulimit -v/);
  expect(mapError('a.sb', cause, () => undefined).message).toMatch(/not enough memory/);
  expect(mapError('a.sb', Object.assign(new Error('no'), { code: 'EACCES' })).message).toMatch(/permission/);
});

test('few file handles are told by the limit to raise', () => {
  const few = Object.assign(new Error('no'), { code: 'EMFILE' });
  expect(fileError('open', 'a.sb', few).message).toMatch(/a\.sb: too many files are open: .*ulimit -n/);
});
