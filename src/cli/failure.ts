/** How a command ends without success, and numbers as people read them. */
import { SharedBuffersError } from '../errors.js';
import { Failure } from '../tables/failure.js';

export const Exit = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

function exitOf({ code }: Failure): number {
  if (code === 'CLI_USAGE') return Exit.usage;
  return code === 'CLI_INTERRUPTED' ? Exit.interrupted : Exit.failure;
}

/** An error as it is shown; one of an unknown kind keeps its message, since a stack helps no user. */
export function shownError(error: unknown): { code: string; message: string; exit: number } {
  if (error instanceof Failure) return { code: error.code, message: error.message, exit: exitOf(error) };
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof SharedBuffersError ? error.code : 'CLI_ERROR';
  return { code, message, exit: Exit.failure };
}

/** `1,234 records`, `1 record`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** `512 bytes`, `1.2 MB`: powers of 1,000, as disks are labelled. */
export function readableBytes(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  let size = bytes;
  let unit = -1;
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${UNITS[unit]}`;
}
