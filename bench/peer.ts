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
import type { Call, Methods } from './worker.js';

type Reply<M extends keyof Methods> = { result: Awaited<ReturnType<Methods[M]>> } | { error: string };

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url));
const PYTHON_WORKER = join(ROOT, 'bench/python/peer.py');

/** Python takes part in the channel of messages that Node's children have: JSON, an object a line. */
function start(id: ContenderId | 'none'): ChildProcess {
  if (!isPython(id)) return fork(WORKER, [id]);
  return spawn(PYTHON, [PYTHON_WORKER, id], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

export class Peer implements AsyncDisposable {
  readonly id: ContenderId | 'none';
  readonly #process: ChildProcess;

  constructor(id: ContenderId | 'none') {
    this.id = id;
    this.#process = start(id);
  }

  async call<M extends keyof Methods>(
    method: M,
    ...args: Parameters<Methods[M]>
  ): Promise<Awaited<ReturnType<Methods[M]>>> {
    const call: Call = { method, args };
    const reply = await new Promise<Reply<M>>((resolve) => {
      const end = (answer: Reply<M>): void => {
        this.#process.off('message', end).off('exit', onExit);
        resolve(answer);
      };
      const onExit = (code: number | null, signal: string | null): void =>
        end({ error: `the process ended with ${signal ?? code}` });
      this.#process.on('message', end).on('exit', onExit);
      this.#process.send(call);
    });
    if ('error' in reply) throw new Error(`${this.id}, ${method}: ${reply.error}`);
    return reply.result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}

/** A process for each of some contenders, all ended together. */
export class Peers implements AsyncDisposable {
  readonly all: readonly Peer[];

  constructor(ids: readonly (ContenderId | 'none')[]) {
    this.all = ids.map((id) => new Peer(id));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((peer) => peer[Symbol.asyncDispose]()));
  }
}
