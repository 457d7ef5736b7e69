/** Writing objects of storage that speaks S3, under conditions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RemoteError } from '../../errors.js';
import type { ObjectFolder } from '../../remote/datasets/remote-folder.js';
import { refusalOf } from '../../remote/sources/refusal.js';

const RETRIES = 5;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** An object that is written only where there is none, or where the one there has an ETag. */
export type Condition = { readonly 'If-None-Match': '*' } | { readonly 'If-Match': string };

/** Asks storage for one object, again where that can help. Gives answers of success, and those of `expected`. */
export class Objects {
  readonly #folder: ObjectFolder;
  readonly #signal: AbortSignal | undefined;

  constructor(folder: ObjectFolder, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#signal = signal;
  }

  get name(): string {
    return this.#folder.name;
  }

  /**
   * Writes an object; false where the condition does not hold. `body` is called for each try. A try whose answer was lost may have written what
   * the next one then finds: who gets false looks what is there.
   */
  async put(
    path: string,
    body: () => string | Promise<Blob>,
    condition: Condition,
    headers: { readonly [name: string]: string } = {},
  ): Promise<boolean> {
    const init = async () => ({
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream', ...headers, ...condition },
      body: await body(),
    });
    const { status } = await this.#ask(path, init, [412]);
    return status !== 412;
  }

  /** What an object says of itself; undefined where there is none. */
  async head(path: string): Promise<Headers | undefined> {
    const { status, headers } = await this.#ask(path, async () => ({ method: 'HEAD' }), [404]);
    return status === 404 ? undefined : headers;
  }

  /** Text and ETag of an object; undefined where there is none. Throws `RemoteError` for storage that gives no ETag. */
  async get(
    path: string,
  ): Promise<{ readonly text: string; readonly etag: string; readonly name: string } | undefined> {
    const response = await this.#ask(path, async () => ({ method: 'GET' }), [404]);
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    const { name } = this.#folder.object(path);
    const etag = response.headers.get('etag');
    if (etag === null)
      throw new RemoteError(`${name} has no ETag, by which changes of it are told: use other storage`);
    return { text: await response.text(), etag, name };
  }

  async #ask(path: string, init: () => Promise<RequestInit>, expected: readonly number[]): Promise<Response> {
    const { url, name, fetch } = this.#folder.object(path);
    for (let retries = 0; ; retries += 1) {
      this.#signal?.throwIfAborted();
      let failure: RemoteError;
      try {
        const given = await init();
        const response = await fetch(url, {
          ...given,
          headers: { ...given.headers },
          signal: this.#signal ?? null,
        });
        const { status, statusText } = response;
        if (response.ok || expected.includes(status)) return response;
        const answer = `${status} ${statusText}`.trimEnd();
        failure = new RemoteError(
          `${given.method} of ${name} was answered ${answer}${await refusalOf(response)}`,
          { status },
        );
        // 409: another write of the same object is under way.
        if (![408, 409, 429].includes(status) && status < 500) throw failure;
      } catch (cause) {
        this.#signal?.throwIfAborted();
        if (cause instanceof RemoteError || !(cause instanceof TypeError)) throw cause;
        failure = new RemoteError(
          `${name} cannot be reached: ${(cause.cause as Error)?.message ?? cause.message}`,
          { cause },
        );
      }
      if (retries >= RETRIES) throw failure;
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retries) * (0.5 + Math.random());
      await sleep(pause, undefined, { signal: this.#signal }).catch((error: unknown) => {
        this.#signal?.throwIfAborted();
        throw error;
      });
    }
  }
}
