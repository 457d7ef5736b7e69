/** Small files that are read at once: what stands between may compress them, or have no ranges of them. */

import { CorruptBufferError, RemoteError, SharedBuffersError } from '../../errors.js';
import { MAX_MANIFEST_BYTES } from '../../shards/manifest-size.js';
import { bytesUpTo } from '../sources/body.js';
import type { FetchOptions } from '../sources/fetch-source.js';
import { refusalOf } from '../sources/refusal.js';
import type { RemoteBytes, RemoteSource } from '../sources/remote-source.js';

export class DocumentSource implements RemoteSource {
  readonly name: string;
  readonly #url: string;
  readonly #options: FetchOptions;

  constructor(url: string, options: FetchOptions, name: string = url) {
    this.name = name;
    this.#url = url;
    this.#options = options;
  }

  /** All of it. Throws `RemoteError` where it cannot be read, `CorruptBufferError` where it is far too long. */
  async read(_: number, __: number, { signal }: { readonly signal: AbortSignal }): Promise<RemoteBytes> {
    const { fetch = globalThis.fetch, headers = {} } = this.#options;
    try {
      // What a browser has kept may be the version before. Types of Node do not know of it.
      const fresh = { cache: 'no-cache' } as RequestInit;
      const response = await fetch(this.#url, { ...fresh, headers: { ...headers }, signal });
      if (response.status !== 200) {
        const { status, statusText } = response;
        const answer = `${status} ${statusText}`.trimEnd();
        throw new RemoteError(`${this.name} answered ${answer}${await refusalOf(response)}`, { status });
      }
      const bytes = await bytesUpTo(response, MAX_MANIFEST_BYTES);
      if (bytes !== undefined) return { bytes, etag: response.headers.get('etag') ?? undefined };
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      if (cause instanceof SharedBuffersError) throw cause;
      const deeper = cause instanceof Error ? (cause.cause ?? cause) : cause;
      throw new RemoteError(
        `${this.name} cannot be reached: ${deeper instanceof Error ? deeper.message : deeper}`,
        {
          cause,
        },
      );
    }
    throw new CorruptBufferError(`${this.name} is longer than the ${MAX_MANIFEST_BYTES} bytes that are read`);
  }
}
