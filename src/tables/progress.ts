/** How far work on many rows is, told while it goes on. */
import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds between looks at the event loop. */
const TURN_MS = 20;
/** Rows between looks at the clock. */
const CLOCK_ROWS = 256;

export interface Progress {
  /** Starts a stretch of work of `total` bytes; builds also say which of their phases it is. */
  start(what: string, total: number, phase?: 'infer' | 'build'): void;
  /** `records`: left out where work is not told in records. */
  update(records: number | undefined, bytes: number): void;
  stop(): void;
  /** Says what is waited for before the first stretch. */
  note(text: string): void;
}

export const SILENT: Progress = { start() {}, update() {}, stop() {}, note() {} };

/** Runs over rows, letting others work now and then: signals come in only between turns of the event loop. */
export async function eachRow<Row>(
  rows: Iterable<Row>,
  use: (row: Row) => void,
  report: (records: number) => void,
  signal: AbortSignal,
): Promise<number> {
  let turned = performance.now();
  let count = 0;
  for (const row of rows) {
    use(row);
    count += 1;
    if (count % CLOCK_ROWS === 0 && performance.now() - turned > TURN_MS) {
      report(count);
      await turn();
      signal.throwIfAborted();
      turned = performance.now();
    }
  }
  return count;
}
