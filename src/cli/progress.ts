/** How far a build is: a bar on a terminal, a line now and then elsewhere. */
import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../tables/progress.js';
import type { Io } from './io.js';
import { put } from './output.js';
import { printable } from './printable.js';

/** Milliseconds between lines where there is no terminal. */
const LINE_MS = 5000;
/** Milliseconds until there is a pace to tell. */
const FIRST_MS = 1000;

export function progressTo({ stderr }: Io): Progress {
  const print = (line: string) => put(stderr, `${printable(line)}\n`);
  return stderr.isTTY ? new Bar(stderr as NodeJS.WriteStream, print) : new Plain(print);
}

class Bar implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly note: (text: string) => void;
  #bar: SingleBar | undefined;
  #total = 0;
  #began = 0;

  constructor(stream: NodeJS.WriteStream, print: (line: string) => void) {
    this.#stream = stream;
    this.note = print;
  }

  start(what: string, total: number): void {
    this.stop();
    this.#total = total;
    this.#began = performance.now();
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
    const done = pace(records, bytes, this.#total, performance.now() - this.#began);
    this.#bar?.update(bytes, { records: done === '' ? '' : ` | ${done}` });
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
  #began = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  note(text: string): void {
    this.#print(text);
  }

  start(what: string, total: number): void {
    this.#what = what;
    this.#total = total;
    this.#began = performance.now();
    this.#printed = this.#began;
    this.#print(what);
  }

  update(records: number | undefined, bytes: number): void {
    const now = performance.now();
    if (now - this.#printed < LINE_MS) return;
    this.#printed = now;
    const share = this.#total === 0 ? [] : [`${Math.floor((100 * bytes) / this.#total)} %`];
    const done = pace(records, bytes, this.#total, now - this.#began);
    this.#print(`${this.#what}: ${[...(done === '' ? [] : [done]), ...share].join(', ')}`);
  }

  stop(): void {}
}

/** Records, how many a second, and the time that is left, as far as each can be told. */
export function pace(records: number | undefined, bytes: number, total: number, ms: number): string {
  const parts: string[] = [];
  if (records !== undefined) parts.push(inRecords(records));
  if (records !== undefined && ms >= FIRST_MS) {
    parts.push(`${Math.round((1000 * records) / ms).toLocaleString('en-US')}/s`);
  }
  if (bytes > 0 && bytes < total && ms >= FIRST_MS) {
    parts.push(`${readableTime((ms * (total - bytes)) / bytes)} left`);
  }
  return parts.join(', ');
}

function readableTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function inRecords(records: number): string {
  return `${records.toLocaleString('en-US')} records`;
}
