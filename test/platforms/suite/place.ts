/** Where a run of the checks is: what the runner told it, and how it starts more processes of its runtime. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What the runner hands to `main.js`, as the path of a JSON file. */
export interface Given {
  /** An empty folder for files. */
  readonly folder: string;
  /** The command that runs a module in this runtime, the module's path left out; as this process was started, without. */
  readonly command?: readonly string[] | undefined;
  /** Whether files are to be mapped here; else why not, as a part of what `notMappedBecause` says. */
  readonly mapped: true | string;
  /** Whether the runtime keeps programs from the system's own folders, /dev and /proc. */
  readonly confined: boolean;
  /** Where the results go. */
  readonly results: string;
  /** How many records the look-ups that are timed have. */
  readonly timed: number;
}

export class Place {
  readonly given: Given;
  readonly mapped: boolean;

  constructor(given: Given) {
    this.given = given;
    this.mapped = given.mapped === true;
  }

  path(name: string): string {
    return join(this.given.folder, name);
  }

  /** A folder of its own. */
  folder(name: string): string {
    mkdirSync(this.path(name));
    return this.path(name);
  }

  /** Whether a file can be replaced by a rename, which Windows refuses for one that is mapped. */
  replaceable(path: string): boolean {
    const copy = this.path('copy');
    copyFileSync(path, copy);
    try {
      renameSync(copy, path);
      return true;
    } catch {
      rmSync(copy);
      return false;
    }
  }

  /** Runs `child.js TASK RESULT …` in a process of its own and gives what it wrote to RESULT, as JSON. */
  async child(task: string, ...args: string[]): Promise<unknown> {
    const { result, ended } = this.start(task, ...args);
    const code = await ended;
    if (code !== 0 || !existsSync(result)) throw new Error(`${task} ended with ${code}`);
    const { value, error } = JSON.parse(readFileSync(result, 'utf8'));
    if (error !== undefined) throw new Error(`${task}: ${error}`);
    return value;
  }

  /** Starts such a process. Its streams are closed: Node under Wine cannot use pipes. */
  start(task: string, ...args: string[]): Child {
    const result = this.path(`${task}-${Math.random().toString(36).slice(2)}.json`);
    const module = fileURLToPath(new URL('./child.js', import.meta.url));
    const [program, ...first] = this.given.command ?? [process.execPath, ...process.execArgv];
    const child = spawn(program!, [...first, module, task, result, ...args], { stdio: 'ignore' });
    const ended = new Promise<unknown>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? signal));
    });
    return { result, ended, kill: () => child.kill('SIGKILL') };
  }
}

/** A process that was started. */
export interface Child {
  /** The path of what it writes. */
  readonly result: string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<unknown>;
  kill(): void;
}

/** Collects garbage until something holds; false when it does not come to. */
export async function collected(done: () => boolean, rounds = 50): Promise<boolean> {
  const { Bun, gc } = globalThis as { Bun?: { gc(force: boolean): void }; gc?(): void };
  for (let round = 0; round < rounds && !done(); round += 1) {
    if (Bun === undefined) gc?.();
    else Bun.gc(true);
    await sleep(5);
  }
  return done();
}

/** Waits until something holds; throws when it takes more than half a minute. */
export async function until(what: string, done: () => boolean): Promise<void> {
  for (let round = 0; round < 3000; round += 1) {
    if (done()) return;
    await sleep(10);
  }
  throw new Error(`waited for ${what} in vain`);
}
