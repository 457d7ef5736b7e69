/** What a command is given of the process around it, so that tests can run commands in their own. */

/** A stream for text and bytes, as `process.stdout` is one. `done` is called once the text is on its way, or cannot be. */
export interface Output {
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  readonly isTTY?: boolean;
}

export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted when the user interrupts the command. */
  readonly signal: AbortSignal;
  /** Whether standard output may be coloured. */
  readonly color: boolean;
}
