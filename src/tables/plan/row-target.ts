/** Where the rows of an input go: into a file, or the shards of a data set. */
import type { ArrayBuilder, ArrayBuildOptions } from '../../containers/building/array-builder.js';
import type { MappingBuilder } from '../../containers/building/mapping-builder.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { BuildOptions, Rows } from '../../files/building/run-build.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';

/** Takes entries one by one, or many that are packed already. */
export type EntryBuilder = Pick<MappingBuilder, 'size' | 'add' | 'addChunk' | 'addTextChunk' | 'declareAs'>;

export interface Stored {
  readonly entries: number;
  readonly records: number;
}

export interface RowTarget {
  /** For messages. */
  readonly name: string;
  /** A path beside which there is room for temporary files. */
  readonly beside: string;
  /** Builds from records without keys. `rowsIn`: how many rows one of `rows` stands for. */
  buildArray<Row>(
    root: SchemaTypes['root'],
    rows: Rows<Row>,
    add: (builder: ArrayBuilder, row: Row) => void,
    options: BuildOptions & Pick<ArrayBuildOptions, 'describeStructs'>,
    rowsIn?: (row: Row) => number,
  ): Promise<void>;
  /** Builds from entries. May be called again after it failed. */
  buildMapping<Row>(
    declaration: MappingDeclaration<Key, object, unknown>,
    rows: Rows<Row>,
    add: (builder: EntryBuilder, row: Row) => void,
    options: BuildOptions & MappingBuildOptions,
    rowsIn?: (row: Row) => number,
  ): Promise<void>;
  /** Bytes of what was built. */
  readonly bytes: number;
  /** Entries and records of what was built from entries. */
  stored(): Promise<Stored>;
  /** Records whose key an earlier record has. */
  repeatedKeys(): Promise<number>;
}
