import { expect, test } from 'vitest';
import { ArgumentError, FileError, InputError } from '../../errors.js';
import { forPrograms } from './options-in-programs.js';

test.each([
  ['(--ignore-unknown passes over it)', '(ignoreUnknown: true passes over it)'],
  ['--no-from-dump takes it as data', 'fromDump: false takes it as data'],
  ['--no-quotes takes quotes as text', 'noQuotes: true takes quotes as text'],
  ['say --no-header --skip 1 to call', 'say header: false skip: 1 to call'],
  [
    'check quotes, --delimiter and --skip; --lenient pads',
    'check quotes, delimiter and skip; lenient: true pads',
  ],
  ['--path $.data["a"] takes', `path: '$.data["a"]' takes`],
  ["--comment '#' passes over", "comment: '#' passes over"],
  ['--select takes some: --select "a,b"', 'select takes some: select: "a,b"'],
  ['as in --select a,b,c', "as in select: 'a,b,c'"],
  ['say --format ndjson', "say format: 'ndjson'"],
  ['leave out --format, or', 'leave out format, or'],
  ['--multi, --width, --index and --column are', 'multi: true, width, index and columns are'],
  ['with --key', 'with key'],
  [
    'zstd --long=31 -dc x | sharedbuffers build - --sql -o OUT',
    'zstd --long=31 -dc x | sharedbuffers build - --sql -o OUT',
  ],
])('%s', (typed, written) => {
  const error = forPrograms(new InputError(`a.csv:3: ${typed}`, { input: 'a.csv', line: 3 })) as InputError;
  expect(error).toMatchObject({ message: `a.csv:3: ${written}`, input: 'a.csv', line: 3 });
  expect(error.stack).toContain(`a.csv:3: ${written}`);
  expect((forPrograms(new ArgumentError(typed)) as Error).message).toBe(written);
});

test('other errors stay', () => {
  const error = new FileError('a --lenient');
  expect(forPrograms(error)).toBe(error);
  expect(error.message).toBe('a --lenient');
});
