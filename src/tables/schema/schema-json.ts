/** Schemas as JSON, as programs and schema files write them: `schema-file.ts` reads and writes it. */

import type { FieldIndex } from '../../containers/secondary/index-types.js';
import type { IndexKind } from '../../mappers/building/index-option.js';

/** A type: in short notation, as `list<int64 | null>?`, or the long form, which a struct in line takes. */
export type TypeJson =
  | string
  | ({
      /** The type itself, in either form. */
      readonly type: TypeJson;
    } & TypeFlags)
  | ({
      /** The fields of a struct that has no name. */
      readonly struct: FieldsJson;
      /** Of that struct, in bytes; 8 where not given. */
      readonly alignment?: number | undefined;
    } & TypeFlags)
  | ({
      /** In schemas of files from Python: a stored type that this library does not read. */
      readonly stored: string;
    } & TypeFlags);

interface TypeFlags {
  /** Whether the field may be missing. */
  readonly optional?: boolean | undefined;
  /** Whether the value may be null. */
  readonly nullable?: boolean | undefined;
}

/** Types by the names of fields, in their order. */
export interface FieldsJson {
  readonly [name: string]: TypeJson;
}

/** A struct as JSON. */
export interface StructJson {
  /** Its fields. */
  readonly fields: FieldsJson;
  /** In bytes; 8 where not given. */
  readonly alignment?: number | undefined;
}

/** A struct that types name. */
export interface NamedStructJson extends StructJson {
  /** From 128 to 255, by which lists and `any` hold it; `null` for one that only fields hold; the next free one if left out. */
  readonly code?: number | null | undefined;
  /** What the file calls it, if not by the name that types use. */
  readonly name?: string | undefined;
}

/** What the keys are: `string`, `bytes`, `any`, or a type of integers; `biguint64` is read as bigints always. */
export interface KeyJson {
  /** The type, as `string`. */
  readonly type?: string | undefined;
  /** Bits of the integers in the index: 64 where not given. */
  readonly width?: 32 | 64 | undefined;
  /** Whether a key may have several records. */
  readonly multi?: boolean | undefined;
  /** What to find keys by: `table` where not given. */
  readonly index?: IndexKind | undefined;
  /** Whether to store the order of text and bytes. Default false. */
  readonly ordered?: boolean | undefined;
  /** Whether to store a filter of the keys. Default false. */
  readonly filter?: boolean | undefined;
  /** Whether of equal records among the last 1024 one is stored. Default false. */
  readonly dedupe?: boolean | undefined;
  /** Names of number fields to store as columns too. */
  readonly columns?: readonly string[] | undefined;
  /** Secondary indexes: names of fields or paths to them, or `{ name, field, ordered }`. */
  readonly indexes?: readonly (string | FieldIndex)[] | undefined;
}

/** What `stat --json` prints, `build --schema` takes and `inferSchema` gives. */
export interface SchemaJson extends StructJson {
  /** Structs that types name. */
  readonly structs?: { readonly [name: string]: NamedStructJson } | undefined;
  /** Absent for arrays. */
  readonly key?: string | KeyJson | undefined;
}
