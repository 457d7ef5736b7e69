/**
 * Zipf's distribution with s = 1: of `count` records, that of rank k is drawn with a probability of 1 / (k H), where H is
 * the sum of 1 / k. By rejection-inversion (Hörmann and Derflinger 1996), exact, without a table: 1 / x lies above a
 * staircase of the probabilities, its integral is the logarithm, and what falls between the two is drawn again.
 */

/** Coprime to any number of records but their own multiples, and exact in a product with 2³¹. */
const STRIDES = [1_299_709, 611_953] as const;

export class Zipf {
  readonly #count: number;
  readonly #stride: number;
  /** Integrals up to the right of the last step, and from where the first, which is never refused, begins. */
  readonly #last: number;
  readonly #first: number;
  /** As far below a rank's place a point is taken without a look at the staircase. */
  readonly #sure: number;

  constructor(count: number) {
    this.#count = count;
    this.#stride = count % STRIDES[0] === 0 ? STRIDES[1] : STRIDES[0];
    this.#last = Math.log(count + 0.5);
    this.#first = Math.log(1.5) - 1;
    this.#sure = 2 - Math.exp(Math.log(2.5) - 1 / 2);
  }

  /** From 1 to `count`; `random` gives numbers from 0 up to and without 1. */
  rank(random: () => number): number {
    for (;;) {
      const area = this.#last + random() * (this.#first - this.#last);
      const point = Math.exp(area);
      const rank = Math.min(this.#count, Math.max(1, Math.round(point)));
      if (rank - point <= this.#sure || area >= Math.log(rank + 0.5) - 1 / rank) return rank;
    }
  }

  /** From 0 up to and without `count`: ranks lie scattered, so that what is asked for most is not side by side. */
  index(random: () => number): number {
    return (this.rank(random) * this.#stride) % this.#count;
  }
}
