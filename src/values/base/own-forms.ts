/**
 * Methods by which values are compared, copied and spelled that know best how: whoever does so need not load their classes, most of which
 * most programs never meet. Symbols, since a proxy's slots may have any name.
 */
import type { Readings } from './readings.js';

/** Compares a value with another. */
export const COMPARE: unique symbol = Symbol('compare');
/** Gives what a value that is read in place stands for, read within the readings of a call. */
export const PLAIN_FORM: unique symbol = Symbol('plain form');
/** Copies a value; its cost is that of its `byteLength`. */
export const COPY: unique symbol = Symbol('copy');
/** Gives the form that a value without elements has in JSON, after its cost was told. */
export const SPELL: unique symbol = Symbol('spell');

/** What a comparison offers to those that compare themselves. */
export interface Comparing {
  /** What is read on the way. */
  readonly readings: Readings;
  equal(left: unknown, right: unknown): boolean;
}

export interface Comparable {
  [COMPARE](other: unknown, comparison: Comparing): boolean;
}

export interface InPlaceForm {
  [PLAIN_FORM](readings: Readings): object;
}

export interface Copyable {
  readonly byteLength: number;
  [COPY](): object;
}

export interface Spelled {
  [SPELL](spend: (cost: number) => void): unknown;
}

/** Whether a value has one of these methods. */
export function knows<S extends symbol, T extends { [method in S]: unknown }>(
  value: object,
  method: S,
): value is T {
  return typeof (value as Partial<Record<symbol, unknown>>)[method] === 'function';
}
