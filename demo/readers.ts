/** Starting readers one after another, so that each has the machine to itself, and measuring them while all live. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReaderOptions, Report } from './reader.js';

/** What some readers of one way cost. */
export interface Cost {
  readonly reports: readonly Report[];
  /** Private bytes of all their processes together; undefined where the system does not tell. */
  readonly bytes: number | undefined;
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a reader ended with ${signal ?? `code ${code}`}`);
  });
  ended.catch(() => {});
  return (await Promise.race([once(child, 'message').then(([message]) => message), ended])) as T;
}

function start(module: string, args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(module, import.meta.url)), args, { execArgv: ['--expose-gc'] });
}

async function bytesOf(children: readonly ChildProcess[]): Promise<number | undefined> {
  let sum = 0;
  for (const child of children) {
    child.send('memory');
    const bytes = await answerOf<number | null>(child);
    if (bytes === null) return undefined;
    sum += bytes;
  }
  return sum;
}

/** Runs `count` processes, each a reader. */
export async function inProcesses({ way, folder }: ReaderOptions, count: number): Promise<Cost> {
  const children: ChildProcess[] = [];
  try {
    const reports: Report[] = [];
    while (children.length < count) {
      const child = start('reader.js', [way, folder]);
      children.push(child);
      reports.push(await answerOf<Report>(child));
    }
    return { reports, bytes: await bytesOf(children) };
  } finally {
    for (const child of children) child.kill();
  }
}

/** Runs one process with `count` threads, each a reader. */
export async function inThreads({ way, folder }: ReaderOptions, count: number): Promise<Cost> {
  const child = start('threads.js', [way, folder, String(count)]);
  try {
    const reports = await answerOf<Report[]>(child);
    return { reports, bytes: await bytesOf([child]) };
  } finally {
    child.kill();
  }
}
