/** What building from rows is given, and what it comes to. */
import type { DiskRoom } from '../input/disk-room.js';
import type { Ragged } from '../input/rows.js';
import type { Progress } from '../progress.js';
import type { Schema } from '../schema/schema.js';
import type { BuildFromOptions } from './build-from-options.js';
import type { Looked } from './plan-rows.js';
import type { RowTarget } from './row-target.js';
import type { RowPlan } from './second-pass.js';

/** What a build was given. */
export interface RowBuild {
  readonly target: RowTarget;
  readonly looked: Looked;
  /** The schema; undefined where it is to be inferred. */
  readonly given: Schema | undefined;
  readonly options: BuildFromOptions;
  readonly progress: Progress;
  readonly room: DiskRoom;
  readonly signal: AbortSignal;
}

export interface Built {
  readonly plan: RowPlan;
  readonly records: number;
  /** Rows without a key that were passed over. */
  readonly skipped: number;
  /** Rows that were made as long as the header. */
  readonly ragged: Ragged;
}
