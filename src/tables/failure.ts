/** Why rows cannot be read or written: a message for people, and a code for scripts. */

/** Codes of what concerns inputs, outputs and commands; the library's begin with `SB_`. */
export type FailureCode =
  | 'CLI_USAGE'
  | 'CLI_INPUT'
  | 'CLI_SCHEMA'
  | 'CLI_NOT_FOUND'
  | 'CLI_UNSUPPORTED'
  | 'CLI_TOO_LARGE'
  | 'CLI_DISK'
  | 'CLI_INTERRUPTED';

export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}
