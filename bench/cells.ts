/** How the keys of look-ups come: made just before, or held since long; all equally often, or few of them most often. */

/**
 * `fresh`: text decoded from bytes a moment ago, numbers computed a moment ago. `held`: the same strings again, which
 * have been hashed before, and the same numbers, boxed where the engine boxes them.
 */
export type Kept = 'fresh' | 'held';
/** `zipf`: the record of rank k is asked for as often as 1 / k says (s = 1). */
export type Distribution = 'uniform' | 'zipf';

export interface Cell {
  readonly keys: Kept;
  readonly distribution: Distribution;
}

/** What is meant where nothing is said. */
export const USUAL: Cell = { keys: 'fresh', distribution: 'uniform' };

export const CELLS: readonly Cell[] = [
  USUAL,
  { keys: 'held', distribution: 'uniform' },
  { keys: 'fresh', distribution: 'zipf' },
  { keys: 'held', distribution: 'zipf' },
];
