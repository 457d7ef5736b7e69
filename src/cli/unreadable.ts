import type { Io } from './io.js';
import { say } from './output.js';

/** Says which fields were not read, if any: their stored types by their names. */
export function warnOfUnreadable(unreadable: ReadonlyMap<string, string> | undefined, { stderr }: Io): void {
  for (const [field, type] of unreadable ?? []) {
    say(
      stderr,
      `field ${field} is stored as ${type}, which this library does not read: $unreadable stands for it`,
    );
  }
}
