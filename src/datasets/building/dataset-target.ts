/** The shards of a data set, or one of them, as what rows go into. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Storage } from '../../bytes/build-storage.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError } from '../../errors.js';
import { addRows, type BuildOptions, Pace, type Rows, runBuild } from '../../files/building/run-build.js';
import { heapStorage } from '../../mappers/building/heap-storage.js';
import type { Key } from '../../mappers/id-mapper.js';
import { countRepeatedKeys } from '../../tables/building/repeated-keys.js';
import type { EntryBuilder, RowTarget, Stored } from '../../tables/plan/row-target.js';
import type { RunFolder } from '../versions/run-folder.js';
import { buildParts } from './build-parts.js';
import { checkKeys, checkSections } from './check-keys.js';
import { type DescribedPart, writeDescription } from './describe-part.js';
import { OwnKeys } from './own-keys.js';
import { RowSpools } from './row-spools.js';

type Declaration = MappingDeclaration<Key, object, unknown>;
type Options = BuildOptions & MappingBuildOptions;

abstract class KeyedTarget implements Pick<RowTarget, 'buildArray' | 'bytes' | 'stored' | 'repeatedKeys'> {
  /** What was built, in the order of the shards. */
  parts: readonly DescribedPart[] = [];
  protected readonly run: RunFolder;

  constructor(run: RunFolder) {
    this.run = run;
  }

  async buildArray(): Promise<never> {
    throw new ArgumentError(
      'records are spread over shards by their keys: say which field is the key with --key',
    );
  }

  get bytes(): number {
    return this.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async stored(): Promise<Stored> {
    const sum = (what: keyof Stored) => this.parts.reduce((all, part) => all + part[what], 0);
    return { entries: sum('entries'), records: sum('records') };
  }

  async repeatedKeys(): Promise<number> {
    let repeated = 0;
    for (const { path } of this.parts) repeated += await countRepeatedKeys(join(this.run.path, path));
    return repeated;
  }
}

/** All shards. */
export class DatasetTarget extends KeyedTarget implements RowTarget {
  readonly name: string;
  readonly beside: string;
  readonly #shards: number;
  readonly #threads: number | undefined;
  readonly #onShards: ((done: number) => void) | undefined;

  /** `onShards`: told how many shards are finished, once all rows are taken in. */
  constructor(
    name: string,
    run: RunFolder,
    shards: number,
    threads: number | undefined,
    onShards?: (done: number) => void,
  ) {
    super(run);
    this.name = name;
    this.beside = join(run.path, 'rows');
    this.#shards = shards;
    this.#threads = threads;
    this.#onShards = onShards;
  }

  async buildMapping<Row>(
    declaration: Declaration,
    rows: Rows<Row>,
    add: (builder: EntryBuilder, row: Row) => void,
    { onProgress, signal, ...options }: Options,
    rowsIn: (row: Row) => number = () => 1,
  ): Promise<void> {
    checkKeys(declaration);
    checkSections(options);
    // Options that cannot be are told before hours of reading.
    declaration.builder(heapStorage, options).discard();
    const spools = new RowSpools(declaration, this.#shards, this.run.path, options.indexes);
    try {
      await addRows(rows, (row) => add(spools, row), rowsIn, new Pace({ signal, onProgress }), signal);
      spools.end();
      const given = { ...options, signal };
      this.parts = await buildParts(this.run, declaration, spools, given, this.#threads, this.#onShards);
    } finally {
      spools.discard();
    }
  }
}

/** One shard, which takes no keys of others. */
export class ShardTarget extends KeyedTarget implements RowTarget {
  readonly name: string;
  readonly #shard: number;
  readonly #shards: number;

  constructor(run: RunFolder, shard: number, shards: number) {
    super(run);
    this.name = run.partPath(shard);
    this.#shard = shard;
    this.#shards = shards;
  }

  get beside(): string {
    return this.name;
  }

  async buildMapping<Row>(
    declaration: Declaration,
    rows: Rows<Row>,
    add: (builder: EntryBuilder, row: Row) => void,
    options: Options,
    rowsIn?: (row: Row) => number,
  ): Promise<void> {
    checkKeys(declaration);
    checkSections(options);
    let own: OwnKeys | undefined;
    const make = (storage: Storage) => {
      const builder = declaration.builder(storage, options);
      own = new OwnKeys(builder, this.#shard, this.#shards);
      return builder;
    };
    const put = (place: () => void) => this.run.put(place);
    await runBuild(this.name, rows, make, (_, row) => add(own!, row), options, true, rowsIn, put);
    this.parts = [await writeDescription(this.name, this.#shard)];
  }

  override get bytes(): number {
    return statSync(this.name).size;
  }
}
