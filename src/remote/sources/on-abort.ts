/** Being told when a signal is aborted, however many want to be. */

interface Listening {
  readonly calls: Set<() => void>;
  readonly listener: () => void;
}

const listening = /* @__PURE__ */ new WeakMap<AbortSignal, Listening>();

/**
 * Calls `call` when a signal is aborted, until the function that this gives is called. A signal has one listener for all, and none when
 * nobody waits: Node warns of more than ten, and some signals last as long as the program.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  let own = listening.get(signal);
  if (own === undefined) {
    const calls = new Set<() => void>();
    const listener = () => {
      for (const each of [...calls]) each();
    };
    own = { calls, listener };
    listening.set(signal, own);
    signal.addEventListener('abort', own.listener, { once: true });
  }
  const { calls, listener } = own;
  // Not `call` itself, which others may have given, too.
  const mine = () => call();
  calls.add(mine);
  return () => {
    calls.delete(mine);
    if (calls.size > 0 || listening.get(signal)?.calls !== calls) return;
    listening.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}
