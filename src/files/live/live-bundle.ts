/** Live bundles. */
import type { IdMapperDeclaration, MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { RecordType, UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import type { Bundle } from '../bundles/open-bundle.js';
import { LiveFile } from './live-file.js';

/**
 * A bundle that follows its file, all entries together. What is opened from it is of the current version and stays so: open
 * entries anew after a swap. `validate: 'checksums'` checks all of every entry.
 */
export class LiveBundle extends LiveFile<Bundle> {
  /** Names of the current version's entries. */
  get names(): string[] {
    return this.current.names;
  }

  /** Whether the current version is mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.current.mapped;
  }

  /**
   * The mapping in an entry of the current version.
   *
   * @param name Name of the entry.
   * @param declaration What it holds; by default what the file says.
   * @throws as `Bundle.mapping` does.
   */
  mapping<K extends Key, V extends object, X extends IndexKeys>(
    name: string,
    declaration: MappingDeclaration<K, V, never, X>,
  ): Mapping<K, V, X>;
  mapping(name: string): Mapping<Key, UndeclaredRecord>;
  mapping(
    name: string,
    declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  ): Mapping<Key, UndeclaredRecord> {
    return declaration === undefined ? this.current.mapping(name) : this.current.mapping(name, declaration);
  }

  /**
   * The array in an entry of the current version.
   *
   * @param name Name of the entry.
   * @param schema What its records are; by default what the file says.
   */
  array<V extends object, Input>(name: string, schema: RecordType<V, Input>): RecordArray<V>;
  array(name: string): RecordArray<UndeclaredRecord>;
  array(name: string, schema?: RecordType<UndeclaredRecord, unknown>): RecordArray<UndeclaredRecord> {
    return schema === undefined ? this.current.array(name) : this.current.array(name, schema);
  }

  /**
   * The id mapper in an entry of the current version.
   *
   * @param name Name of the entry.
   * @param declaration What its keys are.
   */
  idMapper<K extends Key>(name: string, declaration: IdMapperDeclaration<K>): IdMapper<K> {
    return this.current.idMapper(name, declaration);
  }
}
