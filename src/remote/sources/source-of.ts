/** What can be opened, and what reads it. */
import { ArgumentError } from '../../errors.js';
import { type FetchOptions, FetchSource } from './fetch-source.js';
import { otherSource, type ReadableHandle } from './other-sources.js';
import type { RemoteSource } from './remote-source.js';

/** A URL, a `Blob` or `File`, a Node file handle, or a source. */
export type RemoteInput = string | URL | Blob | ReadableHandle | RemoteSource;

/** Throws `ArgumentError` for what is none of these. `called`: a URL in messages. */
export function sourceOf(input: RemoteInput, options: FetchOptions, called?: string): RemoteSource {
  if (typeof input === 'string' || (typeof input === 'object' && input !== null && 'href' in input)) {
    const url = String(input);
    // Where relative ones start from, in browsers.
    const page = (globalThis as { readonly location?: { readonly href?: string } }).location?.href;
    if (!URL.canParse(url, page)) {
      throw new ArgumentError(`${JSON.stringify(url)} is no URL: give one with its scheme, as https://…`);
    }
    return new FetchSource(new URL(url, page).href, options, called);
  }
  const { read, stat, name } = (input ?? {}) as Partial<ReadableHandle & RemoteSource>;
  const isSource = typeof read === 'function' && typeof stat !== 'function' && typeof name === 'string';
  return isSource ? (input as RemoteSource) : otherSource(input);
}
