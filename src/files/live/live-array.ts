/** Live arrays. */
import type { Column, ColumnField, ColumnOptions } from '../../containers/columns/column.js';
import type { Cursor } from '../../containers/cursor.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { CursorOptions } from '../../values/base/mask.js';
import { LiveFile } from './live-file.js';

/** An array that follows its file, as `LiveMapping` does. */
export class LiveArray<V extends object> extends LiveFile<RecordArray<V>> implements Iterable<V> {
  /** Records of the current version. */
  get length(): number {
    return this.current.length;
  }

  /** Whether the current version is mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.current.mapped;
  }

  /** The record at `index` of the current version, counted from the end when negative; `undefined` outside. */
  at(index: number): V | undefined {
    return this.current.at(index);
  }

  /** A cursor over the current version, which it stays with. */
  cursor(options?: CursorOptions): Cursor<V> {
    return this.current.cursor(options);
  }

  /**
   * One field of all records of the current version: of a stored column, void once that is closed.
   *
   * @param name The field.
   * @param options Where to put it.
   */
  column<N extends ColumnField<V>>(name: N, options?: ColumnOptions<Column<V[N]>>): Column<V[N]> {
    return this.current.column(name, options);
  }

  /** The records, in the order they were written. The version is held until the loop ends. */
  [Symbol.iterator](): Generator<V> {
    return this.held((current) => current[Symbol.iterator]());
  }
}
