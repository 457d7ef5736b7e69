/** What questions share: the options, and the files of each contender, built when they are first needed. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ContenderId } from './contenders/index.js';
import type { KeyKind } from './data.js';
import type { Options } from './options.js';
import { Peer, Peers } from './peer.js';
import { sameAnswers } from './rounds.js';

/** Records compared before anything is timed: as many that are there as keys that are not. */
const COMPARED = 2000;

export class Context {
  readonly options: Options;
  readonly folder: string;
  readonly #built = new Set<string>();

  constructor(options: Options, folder: string) {
    this.options = options;
    this.folder = folder;
  }

  /** Path of a contender's file, which need not be there yet. */
  async path(peer: Peer, keys: KeyKind): Promise<string> {
    const { ending } = await peer.call('describe');
    return join(this.folder, `${keys}.${ending}`);
  }

  /** Builds a contender's file anew; returns seconds. */
  async build(peer: Peer, keys: KeyKind, records: number = this.options.records): Promise<number> {
    const path = await this.path(peer, keys);
    for (const stale of [path, `${path}-lock`]) rmSync(stale, { force: true });
    const seconds = await peer.call('build', path, keys, records);
    if (records === this.options.records) this.#built.add(path);
    else this.#built.delete(path);
    return seconds;
  }

  /** Path of a contender's file, built before if it is not there. */
  async file(peer: Peer, keys: KeyKind): Promise<string> {
    const path = await this.path(peer, keys);
    if (this.#built.has(path)) return path;
    // In another process: what builds leaves garbage behind.
    await using builder = new Peer(peer.id);
    await this.build(builder, keys);
    return path;
  }

  /** Processes with their files open, whose answers have been compared. */
  async readers(ids: readonly ContenderId[], keys: KeyKind): Promise<Peers> {
    const peers = new Peers(ids);
    try {
      const names: string[] = [];
      const answers: string[] = [];
      for (const peer of peers.all) {
        await peer.call('open', await this.file(peer, keys), keys);
        if (!(await peer.call('can', 'user'))) continue;
        names.push(peer.id);
        answers.push(await peer.call('answers', keys, this.options.records, COMPARED));
      }
      sameAnswers(names, answers);
      return peers;
    } catch (error) {
      await peers[Symbol.asyncDispose]();
      throw error;
    }
  }
}
