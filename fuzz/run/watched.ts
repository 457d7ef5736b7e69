/** A child that is watched: a crash, a hang or too much memory is told with the case it was at. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Batch, type BatchResult, MARK_BYTES } from './batch.js';

/** MiB of heap that a child has. */
const HEAP_MIB = 128;
/** MiB of memory in all, from which on a child is ended. */
const MEMORY_MIB = 768;
/** Milliseconds that one case may take, beside other work on the machine. */
const PATIENCE_MS = 30_000;
const CHILD = new URL('./child.js', import.meta.url);
const LOOK_MS = 250;

/** How a child ended before its batch did. */
export interface Lost {
  readonly why: string;
  readonly kind: Batch['kind'];
  readonly number: number;
}

export class Watched {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-fuzz-'));
  readonly #mark = join(this.#folder, 'mark');
  readonly #seed: number;
  readonly #program: URL;
  readonly #patience: number;
  #child: ChildProcess | undefined;
  /** Most memory that a child took so far, in MiB. */
  peak = 0;

  /** `program`: what children run; `patience`: milliseconds that one case may take. */
  constructor(seed: number, program: URL = CHILD, patience: number = PATIENCE_MS) {
    this.#seed = seed;
    this.#program = program;
    this.#patience = patience;
  }

  async run(batch: Batch): Promise<BatchResult | Lost> {
    const child = this.#child ?? (await this.#start());
    return new Promise((done) => {
      const end = (result: BatchResult | Lost): void => {
        clearInterval(watch);
        child.off('exit', died);
        child.off('message', end);
        done(result);
      };
      const died = (code: number | null, signal: string | null): void => {
        this.#child = undefined;
        end({ why: why ?? `the process ended with ${signal ?? `code ${code}`}`, ...this.#place() });
      };
      let why: string | undefined;
      let before = -1;
      let since = Date.now();
      const watch = setInterval(() => {
        const { number } = this.#place();
        if (number !== before) [before, since] = [number, Date.now()];
        const memory = memoryOf(child.pid);
        this.peak = Math.max(this.peak, memory);
        if (Date.now() - since > this.#patience) why = `no end after ${this.#patience / 1000} s`;
        else if (memory > MEMORY_MIB) why = `${Math.round(memory)} MiB of memory`;
        if (why !== undefined) child.kill('SIGKILL');
      }, LOOK_MS);
      child.once('exit', died);
      child.once('message', end);
      child.send(batch);
    });
  }

  close(): void {
    this.#child?.disconnect();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start(): Promise<ChildProcess> {
    writeFileSync(this.#mark, new Uint8Array(MARK_BYTES));
    const child = fork(fileURLToPath(this.#program), [String(this.#seed), this.#mark], {
      execArgv: [`--max-old-space-size=${HEAP_MIB}`],
      // What the engine says of a full heap tells nothing of the case.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    await new Promise<void>((ready, failed) => {
      child.once('message', () => ready());
      child.once('exit', (code) => failed(new Error(`a child did not start: exit code ${code}`)));
    });
    child.removeAllListeners('exit');
    return child;
  }

  #place(): { kind: Batch['kind']; number: number } {
    const bytes = readFileSync(this.#mark);
    const [number, random] = new Float64Array(bytes.buffer, bytes.byteOffset, MARK_BYTES / 8);
    return { kind: random === 1 ? 'random' : 'inOrder', number: number! };
  }
}

/** MiB that a process holds; 0 where the system does not tell. */
function memoryOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
