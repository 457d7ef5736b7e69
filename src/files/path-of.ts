/** Paths as callers give them: text, or a `URL` such as `new URL('cities.sb', import.meta.url)`. */
import { fileURLToPath } from 'node:url';
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';

/** Where a file lies: a path, or a `file:` URL. */
export type FilePath = string | URL;

/** The path as text. Throws `ArgumentError` for what names no file: empty text, NUL, URLs of other schemes, other values. */
export function pathOf(path: FilePath): string {
  const text = isUrl(path) ? pathOfUrl(path) : path;
  if (typeof text !== 'string') {
    throw new ArgumentError(`a path is given as text or as a file: URL, not as ${describe(path)}`);
  }
  if (text === '') throw new ArgumentError('the path is empty: name a file');
  if (text.includes('\0')) throw new ArgumentError(`${JSON.stringify(text)} is no path: it has a NUL in it`);
  return text;
}

/** By its form, as Node does: test runners and other contexts have a `URL` class of their own. */
function isUrl(path: FilePath): path is URL {
  return typeof path === 'object' && typeof path?.href === 'string' && typeof path.protocol === 'string';
}

function pathOfUrl(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new ArgumentError(`${url.href} names no file here: a file: URL without a host does, or a path`);
  }
}
