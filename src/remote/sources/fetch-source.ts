/** Ranges of what a URL leads to, by `fetch` (RFC 9110, 14). */
import { RemoteError, SharedBuffersError } from '../../errors.js';
import { bytesUpTo } from './body.js';
import type { RemoteBytes, RemoteRange, RemoteSource } from './remote-source.js';

/** What asks: `fetch`, or one of your own that signs, counts or retries. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** How URLs are asked for. */
export interface FetchOptions {
  /** What asks; the global `fetch` if left out. */
  readonly fetch?: Fetch | undefined;
  /** Sent with each request, as `{ Authorization: 'Bearer …' }`. Default: nothing. */
  readonly headers?: { readonly [name: string]: string } | undefined;
}

/** `bytes 0-99/1000`, `bytes 0-99/*`. */
const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i;
/** Answers to several ranges of servers that take one, or no header of that length. */
const NOT_SEVERAL = [400, 413, 416, 431, 494, 501];
const STRONG_ETAG = /^"[^"]*"$/;
/** What comes with 416, of a file that ends before what was asked for. */
const UNSATISFIED = /^bytes \*\/(\d+)$/i;

export class FetchSource implements RemoteSource {
  readonly name: string;
  readonly #url: string;
  readonly #fetch: Fetch;
  readonly #headers: { readonly [name: string]: string };

  /** `name`: for messages. */
  constructor(url: string, { fetch = globalThis.fetch, headers = {} }: FetchOptions, name: string = url) {
    this.name = name;
    this.#url = url;
    this.#fetch = fetch;
    this.#headers = headers;
  }

  async read(offset: number, length: number, { signal }: { signal: AbortSignal }): Promise<RemoteBytes> {
    const range = offset < 0 ? `-${-offset}` : `${offset}-${offset + length - 1}`;
    const response = await this.#ask(`bytes=${range}`, signal, offset > 0);
    if (response.status === 416)
      return nothing(response, UNSATISFIED.exec(response.headers.get('content-range') ?? '')?.[1]);
    if (response.status === 200) return await this.#whole(response, offset, length);
    const [from, to, size] = contentRange(response, this.name);
    const expected = offset < 0 ? (size === undefined ? from : Math.max(0, size + offset)) : offset;
    if (from !== expected)
      throw this.#error(`${this.name} was asked for bytes ${range}, and gave those from ${from}`);
    if (to - from >= length) {
      await response.body?.cancel();
      throw this.#error(`${this.name} was asked for ${length} bytes, and gave ${to - from + 1}`);
    }
    const bytes = await bodyOf(response, this.name, to - from + 1);
    return { bytes, size, etag: etagOf(response) };
  }

  async readMany(
    ranges: readonly RemoteRange[],
    { signal }: { signal: AbortSignal },
  ): Promise<readonly RemoteBytes[] | undefined> {
    const spelled = ranges.map(({ offset, length }) => `${offset}-${offset + length - 1}`).join(',');
    let response: Response;
    try {
      response = await this.#ask(`bytes=${spelled}`, signal);
    } catch (error) {
      // Servers that know one range only.
      if (error instanceof RemoteError && NOT_SEVERAL.includes(error.status ?? 0)) return undefined;
      throw error;
    }
    let parts: readonly RemoteBytes[] | undefined;
    if (response.status === 206) {
      const { multipartRanges } = await import('./multipart.js');
      parts = await multipartRanges(response, this.name, ranges);
    }
    if (parts === undefined && !response.bodyUsed) await response.body?.cancel();
    return parts?.map((part) => ({ ...part, etag: etagOf(response) }));
  }

