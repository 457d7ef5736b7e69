/** Input that a URL leads to. */
import { InputError } from '../../../errors.js';

/** The bytes of a response, decoded as its headers say. Throws `InputError` for a URL that gives none, and where they end before their end. */
export async function* fetched(name: string, url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const failed = (cause: unknown, what: string): InputError => {
    const error = cause as {
      readonly message?: string;
      readonly cause?: { readonly message?: string; readonly code?: string };
    };
    const reason = error.cause?.message || error.cause?.code || error.message || String(cause);
    return new InputError(`cannot read ${name}: ${what} (${reason})`, { input: name });
  };
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    throw failed(cause, 'the server cannot be reached, or leads nowhere');
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new InputError(
      `cannot read ${name}: the server answers ${response.status} ${response.statusText}`.trimEnd(),
      {
        input: name,
      },
    );
  }
  let taken = 0;
  try {
    for await (const chunk of response.body ?? []) {
      yield chunk;
      taken += chunk.length;
    }
  } catch (cause) {
    throw failed(cause, `the connection broke after ${taken.toLocaleString('en-US')} bytes`);
  }
}
