/** Counts the values of one field. */
import { Distinct, TopValues } from './distinct.js';
import { type Ordered, type OrderedKind, orderedOf } from './kinds-of-values.js';
import { numberText, spelled } from './spelling.js';

/** Of all values of one kind. */
export interface Range {
  readonly kind: OrderedKind;
  readonly count: number;
  readonly least: string;
  readonly most: string;
  /** The least and the most finite one on the kind's scale, if it has any. */
  readonly scale: readonly [from: number, to: number] | undefined;
}

interface Ends {
  count: number;
  least: Ordered['order'];
  most: Ordered['order'];
  leastValue: unknown;
  mostValue: unknown;
  from: number;
  to: number;
}

/** What values are like. */
export interface Tallied {
  /** Values looked at, those that are not there included. */
  readonly looked: number;
  readonly nulls: number;
  readonly missing: number;
  readonly damaged: number;
  readonly notNumbers: number;
  /** Of each kind of values that have an order; the most frequent kind first. */
  readonly ranges: readonly Range[];
  readonly distinct: number;
  /** Whether `distinct` and `top` are estimates. */
  readonly estimated: boolean;
  readonly top: readonly { readonly value: string; readonly count: number }[];
}

export class Tally {
  #looked = 0;
  #nulls = 0;
  #missing = 0;
  #damaged = 0;
  #notNumbers = 0;
  readonly #ends = new Map<OrderedKind, Ends>();
  readonly #distinct = new Distinct();
  readonly #top = new TopValues();

  add(value: unknown): void {
    this.#looked += 1;
    if (value === undefined) this.#missing += 1;
    else if (value === null) this.#nulls += 1;
    else if (value instanceof Error) this.#damaged += 1;
    else this.#value(value);
  }

  #value(value: unknown): void {
    // Text has a mark in front, so that "5" is another value than 5.
    const text = (typeof value === 'string' ? 't' : 'v') + textOf(value);
    this.#distinct.add(text);
    this.#top.add(text);
    if (Number.isNaN(value)) this.#notNumbers += 1;
    const ordered = orderedOf(value);
    if (ordered === undefined) return;
    const { kind, order, at = Number.NaN } = ordered;
    let ends = this.#ends.get(kind);
    if (ends === undefined) {
      ends = {
        count: 0,
        least: order,
        most: order,
        leastValue: value,
        mostValue: value,
        from: Number.POSITIVE_INFINITY,
        to: Number.NEGATIVE_INFINITY,
      };
      this.#ends.set(kind, ends);
    }
    ends.count += 1;
    if (order < ends.least) {
      ends.least = order;
      ends.leastValue = value;
    }
    if (order > ends.most) {
      ends.most = order;
      ends.mostValue = value;
    }
    if (!Number.isFinite(at)) return;
    if (at < ends.from) ends.from = at;
    if (at > ends.to) ends.to = at;
  }

  told(): Tallied {
    const ranges = [...this.#ends]
      .map(([kind, { count, leastValue, mostValue, from, to }]): Range => {
        const scale = from <= to ? ([from, to] as const) : undefined;
        return { kind, count, least: textOf(leastValue), most: textOf(mostValue), scale };
      })
      .sort((a, b) => b.count - a.count);
    return {
      looked: this.#looked,
      nulls: this.#nulls,
      missing: this.#missing,
      damaged: this.#damaged,
      notNumbers: this.#notNumbers,
      ranges,
      distinct: this.#distinct.count,
      estimated: this.#distinct.estimated,
      top: this.#top.list().map(({ value, count }) => ({ value: value.slice(1), count })),
    };
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? numberText(value) : spelled(value);
}
