/** Work of views that takes a while, and ends with them. */
import { useEffect, useState } from 'preact/hooks';

export interface Work<T> {
  readonly result?: T | undefined;
  readonly problem?: Error | undefined;
  readonly busy: boolean;
}

/** Begins anew where any of `inputs` changes. */
export function useWork<T>(work: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Work<T> {
  const [state, setState] = useState<Work<T>>({ busy: true });
  useEffect(() => {
    const stop = new AbortController();
    setState(({ result }) => ({ result, busy: true }));
    work(stop.signal)
      .then((result): Work<T> => ({ result, busy: false }))
      .catch((problem: Error): Work<T> => ({ problem, busy: false }))
      .then((done) => {
        if (!stop.signal.aborted) setState(done);
      });
    return () => stop.abort();
  }, inputs);
  return state;
}