  /** With `past`, the answer can be that the file ends before; without, that it is empty. */
  async #ask(range: string, signal: AbortSignal, past = false): Promise<Response> {
    let response: Response;
    // Not as a method: browsers refuse that of theirs.
    const fetch = this.#fetch;
    try {
      // Compression is of the whole, and of no use to who wants a part; that a browser keeps what it has seen is.
      response = await fetch(this.#url, { headers: { ...this.#headers, Range: range }, signal });
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      if (cause instanceof SharedBuffersError) throw cause;
      throw this.#error(
        `${this.name} cannot be reached: ${reasonOf(cause)}; for a page on another site, the server must allow it ` +
          '(Access-Control-Allow-Origin, and Range among the allowed headers)',
        undefined,
        cause,
      );
    }
    const { status } = response;
    if (status === 206 || status === 200) {
      const encoding = response.headers.get('content-encoding');
      if (encoding === null || encoding === 'identity') return response;
      await response.body?.cancel();
      throw this.#error(
        `${this.name} is compressed on the way (${encoding}), so that parts of it cannot be read: serve it as it is`,
        status,
      );
    }
    const size = UNSATISFIED.exec(response.headers.get('content-range') ?? '')?.[1];
    if (status === 416 && (past ? size !== undefined : size === '0')) {
      await response.body?.cancel();
      return response;
    }
    const { refusalOf } = await import('./refusal.js');
    const answer = `${status} ${response.statusText}`.trimEnd();
    throw this.#error(`${this.name} answered ${answer}${await refusalOf(response)}`, status);
  }

  /** Servers without ranges give all there is: fine only where that is not more than was asked for. */
  async #whole(response: Response, offset: number, length: number): Promise<RemoteBytes> {
    const told = response.headers.get('content-length');
    const size = told === null ? Number.NaN : Number(told);
    const wanted = offset < 0 ? -offset : length;
    if (size <= offset) {
      await response.body?.cancel();
      return nothing(response, told!);
    }
    if (!(size <= wanted) || offset > 0) {
      await response.body?.cancel();
      throw this.#error(
        `${this.name} answered 200 to a request for a part: its server does not serve ranges, which reading in place needs; ` +
          'serve it by one that does, or download it',
        200,
      );
    }
    const bytes = await bodyOf(response, this.name, size);
    return { bytes, size, etag: etagOf(response) };
  }

  #error(message: string, status?: number, cause?: unknown): RemoteError {
    return new RemoteError(message, { status, cause });
  }
}

/** First and last byte, and the size of the whole. */
function contentRange(
  response: Response,
  name: string,
): [from: number, to: number, size: number | undefined] {
  const told = response.headers.get('content-range');
  const match = CONTENT_RANGE.exec(told ?? '');
  if (match === null) {
    const what = told === null ? 'does not say which part it is' : `says that it is ${JSON.stringify(told)}`;
    throw new RemoteError(
      `the answer of ${name} ${what}: for pages on other sites, the server must expose it (Access-Control-Expose-Headers: ` +
        'Content-Range, ETag)',
      { status: response.status },
    );
  }
  const [, from, to, size] = match;
  return [Number(from), Number(to), size === '*' ? undefined : Number(size)];
}

/** What there is past the end of a file of `size` bytes, as of one that was longer. */
function nothing(response: Response, size: string | undefined): RemoteBytes {
  return { bytes: new Uint8Array(0), size: Number(size), etag: etagOf(response) };
}

async function bodyOf(response: Response, name: string, length: number): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await bytesUpTo(response, length);
  } catch (cause) {
    throw new RemoteError(`${name} broke off: ${reasonOf(cause)}`, { cause });
  }
  if (bytes?.length === length) return bytes;
  throw new RemoteError(
    `${name} gave ${bytes === undefined ? 'more' : bytes.length} bytes where it said ${length}`,
    {
      status: response.status,
    },
  );
}

/** Weak ones do not say that the bytes are the same. */
function etagOf(response: Response): string | undefined {
  const etag = response.headers.get('etag');
  return etag !== null && STRONG_ETAG.test(etag) ? etag : undefined;
}

/** What is behind `fetch failed`. */
function reasonOf(cause: unknown): string {
  const deeper = cause instanceof Error ? cause.cause : undefined;
  return deeper instanceof Error
    ? deeper.message || String(deeper)
    : String((cause as Error)?.message ?? cause);
}
