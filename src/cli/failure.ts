/** How a command ends without success, and numbers as people read them. */
import { ArgumentError, SharedBuffersError } from '../errors.js';

export const Exit = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** Codes that scripts tell failures of commands by; those of the library begin with `SB_`. */
export type FailureCode =
  | 'CLI_USAGE'
  | 'CLI_DAMAGED'
  | 'CLI_NOT_FOUND'
  | 'CLI_UNSUPPORTED'
  | 'CLI_TOO_LARGE'
  | 'CLI_INTERRUPTED';

/** Why a command cannot do what it is asked: a message for people, and a code for scripts. */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}

function exitOf({ code }: Failure): number {
  if (code === 'CLI_USAGE') return Exit.usage;
  return code === 'CLI_INTERRUPTED' ? Exit.interrupted : Exit.failure;
}

/** An error as it is shown; one of an unknown kind keeps its message, since a stack helps no user. */
export function shownError(error: unknown): { code: string; message: string; exit: number } {
  if (error instanceof Failure) return { code: error.code, message: error.message, exit: exitOf(error) };
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof SharedBuffersError)) return { code: 'CLI_ERROR', message, exit: Exit.failure };
  // What is wrong with arguments is wrong with what was typed.
  if (error instanceof ArgumentError) return { code: 'CLI_USAGE', message, exit: Exit.usage };
  return { code: error.code, message, exit: Exit.failure };
}

/** `1,234 records`, `1 record`, `2 entries`. */
export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('ry') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
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
