/** Where a run of the checks is: what the runner told it, and how it starts more processes of its runtime. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What the runner hands to `main.js`, as the path of a JSON file. */
export interface Given {
  /** An empty folder for files. */
  readonly folder: string;
  /** The command that runs a module in this runtime, the module's path left out. */
  readonly command: readonly string[];
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

  /**
   * Runs `child.js TASK RESULT …` in a process of its own and gives what it wrote to RESULT, as JSON. Its streams are closed:
   * Node under Wine cannot use pipes.
   */
  async child(task: string, ...args: string[]): Promise<unknown> {
    const result = this.path(`${task}-${Math.random().toString(36).slice(2)}.json`);
    const module = fileURLToPath(new URL('./child.js', import.meta.url));
    const [program, ...first] = this.given.command;
    const child = spawn(program!, [...first, module, task, result, ...args], { stdio: 'ignore' });
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code !== 0 || !existsSync(result)) throw new Error(`${task} ended with ${code}`);
    const { value, error } = JSON.parse(readFileSync(result, 'utf8'));
    if (error !== undefined) throw new Error(`${task}: ${error}`);
    return value;
  }
}

/** Collects garbage until something holds; false when it does not come to. */
export async function collected(done: () => boolean): Promise<boolean> {
  const { Bun, gc } = globalThis as { Bun?: { gc(force: boolean): void }; gc?(): void };
  for (let round = 0; round < 50 && !done(); round += 1) {
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
