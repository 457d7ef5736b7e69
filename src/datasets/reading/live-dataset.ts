/** Data sets that follow what is published. */
import type { Column, ColumnField } from '../../containers/columns/column.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { LiveKeyed } from '../../files/live/live-keyed.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { Dataset } from './dataset.js';
import type { DatasetIndex } from './dataset-index.js';

/**
 * A data set that moves to each version that becomes current, with all its shards at once. It reads as the data set does; a record, or
 * an iteration, stays with the version that it is of.
 */
export class LiveDataset<K extends Key, V extends object, X extends IndexKeys = IndexKeys> extends LiveKeyed<
  K,
  V,
  Dataset<K, V, X>
> {
  /** Name of the version that is read. */
  get run(): string {
    return this.current.run;
  }

  /**
   * An index of the current version, with which it is closed: ask for it when it is used, or hold a lease.
   *
   * @param name What the index was called when the shards were built.
   */
  by<N extends keyof X & string>(name: N): DatasetIndex<X[N], V> {
    return this.current.by(name);
  }

  /**
   * One field of all records, a column a shard, as `Dataset.column` gives it. The version is held until the loop
   * ends.
   *
   * @param name The field.
   */
  column<N extends ColumnField<V>>(name: N): Generator<Column<V[N]>> {
    return this.held((current) => current.column(name));
  }
}
