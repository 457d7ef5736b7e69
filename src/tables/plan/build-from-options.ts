/** What reading rows and building files from them can be asked for: the options of the command line, by their names in programs. */
import type { FieldIndex } from '../../containers/secondary/index-types.js';
import type { FilePath } from '../../files/path-of.js';
import type { IndexKind } from '../../mappers/building/index-option.js';
import type { Detected } from '../input/detected.js';
import type { FormatOptions } from '../input/input-format.js';
import type { Ragged } from '../input/rows.js';
import type { KeyTypeName } from '../schema/schema.js';
import type { SchemaJson } from '../schema/schema-json.js';

/** How an input is read. */
export interface ReadOptions extends FormatOptions {
  /** The schema, or the path of a file of it; without it, it is inferred from all rows. */
  readonly schema?: SchemaJson | FilePath | undefined;
  /** Names of the fields to take, in their order: an array, or `id,name`. All where not given. */
  readonly select?: string | readonly string[] | undefined;
  /** Whether more than 64 columns of CSV are nested into structs of 64: `g1`, `g2` and so on. Default false: they are an error. */
  readonly group?: boolean | undefined;
  /** Whether inferred integers have the smallest type that holds them all; else they have 64 bits, as by default. */
  readonly compact?: boolean | undefined;
  /**
   * Whether text that is a date, or a time, in all rows is inferred as that: `2024-02-29`, `2024-02-29 12:00:00`,
   * `2024-02-29T12:00:00Z`. By default it is in CSV, and in JSON it is text.
   */
  readonly dates?: boolean | undefined;
  /** Words for true and false in CSV besides these, in upper or lower case: `['yes', 'no']`, or `yes,no`. Default: none. */
  readonly booleans?: string | readonly [yes: string, no: string] | undefined;
  /** Whether fields that the schema does not have are passed over; else they are errors, as by default. */
  readonly ignoreUnknown?: boolean | undefined;
  /**
   * Whether `dump` wrote the input, so that `$key`, `{"$date": "2026-01-31"}` and the like have a meaning; elsewhere members are
   * data, whatever they are called. Without it, the first row tells: `dump` begins records with a space, or the key.
   */
  readonly fromDump?: boolean | undefined;
  /** Aborting ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How far a build is. */
export interface BuildFromProgress {
  /** `infer` while all rows are looked at for their types, `build` while they are built from. */
  readonly phase: 'infer' | 'build';
  /** Rows taken in, in this phase. */
  readonly rows: number;
  /** Bytes of the input taken in, of `totalBytes`. */
  readonly bytes: number;
  /** Bytes of the whole input, as it lies: compressed, where it is. */
  readonly totalBytes: number;
}

/** What is built, and how. */
export interface BuildFromOptions extends ReadOptions {
  /**
   * Field that holds the key, as `id` or `address.city`; several make keys that are tuples: `['country', 'city']`, or
   * `country,city`. Without it, outputs of `dump` have their keys, and others none.
   */
  readonly key?: string | readonly string[] | undefined;
  /** What the keys are, where they would pass for something else: `signed`, as for integers that may be below zero. Default: what the rows show. */
  readonly keyType?: KeyTypeName | undefined;
  /** Whether rows without a key are passed over, and counted; else they are errors. */
  readonly skipMissingKey?: boolean | undefined;
  /** Whether a key may have several records. Default false. */
  readonly multi?: boolean | undefined;
  /** Bits of the integers in the index: 64, as by default, or 32 for a smaller one. */
  readonly width?: 32 | 64 | undefined;
  /** What keys are found by, besides their sorted index. Default: a table. */
  readonly index?: IndexKind | undefined;
  /** Whether to store the order of text and bytes, by which ranges and prefixes are found. Default false. */
  readonly ordered?: boolean | undefined;
  /** Whether to store a filter of the keys, some 9 bits each, by which most keys that are not there are known without a request. Default false. */
  readonly filter?: boolean | undefined;
  /**
   * Among how many last entries to look for a record of the same bytes, which is then not written again: a number up to 2²⁰, or
   * true for 1024. Default: what the schema says, else none. Integer keys have the records of one key in the order of the file, so that of
   * several rows with one key another than the first may then be found.
   */
  readonly dedupe?: number | boolean | undefined;
  /**
   * Whether of several rows with one key the first alone has it; the records of the others stay in `array`, where no key leads
   * to them. For integer keys, and what integers stand for. Not with `multi`. Default false.
   */
  readonly discardDuplicateKeys?: boolean | undefined;
  /**
   * Whether a file with keys has the sections by which it says what they are, and finds them fast. Default true; false gives what the
   * Python library writes, without a trailer too unless `checksums` is true. Not for shards of data sets.
   */
  readonly sections?: boolean | undefined;
  /**
   * Whether the schema in the file describes the structs that lists and the like hold. Default true; without it, only programs that
   * declare them read such records, and `verify` takes them for damaged.
   */
  readonly describeStructs?: boolean | undefined;
  /** Names of number fields to store columns of, too. Default: none. */
  readonly columns?: readonly string[] | undefined;
  /**
   * Secondary indexes: names of fields of text, bytes or integers, or of lists and sets of such, or paths to them; or `{ name, field,
   * ordered }`. Keys of your own take `buildMapping`. Default: none.
   */
  readonly indexes?: readonly (string | FieldIndex)[] | undefined;
  /**
   * Threads that read and pack rows, beside the one that puts the file together: 1, where that one does it all, to 64. Default:
   * as many as the processor has cores, up to 4, for inputs from 8 MiB on. The file is the same whatever their number.
   */
  readonly threads?: number | undefined;
  /** Whether the file ends in a trailer with checksums; true where not given. */
  readonly checksums?: boolean | undefined;
  /** Whether the same rows give the same bytes: the build id is made of them. Default false. */
  readonly reproducible?: boolean | undefined;
  /** Bytes to leave free on the disk: 1 GiB, or 5 % of the disk where that is less, if not given. */
  readonly keepFree?: number | undefined;
  /** Whether a file that is there is replaced; true where not given. */
  readonly overwrite?: boolean | undefined;
  /** Called about ten times a second. */
  readonly onProgress?: ((progress: BuildFromProgress) => void) | undefined;
}

/** What was built. */
export interface BuildFromResult {
  /** Rows that were taken in. */
  readonly rows: number;
  /** Records of the file: fewer than rows where equal ones are stored once. */
  readonly records: number;
  /** Of the file. */
  readonly bytes: number;
  /** Records whose key an earlier record has, where a key is to have one: they are kept, and `get` finds the first only. */
  readonly repeatedKeys: number;
  /** Records to which no key leads, since an earlier one has theirs and `discardDuplicateKeys` was asked for. */
  readonly discarded: number;
  /** Rows without a key that were passed over. */
  readonly skipped: number;
  /** What was found of the input's format. */
  readonly detected: Detected;
  /** Rows of CSV that were padded or cut, where that was allowed. */
  readonly ragged: Ragged;
  /** The schema that the file has. */
  readonly schema: SchemaJson;
  /** Whether the schema was inferred. */
  readonly inferred: boolean;
}
