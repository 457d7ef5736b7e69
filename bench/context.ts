/** What questions share: the options, and the files of each contender, built when they are first needed. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ContenderId } from './contenders/contender.js';
import { describe, isPython, missing } from './contenders/index.js';
import type { KeyKind } from './data.js';
import { heapFor } from './heap.js';
import type { Options } from './options.js';
import { Peer, type PeerOptions, Peers } from './peer.js';
import type { Probes } from './probe.js';
import { sameAnswers } from './rounds.js';
import type { Runtime } from './runtimes/runtime.js';

/** Records compared before anything is timed: as many that are there as keys that are not. */
const COMPARED = 2000;
/** More records than these are not kept in the memory of idle processes. */
const MOST_KEPT = 2_000_000;
/** Python builds 40 thousand records a second: no more than these, and fewer in a quick run. */
const PYTHON_RECORDS = 1_000_000;
const PYTHON_QUICK_RECORDS = 50_000;

/** What stores write beside their files. */
const BESIDE = ['', '-lock', '-wal', '-shm'];

export interface Build {
  readonly seconds: number;
  /** Most memory of the process that built; null where the system does not tell. */
  readonly peak: number | null;
}

export class Context implements AsyncDisposable {
  readonly options: Options;
  /** Shared by the contexts of all runtimes, whose files are the same. */
  readonly folder: string;
  readonly runtime: Runtime;
  /** Whether the runtime is the first of the run, which is asked everything. */
  readonly first: boolean;
  readonly #probes: Probes;
  readonly #builds = new Map<string, Build>();
  readonly #kept = new Map<string, Peer>();

  constructor(options: Options, folder: string, probes: Probes, first: boolean) {
    this.options = options;
    this.folder = folder;
    this.runtime = probes.runtime;
    this.first = first;
    this.#probes = probes;
  }

  /** How many records Python is given to build. */
  get pythonRecords(): number {
    return Math.min(PYTHON_RECORDS, this.fewer(PYTHON_QUICK_RECORDS));
  }

  /** The number of records of what is slow, and depends little on it: no more than `most` in a quick run. */
  fewer(most: number): number {
    const { quick, records } = this.options;
    return quick ? Math.min(most, records) : records;
  }

  /** How the processes of this runtime are started. */
  peerOptions(records: number = this.options.records): PeerOptions {
    return { runtime: this.runtime, heap: heapFor(records) };
  }

  /** Those of some contenders that can take part in this runtime, with so many records. */
  async able(ids: readonly ContenderId[], records: number = this.options.records): Promise<ContenderId[]> {
    const able: ContenderId[] = [];
    for (const id of ids) if ((await this.#absent(id, records)) === undefined) able.push(id);
    return able;
  }

  /** Builds a contender's file anew, in a process of its own, since what builds leaves garbage behind. */
  async build(id: ContenderId, keys: KeyKind, records: number = this.options.records): Promise<Build> {
    const path = await this.#path(id, keys, records);
    for (const beside of BESIDE) rmSync(path + beside, { force: true, recursive: true });
    await using peer = new Peer(id, this.peerOptions(records));
    const seconds = await peer.call('build', path, keys, records);
    const build = { seconds, peak: await peer.call('peakBytes') };
    this.#builds.set(path, build);
    return build;
  }

  /** The latest build of a contender's file in this runtime: one is made if there was none. */
  async built(id: ContenderId, keys: KeyKind, records: number = this.options.records): Promise<Build> {
    const path = await this.#path(id, keys, records);
    return this.#builds.get(path) ?? this.build(id, keys, records);
  }

  /** Path of the file that a contender opens, built before if it is not there. */
  async file(id: ContenderId, keys: KeyKind, records: number = this.options.records): Promise<string> {
    const { reads = await this.#writer(id, keys, records) } = await describe(id);
    return this.ownFile(reads, keys, records);
  }

  /** Path of the file that a contender builds. */
  async ownFile(id: ContenderId, keys: KeyKind, records: number): Promise<string> {
    const path = await this.#path(id, keys, records);
    if (!existsSync(path)) await this.built(id, keys, records);
    return path;
  }

  /** Processes with their files open, whose answers have been compared; those that this machine lacks left out. */
  async readers(
    ids: readonly ContenderId[],
    keys: KeyKind,
    records: number = this.options.records,
  ): Promise<Peers> {
    const peers = new Peers(await this.able(ids, records), this.peerOptions(records));
    try {
      await this.#prepare(peers.all, keys, records);
      return peers;
    } catch (error) {
      await peers[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The same, kept for the next question about the same file: a `Map` of a million takes seconds to make. */
  async keptReaders(
    ids: readonly ContenderId[],
    keys: KeyKind,
    records: number = this.options.records,
  ): Promise<readonly Peer[]> {
    const suffix = `/${keys}/${records}`;
    if (records > MOST_KEPT) await this.endReaders(suffix);
    const able = await this.able(ids, records);
    const fresh = able.filter((id) => !this.#kept.has(`${id}${suffix}`));
    for (const id of fresh) this.#kept.set(`${id}${suffix}`, new Peer(id, this.peerOptions(records)));
    const peers = able.map((id) => this.#kept.get(`${id}${suffix}`)!);
    await this.#prepare(peers, keys, records, fresh);
    return peers;
  }

  /** Ends the kept processes, except those of one kind of key and number of records if that is given. */
  async endReaders(except?: string): Promise<void> {
    for (const [name, peer] of this.#kept) {
      if (except !== undefined && name.endsWith(except)) continue;
      this.#kept.delete(name);
      await peer[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endReaders();
  }

  async #absent(id: ContenderId, records: number): Promise<string | undefined> {
    // Python is the same beside every runtime.
    if (isPython(id) && !this.first) return 'measured once';
    return missing(id, records) ?? (await this.#probes.failure(id));
  }

  /** Opens the files of some processes, all if not told, and compares what all of them say. */
  async #prepare(
    peers: readonly Peer[],
    keys: KeyKind,
    records: number,
    fresh: readonly (ContenderId | 'none')[] = peers.map(({ id }) => id),
  ): Promise<void> {
    if (fresh.length === 0) return;
    const names: string[] = [];
    const answers: string[] = [];
    for (const peer of peers) {
      const { id } = peer;
      if (id === 'none') continue;
      if (fresh.includes(id)) await peer.call('open', await this.file(id, keys, records), keys, records);
      if (!(await peer.call('can', 'user'))) continue;
      names.push(id);
      answers.push(await peer.call('answers', keys, records, COMPARED));
    }
    sameAnswers(names, answers);
  }

  async #path(id: ContenderId, keys: KeyKind, records: number): Promise<string> {
    return join(this.folder, `${keys}-${records}.${(await describe(id)).ending}`);
  }

  /** A file without sections is Python's own where Python is there and can make it in time. */
  async #writer(id: ContenderId, keys: KeyKind, records: number): Promise<ContenderId> {
    if (id !== 'plain' || keys !== 'string' || records > this.pythonRecords) return id;
    return (await this.#absent('python', records)) === undefined ? 'python' : id;
  }
}
