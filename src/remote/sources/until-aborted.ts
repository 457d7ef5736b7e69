/** Waiting with a way out. */
import { onAbort } from './on-abort.js';

/** What the promise gives, or the signal's reason as soon as it is aborted. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  if (signal.aborted) {
    promise.catch(() => {});
    throw signal.reason;
  }
  let enough = () => {};
  const end = new Promise<never>((_, reject) => {
    enough = onAbort(signal, () => reject(signal.reason));
  });
  try {
    return await Promise.race([promise, end]);
  } finally {
    enough();
  }
}
