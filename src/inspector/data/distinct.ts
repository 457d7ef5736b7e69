/** How many values are different, and which are most frequent, in bounded memory. */

/** Values up to here are counted one by one. */
const EXACT = 20_000;
/** The smallest hashes that are kept of more: of which the estimate is right within some 3 %. */
const KEPT = 1024;
const TWO_32 = 2 ** 32;

/** A hash of a text, from 0 to below 1. */
export function hashOf(text: string): number {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x85ebca77);
    b = Math.imul(b ^ unit, 0xc2b2ae3d);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x45d9f3b) ^ b;
  a = Math.imul(a ^ (a >>> 13), 0x2c1b3c6d);
  return ((a ^ (a >>> 16)) >>> 0) / TWO_32 + (b >>> 0) / TWO_32 / TWO_32;
}

/** Counts different texts; from `EXACT` on by the smallest of their hashes. */
export class Distinct {
  #all: Set<string> | undefined = new Set();
  #hashes = new Set<number>();
  #bound = 1;

  add(text: string): void {
    const hash = hashOf(text);
    if (hash < this.#bound) {
      this.#hashes.add(hash);
      if (this.#hashes.size > 2 * KEPT) this.#shrink();
    }
    if (this.#all === undefined) return;
    this.#all.add(text);
    if (this.#all.size > EXACT) this.#all = undefined;
  }

  get estimated(): boolean {
    return this.#all === undefined;
  }

  get count(): number {
    if (this.#all !== undefined) return this.#all.size;
    this.#shrink();
    return Math.round((KEPT - 1) / this.#bound);
  }

  #shrink(): void {
    const kept = [...this.#hashes].sort((a, b) => a - b).slice(0, KEPT);
    this.#hashes = new Set(kept);
    if (kept.length === KEPT) this.#bound = kept[KEPT - 1]!;
  }
}

/** Counters of values that may be frequent; those that are surely not are let go in turn. */
const COUNTERS = 2000;

/** The most frequent values: exact while there are few, at most too small by a two-thousandth of all later. */
export class TopValues {
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    const count = this.#counts.get(text);
    if (count !== undefined) this.#counts.set(text, count + 1);
    else if (this.#counts.size < COUNTERS) this.#counts.set(text, 1);
    else {
      for (const [each, own] of this.#counts) {
        if (own === 1) this.#counts.delete(each);
        else this.#counts.set(each, own - 1);
      }
    }
  }

  list(most = 10): { readonly value: string; readonly count: number }[] {
    return [...this.#counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([value, count]) => ({ value, count }));
  }
}
