/** A batch of cases, as the parent gives it to a child, and what comes back. */
import type { Outcomes } from '../read/attempt.js';

export interface Batch {
  readonly kind: 'inOrder' | 'random';
  readonly first: number;
  readonly count: number;
}

/** A case that did what none may. */
export interface Failure {
  readonly kind: Batch['kind'];
  readonly number: number;
  readonly sample: string;
  /** What was changed, smallest list that shows it. */
  readonly edits: readonly string[];
  readonly why: string;
  /** The damaged bytes, in base64. */
  readonly bytes: string;
}

export interface BatchResult {
  readonly outcomes: Outcomes;
  readonly failures: readonly Failure[];
}

/** Bytes of the file in which a child says which case it is at: the number, as a float64, and 1 for a random one. */
export const MARK_BYTES = 16;
