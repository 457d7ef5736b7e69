/** What the build of a mapping can be asked for. */
import type { Storage } from '../../bytes/build-storage.js';
import { ArgumentError } from '../../errors.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import type { IndexKind } from '../../mappers/building/index-option.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import type { TrailerOptions } from '../../trailer/write-trailer.js';
import { ColumnBuilder } from '../columns/column-section-writer.js';
import type { IndexOption } from '../secondary/index-types.js';
import type { ArrayBuildOptions } from './array-builder.js';

/** Names of the fields of rows that columns can be stored of; any name where nothing is known of rows. */
type ColumnName<Input> = [string] extends [keyof Input]
  ? string
  : [keyof Input] extends [never]
    ? string
    : { [K in keyof Input]-?: [Input[K]] extends [number | bigint | boolean] ? K : never }[keyof Input] &
        string;

/** How a mapping is built: as an array, and what its keys are found by. */
export interface MappingBuildOptions<Input = never>
  extends ArrayBuildOptions,
    TrailerOptions,
    Pick<DiscardOptions, 'discardDuplicateKeys'> {
  /**
   * Whether to write extension sections: what the mapping is, so that it opens without a declaration, and what
   * `index` says. Python passes them by. Default true; false leaves out the trailer too, but for `checksums: true`.
   */
  readonly sections?: boolean | undefined;
  /**
   * What to find keys by, besides the sorted index. `table` (default): a table from keys to records, 11.5 bytes a key, 4
   * to 12 for integers that lie close together; `get` and `has` take it, for keys other than approximate ones and those
   * of type any. `compact`: a directory of the index, 2 bytes a key, for all kinds of keys and `getAll` too. `none`:
   * nothing.
   */
  readonly index?: IndexKind | undefined;
  /**
   * Whether to store a filter of the table's keys, some 9 bits each: who reads far away and has fetched it, by
   * `prefetchFilter()`, knows of most keys that are not there without a request. Default false. Not of integers that
   * lie close together, whose table tells as much.
   *
   * @throws `ArgumentError` for approximate keys and those of type any, without `sections`, and for another `index`.
   */
  readonly filter?: boolean | undefined;
  /**
   * Whether to store the order of keys of text or bytes, by which `range`, `prefix`, `first`, `last` and `nearest`
   * find them: 4 bytes a key. Default false. Integers are in order anyway.
   *
   * @throws `ArgumentError` for keys without order, and without `sections`.
   */
  readonly ordered?: boolean | undefined;
  /**
   * Among how many last entries to look for a record of the same bytes, which is then not written again:
   * `mapping.array` has fewer records than the mapping has entries. `false` for none, up to 2²⁰; `true` means 1024.
   *
   * Default, as in Python: the same object under several keys is one record, if it was not changed in between; equal
   * objects are not, since in a writable file they may come to differ. It looks among 1024 entries, until 16,384 in a
   * row were new, without `sharing`. The index of integer keys has the entries of one key by record: there, one that would
   * so come before others added earlier is written anew, as are all after 2¹⁸ keys. Not for approximate keys. What is asked
   * for is done without such care, as by Python.
   */
  readonly dedupe?: number | boolean | undefined;
  /**
   * Names of number fields, neither optional nor nullable, of which to store columns as well: `array.column(name)`
   * is then a typed array over the file's own bytes. Default none. Not with `sharing`, by which a record's bytes may
   * be those of an earlier one, nor without `sections`.
   */
  readonly columns?: readonly string[] | undefined;
  /**
   * Indexes over the same records, for `mapping.by(name)`: names of fields of text, bytes or integers, or of lists, tuples
   * and sets of such, each element of which is a key; paths, as `address.country`; or `{ name, field }`, `{ name, keys }`
   * with a function that gives the keys of a row: one, several, or `undefined` for none, and `ordered: true` for ranges of text. Missing fields and null have no key. A
   * record has each of its keys once, also where several entries lead to it. Default: those of the declaration. An index takes
   * up to 48 MiB of memory while a file is built, and in the file some 36 bytes a key, besides text, and 4 for each record of a
   * key that has several. Python passes them by. Not without `sections`.
   */
  readonly indexes?: readonly IndexOption<Input>[] | undefined;
}

/** `columns` of fields that there are. */
export interface ColumnsOption<Input> {
  readonly columns?: readonly ColumnName<Input>[] | undefined;
}

/**
 * What makes the columns that are asked for.
 *
 * @throws `ArgumentError` where they cannot be stored.
 */
export function columnBuilder(
  codec: StructCodec,
  storage: Storage,
  { columns, sections, sharing }: MappingBuildOptions,
): ColumnBuilder | undefined {
  if (columns === undefined || columns?.length === 0) return undefined;
  if (sections !== false && sharing === undefined) return new ColumnBuilder(codec, columns, storage);
  throw new ArgumentError(
    sections === false
      ? 'columns are stored in a section: leave out sections: false, or columns'
      : 'columns are made from the bytes of each record, of which sharing may leave none: give one of the two',
  );
}
