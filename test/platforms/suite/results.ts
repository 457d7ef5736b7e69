/** What a run of the checks gives. */
import type { Outcome } from './expect.js';

export interface Results {
  /** `Node 24.1.0`. */
  readonly runtime: string;
  /** `linux x64`, as Node has it; a browser's says what it is. */
  readonly system: string;
  readonly outcomes: readonly Outcome[];
  /** `mapped`, `read`, or `in memory` where there are none. */
  readonly files: 'mapped' | 'read' | 'in memory';
  /** Nanoseconds of a look-up by a new text key, a number read, ours and a `Map`'s. */
  readonly speed: { readonly ours: number; readonly map: number };
}
