/** Reading damaged bytes: what may come of it, and counts of what came. */
import { SharedBuffersError } from 'sharedbuffers';

/** Items taken of one iteration at the most: more of the same show nothing new, and large files have many. */
const ITEMS = 64;

/** What came of the calls of many cases. */
export interface Outcomes {
  /** Calls that gave a value. */
  values: number;
  /** Calls that threw an error of this library, by its class. */
  readonly errors: Record<string, number>;
}

export class ReadAll {
  readonly outcomes: Outcomes = { values: 0, errors: {} };

  /** What `call` gives; undefined for an error of this library. Any other error ends the case. */
  attempt<T>(call: () => T): T | undefined {
    try {
      const value = call();
      this.outcomes.values += 1;
      return value;
    } catch (error) {
      if (!(error instanceof SharedBuffersError)) throw error;
      const { errors } = this.outcomes;
      errors[error.name] = (errors[error.name] ?? 0) + 1;
      return undefined;
    }
  }

  /** The same for what is awaited. */
  async attemptAsync<T>(call: () => Promise<T>): Promise<T | undefined> {
    const settled = await call().then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    return this.attempt(settled);
  }

  /** Takes what an iterable gives, up to the first error. */
  drain<T>(make: () => Iterable<T>, use: (item: T) => void = () => {}): void {
    this.attempt(() => {
      let count = 0;
      for (const item of make()) {
        use(item);
        count += 1;
        if (count === ITEMS) break;
      }
    });
  }
}
