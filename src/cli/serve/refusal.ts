/** Requests that cannot be answered. */
import { ArgumentError, ClosedError, SharedBuffersError } from '../../errors.js';

/** An answer that is an error: a status of HTTP, a code for programs and a message for people. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What went wrong, as an answer. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ArgumentError) return new Refusal(400, 'INPUT', message);
  if (error instanceof ClosedError) return new Refusal(503, 'CLOSED', message);
  return new Refusal(500, error instanceof SharedBuffersError ? error.code : 'INTERNAL', message);
}
