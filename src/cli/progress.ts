/** How far a build is: a bar on a terminal, a line now and then elsewhere. */
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../tables/progress.js';
import type { Io } from './io.js';
import { put } from './output.js';
import { printable } from './printable.js';

/** Milliseconds between lines where there is no terminal. */
const LINE_MS = 5000;
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
