/** Names of files and folders of a data set. */
import { randomBytes } from 'node:crypto';
import { ArgumentError } from '../../errors.js';
import { isRunName } from '../../shards/manifest.js';
import { describe } from '../../values/base/codec.js';

export const CURRENT = 'current.json';
export const MANIFEST = 'manifest.json';

/** A name for a version: when it was begun, and something that no other has. Names sort by time. */
export function newRun(now: Date = new Date()): string {
  const time = now.toISOString().replace(/[-:.]/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

/** Throws `ArgumentError` for what cannot name a run. */
export function checkRun(run: unknown): asserts run is string {
  if (isRunName(run)) return;
  throw new ArgumentError(
    `the name of a run is up to 128 letters, digits, ".", "_" and "-", a letter or digit first, not ${describe(run)}`,
  );
}

/** Throws `ArgumentError` for what cannot name an attempt at a part. */
export function checkAttempt(attempt: unknown): asserts attempt is string {
  if (typeof attempt === 'string' && /^[0-9A-Za-z._-]{1,64}$/.test(attempt)) return;
  throw new ArgumentError(
    `the name of an attempt is up to 64 letters, digits, ".", "_" and "-", not ${describe(attempt)}`,
  );
}

export function partName(shard: number, attempt: string): string {
  return `part-${String(shard).padStart(5, '0')}-${attempt}.sb`;
}

/** The description that stands beside a part until it is published. */
export function descriptionName(part: string): string {
  return part.replace(/\.sb$/, '.json');
}
