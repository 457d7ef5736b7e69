/** Among which records a build looks for equal ones. */
import { ArgumentError } from '../../errors.js';
import type { KeySpec } from '../../mappers/key-kind.js';
import { describe } from '../../values/base/codec.js';
import { RecentRecords } from './dedupe.js';

/** As many as in Python. Looking costs a build 0.2 to 0.3 µs an entry: 5 to 10 % of records of some 150 bytes. */
const DEDUPE_ENTRIES = 1024;
export const MAX_DEDUPE_ENTRIES: number = 2 ** 20;
/** After how many records without an equal one a build that was not asked to look stops looking. */
const PATIENCE = 2 ** 14;

interface DedupeOptions {
  readonly sharing?: unknown;
  readonly dedupe?: number | boolean | undefined;
}

/** The records to look among. Throws `ArgumentError` for options that there are not. */
export function recentRecords(spec: KeySpec, options: DedupeOptions): RecentRecords | undefined {
  const { sharing, dedupe = sharing === undefined && !spec.approximate } = options;
  const entries = dedupe === true ? DEDUPE_ENTRIES : dedupe || 0;
  if (!Number.isInteger(entries) || entries < 0 || entries > MAX_DEDUPE_ENTRIES) {
    throw new ArgumentError(
      `dedupe is a number of entries up to ${MAX_DEDUPE_ENTRIES}, not ${describe(entries)}`,
    );
  }
  if (entries === 0) return undefined;
  if (sharing === undefined) {
    return options.dedupe === undefined
      ? new RecentRecords(entries, 'object', PATIENCE)
      : new RecentRecords(entries, 'bytes');
  }
  throw new ArgumentError(
    'dedupe compares the bytes of records, and with sharing they depend on where a record lies: give one of the two',
  );
}
