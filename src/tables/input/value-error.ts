/** What is wrong with a value of a row. */

/** Each level on the way out puts its name in front: `location.lat: "x" is not a number`. */
export class ValueError extends Error {
  /** Leads to the value; empty for the row itself. */
  readonly path: string;
  readonly #reason: string;

  constructor(reason: string, path = '') {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.path = path;
    this.#reason = reason;
  }

  within(segment: string): ValueError {
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.';
    return new ValueError(this.#reason, segment + joint + this.path);
  }
}

/** What went wrong in the part that `segment` names. */
export function named(error: unknown, segment: string): unknown {
  return error instanceof ValueError ? error.within(segment) : error;
}

/** Runs a conversion of the part that `segment` names. Where this is done for each value, `named` takes less. */
export function within<T>(segment: () => string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    throw named(error, segment());
  }
}
