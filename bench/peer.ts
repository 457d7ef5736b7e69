/**
 * The measuring process of one contender, seen from the runner. Each contender has a process of its own, so that none
 * pays for the garbage, heap or optimised code of another; the runner lets them work in turn, never two at once.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContenderId } from './contenders/contender.js';
import { isPython } from './contenders/index.js';
import { PYTHON, ROOT } from './paths.js';
import { argumentsOf, HERE, type Runtime } from './runtimes/runtime.js';
import type { Call, Methods } from './worker.js';

type Reply<M extends keyof Methods> = { result: Awaited<ReturnType<Methods[M]>> } | { error: string };

export interface PeerOptions {
  /** The Node that runs this if not said. */
  readonly runtime?: Runtime;
  /** Mebibytes of its heap, where that is more than usual. */
  readonly heap?: number | undefined;
  /** Whether what it prints is seen. */
  readonly silent?: boolean;
}

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));
const PYTHON_WORKER = join(ROOT, 'bench/python/peer.py');

/** Python, Bun and Deno take part in the channel of messages that Node's children have: JSON, an object a line. */
function start(
  id: ContenderId | 'none',
  { runtime = HERE, heap, silent = false }: PeerOptions,
): ChildProcess {
  if (!isPython(id)) {
    return fork(WORKER, [id], { execPath: runtime.path, execArgv: argumentsOf(runtime, heap), silent });
  }
  return spawn(PYTHON, [PYTHON_WORKER, id], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

export class Peer implements AsyncDisposable {
  readonly id: ContenderId | 'none';
  readonly #process: ChildProcess;
  #failure: string | undefined;

  constructor(id: ContenderId | 'none', options: PeerOptions = {}) {
    this.id = id;
    this.#process = start(id, options);
    // What cannot be started, or ends, before it is asked anything.
    this.#process.on('error', (error) => {
      this.#failure ??= error.message;
    });
    this.#process.on('exit', (code, signal) => {
      this.#failure ??= `the process ended with ${signal ?? code}`;
    });
  }

  async call<M extends keyof Methods>(
    method: M,
    ...args: Parameters<Methods[M]>
  ): Promise<Awaited<ReturnType<Methods[M]>>> {
    const call: Call = { method, args };
    const reply = await new Promise<Reply<M>>((resolve) => {
      const end = (answer: Reply<M>): void => {
        this.#process.off('message', end).off('exit', onEnd).off('error', onEnd);
        resolve(answer);
      };
      const onEnd = (): void => end({ error: this.#failure ?? 'the process ended' });
      this.#process.on('message', end).on('exit', onEnd).on('error', onEnd);
      if (this.#failure === undefined) this.#process.send(call);
      else onEnd();
    });
    if ('error' in reply) throw new Error(`${this.id}, ${method}: ${reply.error}`);
    return reply.result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}

/** A process for each of some contenders, all ended together. */
export class Peers implements AsyncDisposable {
  readonly all: readonly Peer[];

  constructor(ids: readonly (ContenderId | 'none')[], options: PeerOptions = {}) {
    this.all = ids.map((id) => new Peer(id, options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((peer) => peer[Symbol.asyncDispose]()));
  }
}
