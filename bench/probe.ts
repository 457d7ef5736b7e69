/** Whether a contender works in a runtime: native packages load in some and not in others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ContenderId } from './contenders/contender.js';
import { describe, isPython } from './contenders/index.js';
import { Peer } from './peer.js';
import type { Runtime } from './runtimes/runtime.js';
import type { RuntimeFacts } from './worker.js';

const RECORDS = 1000;

/** The facts of one runtime, and what was tried in it. */
export class Probes {
  readonly runtime: Runtime;
  readonly facts: RuntimeFacts;
  /** Names of contenders that do not work here, and why. */
  readonly failures = new Map<string, string>();
  readonly #folder: string;
  readonly #tried = new Map<ContenderId, Promise<string | undefined>>();

  private constructor(runtime: Runtime, facts: RuntimeFacts, folder: string) {
    this.runtime = runtime;
    this.facts = facts;
    this.#folder = folder;
  }

  /** Throws if the runtime cannot run a worker at all. */
  static async of(runtime: Runtime, folder: string): Promise<Probes> {
    await using peer = new Peer('none', { runtime });
    return new Probes(runtime, await peer.call('runtime'), folder);
  }

  /** Why a contender does not work in this runtime: in a process of its own, which may crash, it builds and reads. */
  failure(id: ContenderId): Promise<string | undefined> {
    const known = this.#tried.get(id);
    if (known !== undefined) return known;
    const tried = this.#try(id);
    this.#tried.set(id, tried);
    return tried;
  }

  async #try(id: ContenderId): Promise<string | undefined> {
    // Run by Python whatever the runtime is.
    if (isPython(id)) return undefined;
    const { name, ending } = await describe(id);
    const folder = mkdtempSync(join(this.#folder, 'probe-'));
    try {
      await using peer = new Peer(id, { runtime: this.runtime, silent: true });
      const path = join(folder, `probe.${ending}`);
      await peer.call('build', path, 'string', RECORDS);
      await peer.call('open', path, 'string', RECORDS);
      return undefined;
    } catch (error) {
      const why = (error as Error).message.split('\n')[0]!;
      this.failures.set(name, why);
      console.log(`  ${this.runtime.id}: ${name} is left out: ${why}`);
      return why;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
