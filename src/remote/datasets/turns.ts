/** Work that is done one after the other, of which none waits for ever. */
import { ClosedError, RemoteError } from '../../errors.js';
import { onAbort } from '../sources/on-abort.js';
import { untilAborted } from '../sources/until-aborted.js';

/** Looking which version is current, or moving to it, takes a few requests: what takes longer than this is given up, since others wait for it. */
const LONGEST_MS = 60_000;

export class Turns {
  readonly #name: string;
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  /** `name`: what to call what is worked on. */
  constructor(name: string) {
    this.#name = name;
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * Does work once that before is done. Waiting for either ends with the signal's reason, with `ClosedError` once closed, and with `RemoteError`
   * where the work takes a minute; `work` is given a signal that is aborted then.
   */
  async do<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const controller = new AbortController();
    const until = controller.signal;
    const given = [this.#closing.signal, ...(signal === undefined ? [] : [signal])];
    const ends = given.map((each) => onAbort(each, () => controller.abort(each.reason)));
    for (const each of given) if (each.aborted) controller.abort(each.reason);
    const done = this.#last.then(() => this.#timed(work, controller));
    this.#last = done.catch(() => {});
    try {
      return await untilAborted(done, until);
    } finally {
      for (const end of ends) end();
    }
  }

  close(): void {
    this.#closing.abort(new ClosedError(`${this.#name} was closed`));
  }

  async #timed<T>(work: (signal: AbortSignal) => Promise<T>, controller: AbortController): Promise<T> {
    controller.signal.throwIfAborted();
    const late = () =>
      controller.abort(new RemoteError(`${this.#name} has not answered in ${LONGEST_MS / 1000} seconds`));
    const timer = setTimeout(late, LONGEST_MS);
    try {
      return await untilAborted(work(controller.signal), controller.signal);
    } finally {
      clearTimeout(timer);
    }
  }
}
