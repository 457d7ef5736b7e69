/** How far a build is: a bar on a terminal, a line now and then elsewhere. */
import { setImmediate as turn } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import type { Io } from './io.js';
import { put } from './output.js';
import { printable } from './printable.js';

/** Milliseconds between looks at the event loop, and between lines where there is no terminal. */
const TURN_MS = 20;
const LINE_MS = 5000;
/** Rows between looks at the clock. */
const CLOCK_ROWS = 256;

export interface Progress {
  /** Starts a stretch of work of `total` bytes. */
  start(what: string, total: number): void;
  /** `records`: left out where work is not told in records. */
  update(records: number | undefined, bytes: number): void;
  stop(): void;
  /** Says what is waited for before the first stretch. */
  note(text: string): void;
}

export const SILENT: Progress = { start() {}, update() {}, stop() {}, note() {} };

export function progressTo({ stderr }: Io): Progress {
  const print = (line: string) => put(stderr, `${printable(line)}\n`);
  return stderr.isTTY ? new Bar(stderr as NodeJS.WriteStream, print) : new Plain(print);
}

class Bar implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly note: (text: string) => void;
  #bar: SingleBar | undefined;

  constructor(stream: NodeJS.WriteStream, print: (line: string) => void) {
    this.#stream = stream;
    this.note = print;
  }

  start(what: string, total: number): void {
    this.stop();
    this.#bar = new SingleBar(
      {
        stream: this.#stream,
        format: '{what} {bar} {percentage}%{records}',
        clearOnComplete: true,
        // Signals are the command's to handle.
        gracefulExit: false,
      },
      Presets.shades_classic,
    );
    // A value of its own: the name of a file may look like one of the format's.
    this.#bar.start(Math.max(1, total), 0, { what: printable(what), records: '' });
  }

  update(records: number | undefined, bytes: number): void {
    this.#bar?.update(bytes, { records: records === undefined ? '' : ` | ${inRecords(records)}` });
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

class Plain implements Progress {
  readonly #print: (line: string) => void;
  #what = '';
  #total = 0;
  #printed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  note(text: string): void {
    this.#print(text);
  }

  start(what: string, total: number): void {
    this.#what = what;
    this.#total = total;
    this.#printed = performance.now();
    this.#print(what);
  }

  update(records: number | undefined, bytes: number): void {
    const now = performance.now();
    if (now - this.#printed < LINE_MS) return;
    this.#printed = now;
    const share = this.#total === 0 ? 100 : Math.floor((100 * bytes) / this.#total);
    const done = records === undefined ? '' : `${inRecords(records)}, `;
    this.#print(`${this.#what}: ${done}${share} %`);
  }

  stop(): void {}
}

function inRecords(records: number): string {
  return `${records.toLocaleString('en-US')} records`;
}

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
