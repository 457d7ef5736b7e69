/** A file that is built from the rows of an input. */
import { statSync } from 'node:fs';
import type { Storage } from '../../bytes/build-storage.js';
import type { ArrayBuilder, ArrayBuildOptions } from '../../containers/building/array-builder.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import { ArrayDeclaration, type MappingDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError, FileError } from '../../errors.js';
import type { BuildOptions, Rows } from '../../files/building/run-build.js';
import { isTarget, type Target, targetOf } from '../../files/temporary/target.js';
import type { Key } from '../../mappers/id-mapper.js';
import { isSql, type SqlInput } from '../columnar/sql/sql-source.js';
import { arrayOf, sizeOf } from '../files/entries.js';
import { open, withFile } from '../files/open-undeclared.js';
import { namedInputs, type RowInput } from '../input/sources/named.js';
import type { BuildFromOptions } from '../plan/build-from-options.js';
import type { EntryBuilder, RowTarget, Stored } from '../plan/row-target.js';
import { schemaPath } from '../schema/given-schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import { countRepeatedKeys } from './repeated-keys.js';

/** Before hours of reading: whether the result has a place to go to. */
export function fileTarget(output: string, input: RowInput | SqlInput, options: BuildFromOptions): RowTarget {
  const target = targetOf(output);
  if (options.overwrite === false && target.existing) {
    throw new FileError(`${output} exists already: leave out --no-overwrite to replace it`);
  }
  const files = isSql(input)
    ? [input.db]
    : namedInputs(input).flatMap((each) => (each.kind === 'file' ? [each.name] : []));
  const read = [...files, schemaPath(options.schema)].find(
    (path) => path !== undefined && path !== '-' && isTarget(target, path),
  );
  if (read !== undefined) {
    throw new ArgumentError(`${output} is the same file as ${read}, which is read: give another --output`);
  }
  return new FileTarget(output, target);
}

class FileTarget implements RowTarget {
  readonly name: string;
  readonly beside: string;

  constructor(name: string, { path }: Target) {
    this.name = name;
    this.beside = path;
  }

  async buildArray<Row>(
    root: SchemaTypes['root'],
    rows: Rows<Row>,
    add: (builder: ArrayBuilder, row: Row) => void,
    options: BuildOptions & Pick<ArrayBuildOptions, 'describeStructs'>,
    rowsIn?: (row: Row) => number,
  ): Promise<void> {
    const declaration = new ArrayDeclaration<object, unknown>(root);
    const { runBuild } = await import('../../files/building/run-build.js');
    const make = (storage: Storage) => declaration.builder(storage, options);
    await runBuild(this.name, rows, make, add, options, true, rowsIn);
  }

  async buildMapping<Row>(
    declaration: MappingDeclaration<Key, object, unknown>,
    rows: Rows<Row>,
    add: (builder: EntryBuilder, row: Row) => void,
    options: BuildOptions & MappingBuildOptions,
    rowsIn?: (row: Row) => number,
  ): Promise<void> {
    const { runBuild } = await import('../../files/building/run-build.js');
    const make = (storage: Storage) => declaration.builder(storage, options);
    await runBuild(this.name, rows, make, add, options, options.sections, rowsIn);
  }

  stored(): Promise<Stored> {
    return withFile(this.name, (found) => {
      const opened = open(found, {});
      return { entries: sizeOf(opened), records: arrayOf(opened)!.length };
    });
  }

  get bytes(): number {
    return statSync(this.name).size;
  }

  repeatedKeys(): Promise<number> {
    return countRepeatedKeys(this.name);
  }
}
