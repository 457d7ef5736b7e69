/** How long records are, in a few counters: the longest, and what 99 in 100 do not exceed. */

/** Counters to a doubling: a length is known to a sixteenth. */
const STEPS = 16;
const LARGEST = 31;

/** Lengths below 32 have a counter each; of longer ones, the first five bits tell. */
function stepOf(length: number): number {
  if (length < 2 * STEPS) return length;
  const shift = 27 - Math.clz32(length);
  return (shift + 1) * STEPS + (length >>> shift) - STEPS;
}

/** The longest length of a counter. */
function longest(step: number): number {
  if (step < 2 * STEPS) return step;
  const shift = Math.floor(step / STEPS) - 1;
  return ((step % STEPS) + STEPS + 1) * 2 ** shift - 1;
}

export class RecordLengths {
  readonly #counts = new Float64Array((LARGEST + 1) * STEPS);
  #count = 0;
  #max = 0;

  /** Adds a record of so many bytes, below 2³¹. */
  add(length: number): void {
    this.#counts[stepOf(length)]! += 1;
    this.#count += 1;
    if (length > this.#max) this.#max = length;
  }

  /** `undefined` when there were none. */
  get summary(): { p99: number; max: number } | undefined {
    if (this.#count === 0) return undefined;
    let left = Math.ceil(this.#count * 0.99);
    let step = -1;
    while (left > 0) {
      step += 1;
      left -= this.#counts[step]!;
    }
    return { p99: Math.min(longest(step), this.#max), max: this.#max };
  }
}
