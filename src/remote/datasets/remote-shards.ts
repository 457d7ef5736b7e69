/** The shards of a version far away, each opened when it is first needed. */
import type { Source } from '../../bytes/container-source.js';
import type { Mapping } from '../../containers/mapping.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { ArgumentError, ClosedError, RemoteError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keyFacts } from '../../mappers/key-facts.js';
import type { Manifest, Part } from '../../shards/manifest.js';
import { checkOwn } from '../../shards/own-part.js';
import { describe } from '../../values/base/codec.js';
import { type Container, openVersion } from '../open-remote.js';
import type { RemoteStats } from '../remote-file.js';
import { RemoteMapping } from '../remote-mapping.js';
import type { CheckedRemoteOptions } from '../remote-options.js';
import type { RemoteSource } from '../sources/remote-source.js';
import { untilAborted } from '../sources/until-aborted.js';
import { type Version, Versions } from '../versions.js';
import type { VersionFound } from './read-manifest.js';
import type { RemoteFolder } from './remote-folder.js';

/** Bytes that are read first of a shard: its trailer. As many for each stay in memory. */
const TAIL = 16_384;

type Opened<K extends Key, V extends object, X extends IndexKeys> = RemoteMapping<K, V, X>;

export class RemoteShards<K extends Key, V extends object, X extends IndexKeys> {
  readonly manifest: Manifest;
  readonly #folder: RemoteFolder;
  readonly #opener: (source: Source) => Container;
  readonly #options: CheckedRemoteOptions;
  readonly #open: (Promise<Opened<K, V, X>> | undefined)[];
  readonly #opened = new Set<Opened<K, V, X>>();
  /** Aborted by closing. */
  readonly #closing = new AbortController();

  /** `options`: with what all shards share. */
  constructor(
    { folder, manifest }: VersionFound,
    opener: (source: Source) => Container,
    options: CheckedRemoteOptions,
  ) {
    this.manifest = manifest;
    this.#folder = folder;
    this.#opener = opener;
    this.#options = { ...options, signal: undefined };
    this.#open = new Array(manifest.shards).fill(undefined);
  }

  get count(): number {
    return this.#open.length;
  }

  /** What reading the shards has taken so far. */
  get stats(): RemoteStats[] {
    return Array.from(this.#opened, ({ stats }) => stats);
  }

  /**
   * Throws `RemoteError` for a shard that is missing or cannot be read, `CorruptBufferError` for one that is not the one of the
   * manifest, `SchemaError` for one that is not as declared, `ClosedError` once closed. What failed is tried again by the next call.
   */
  async at(shard: number, signal?: AbortSignal): Promise<Opened<K, V, X>> {
    this.#closing.signal.throwIfAborted();
    const part = this.manifest.parts[shard];
    if (part === undefined) {
      throw new ArgumentError(`shard is a number below ${this.count}, not ${describe(shard)}`);
    }
    let opening = this.#open[shard];
    if (opening === undefined) {
      opening = this.#openPart(part);
      this.#open[shard] = opening;
      opening.catch(() => {
        this.#open[shard] = undefined;
      });
    }
    return await untilAborted(untilAborted(opening, signal), this.#closing.signal);
  }

  /** Several, side by side. */
  async all(shards: readonly number[], signal?: AbortSignal): Promise<Opened<K, V, X>[]> {
    return await Promise.all(shards.map((shard) => this.at(shard, signal)));
  }

  close(): void {
    this.#closing.abort(new ClosedError(`${this.#folder.name} was closed`));
    for (const mapping of this.#opened) mapping.close();
  }

  async #openPart(part: Part): Promise<Opened<K, V, X>> {
    const source = this.#folder.file(part.path);
    const open = async (signal?: AbortSignal) => {
      const version = await openVersion(source, this.#opener, this.#options, signal, TAIL).catch(
        async (error) => {
          await this.#checkLength(error, source, part);
          throw this.#missing(error, part);
        },
      );
      try {
        this.#check(version as Version<Mapping<K, V, X>>, part);
      } catch (error) {
        version.file.close();
        throw error;
      }
      return version as Version<Mapping<K, V, X>>;
    };
    const { signal } = this.#closing;
    const mapping = new RemoteMapping<K, V, X>(await Versions.of(open, signal));
    if (signal.aborted) {
      mapping.close();
      throw signal.reason;
    }
    this.#opened.add(mapping);
    return mapping;
  }

  /** What cannot be opened may be another file than the manifest's, or cut short: its length tells, which is asked for then. */
  async #checkLength(error: unknown, source: RemoteSource, part: Part): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted || (error instanceof RemoteError && error.status !== undefined)) return;
    const bytes = await source.read(0, 1, { signal }).then(
      ({ size }) => size,
      () => undefined,
    );
    if (bytes !== undefined) checkOwn(this.manifest, part, source.name, { bytes });
  }

  #missing(error: unknown, { shard }: Part): unknown {
    if (!(error instanceof RemoteError) || error.status === undefined) return error;
    const what = `shard ${shard} of run ${this.manifest.run} cannot be opened: ${error.message}`;
    const help = error.status === 404 ? ', so it is missing: copy it again, or build anew' : '';
    return new RemoteError(what + help, { status: error.status, cause: error });
  }

  #check({ file, container }: Version<Mapping<K, V, X>>, part: Part): void {
    checkOwn(this.manifest, part, file.name, {
      bytes: file.memory.byteLength,
      buildId: file.trailer?.info.buildId ?? null,
      entries: container.size,
      width: keyFacts(container.spec).width,
    });
  }
}
