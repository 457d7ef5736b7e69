/** How all entries of an id mapper are gone through. */
import { checkOptions } from '../bytes/options.js';
import { ArgumentError } from '../errors.js';

/** How to walk the entries. */
export interface IterationOptions {
  /**
   * `index` (default): in the order of the index, which is by hash for string keys. `sequential`: in the order in which
   * the keys are stored, which is the one they were written in. That reads string keys front to back, as suits files
   * larger than memory; it costs up to 50 MB and a pass over the index for each two million entries. Mappers without key
   * data have one order only.
   */
  readonly order?: 'index' | 'sequential' | undefined;
}

/** A walk through all entries: which comes at a step, asked once a step, in their order; and what is read of it. */
export interface EntrySteps<K> {
  entry(step: number): number;
  key(entry: number): K;
  value(entry: number): number | bigint;
  /** Whether keys and what values lead to can lie anywhere. */
  readonly jumps: boolean;
}

/** Throws `ArgumentError` for an order that there is not. */
export function isSequential(options: IterationOptions): boolean {
  checkOptions(options, 'order');
  const { order = 'index' } = options;
  if (order === 'index' || order === 'sequential') return order === 'sequential';
  throw new ArgumentError(`${String(order)} is no order of entries: give 'index' or 'sequential'`);
}
