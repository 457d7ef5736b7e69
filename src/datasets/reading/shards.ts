/** The shards of a data set in a folder, each opened when it is first needed. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { Mapping } from '../../containers/mapping.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { ArgumentError, ClosedError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import type { OpenFileOptions } from '../../files/mapping/map-file.js';
import { openMapping } from '../../files/open-containers.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keyFacts } from '../../mappers/key-facts.js';
import type { Manifest } from '../../shards/manifest.js';
import { checkOwn } from '../../shards/own-part.js';
import { shardFor } from '../../shards/shard-of.js';
import { describe } from '../../values/base/codec.js';

export class Shards<K extends Key, V extends object, X extends IndexKeys = IndexKeys> {
  readonly manifest: Manifest;
  readonly #folder: string;
  readonly #declaration: MappingDeclaration<K, V, never, X>;
  readonly #options: OpenFileOptions;
  readonly #open: (Mapping<K, V, X> | undefined)[];
  #closed = false;

  /** `folder`: that of the run. */
  constructor(
    folder: string,
    manifest: Manifest,
    declaration: MappingDeclaration<K, V, never, X>,
    options: OpenFileOptions,
  ) {
    this.manifest = manifest;
    this.#folder = folder;
    this.#declaration = declaration;
    this.#options = options;
    this.#open = new Array(manifest.shards).fill(undefined);
  }

  get count(): number {
    return this.#open.length;
  }

  /** The shard that has a key, if any has it. */
  of(key: K): Mapping<K, V, X> {
    return this.at(shardFor(key, this.#open.length));
  }

  /**
   * Throws `FileError` for a shard that is missing or cannot be opened, `CorruptBufferError` for one that is not the one of the
   * manifest, `SchemaError` for one that is not as declared, `ClosedError` once closed.
   */
  at(shard: number): Mapping<K, V, X> {
    return this.#open[shard] ?? this.#opened(shard);
  }

  *[Symbol.iterator](): Generator<Mapping<K, V, X>> {
    for (let shard = 0; shard < this.#open.length; shard += 1) yield this.at(shard);
  }

  close(): void {
    this.#closed = true;
    for (const mapping of this.#open) mapping?.close();
    this.#open.fill(undefined);
  }

  #opened(shard: number): Mapping<K, V, X> {
    const { run, parts } = this.manifest;
    if (this.#closed) throw new ClosedError(`run ${run} of ${this.#folder} was closed`);
    const part = parts[shard];
    if (part === undefined) {
      throw new ArgumentError(`shard is a number below ${parts.length}, not ${describe(shard)}`);
    }
    const path = join(this.#folder, part.path);
    const { size } = orFileError('open', path, () => statSync(path));
    checkOwn(this.manifest, part, path, { bytes: size });
    const mapping = openMapping(path, this.#declaration, this.#options);
    try {
      const { width } = keyFacts(mapping.spec);
      const buildId = mapping.buildId ?? null;
      checkOwn(this.manifest, part, path, { buildId, entries: mapping.size, width });
    } catch (error) {
      mapping.close();
      throw error;
    }
    this.#open[shard] = mapping;
    return mapping;
  }
}
