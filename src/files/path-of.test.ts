import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ArgumentError } from '../errors.js';
import { type FilePath, pathOf } from './path-of.js';

test.each(['a.sb', './a b.sb', '/tmp/ü%20#?.sb', 'file:///a.sb'])('%s is taken as it is', (path) => {
  expect(pathOf(path)).toBe(path);
});

test.each(['/tmp/a.sb', '/tmp/ü %20#?.sb'])('a URL of %s is that path', (path) => {
  expect(pathOf(pathToFileURL(path))).toBe(path);
});

test.each<[unknown, RegExp]>([
  ['', /path is empty/],
  ['a\0b', /NUL/],
  [new URL('https://example.org/a.sb'), /https:\/\/example\.org\/a\.sb names no file here/],
  [new URL('data:,a'), /names no file/],
  [new URL('file:///a%2Fb'), /names no file/],
  [new URL('file:///a%00b'), /NUL|names no file/],
  [undefined, /not as undefined/],
  [7, /not as/],
  [{ href: 'file:///a' }, /not as/],
])('%o is refused', (path, message) => {
  expect(() => pathOf(path as FilePath)).toThrow(ArgumentError);
  expect(() => pathOf(path as FilePath)).toThrow(message);
});
