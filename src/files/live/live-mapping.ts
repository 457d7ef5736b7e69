/** Live mappings. */
import type { Mapping } from '../../containers/mapping.js';
import type { MappingCursor } from '../../containers/mapping-cursor.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import { LiveKeyed } from './live-keyed.js';

/**
 * A mapping that follows its file. It reads as the mapping does; records are of the version they were read from, and throw
 * `ClosedError` once that is closed. Iteration goes on with the version that it began with.
 */
export class LiveMapping<K extends Key, V extends object, X extends IndexKeys = IndexKeys> extends LiveKeyed<
  K,
  V,
  Mapping<K, V, X>
> {
  /** Whether the current version is mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.current.mapped;
  }

  /** The current version's records. */
  get array(): RecordArray<V> {
    return this.current.array;
  }

  /**
   * An index of the current version, with which it is closed: ask for it when it is used, or hold a lease.
   *
   * @param name What the index was called when the file was built.
   */
  by<N extends keyof X & string>(name: N): SecondaryIndex<X[N], V> {
    return this.current.by(name);
  }

  /** A cursor over the current version, which it stays with. */
  cursor(): MappingCursor<K, V> {
    return this.current.cursor();
  }
}
