/** Data sets that follow what is published. */
import type { Column } from '../containers/columns/column.js';
import { LiveKeyed } from '../files/live/live-keyed.js';
import type { Key } from '../mappers/id-mapper.js';
import type { Dataset } from './dataset.js';

/**
 * A data set that moves to each version that becomes current, with all its shards at once. It reads as the data set does; a record, or
 * an iteration, stays with the version that it is of.
 */
export class LiveDataset<K extends Key, V extends object> extends LiveKeyed<K, V, Dataset<K, V>> {
  /** Name of the version that is read. */
  get run(): string {
    return this.current.run;
  }

  column<N extends keyof V & string>(name: N): Generator<Column<V[N]>> {
    return this.held((current) => current.column(name));
  }
}
