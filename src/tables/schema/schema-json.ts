/** Schemas as JSON, as programs and schema files write them: `schema-file.ts` reads and writes it. */

/** A type: in short notation, as `list<int64 | null>?`, or the long form, which a struct in line takes. */
export type TypeJson =
  | string
  | ({ readonly type: TypeJson } & TypeFlags)
  | ({ readonly struct: FieldsJson; readonly alignment?: number | undefined } & TypeFlags)
  /** In schemas of files from Python: a stored type that this library does not read. */
  | ({ readonly stored: string } & TypeFlags);

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

export interface StructJson {
  readonly fields: FieldsJson;
  /** In bytes; 8 where not given. */
  readonly alignment?: number | undefined;
}

/** What the keys are: `string`, `bytes`, `any`, or a type of integers. */
export interface KeyJson {
  readonly type?: string | undefined;
  /** Bits of the integers in the index: 64 where not given. */
  readonly width?: 32 | 64 | undefined;
  /** Whether a key may have several records. */
  readonly multi?: boolean | undefined;
}

/** What `stat --json` prints, `build --schema` takes and `inferSchema` gives. */
export interface SchemaJson extends StructJson {
  /** Structs that types name, with the codes, from 128 to 255, by which lists and `any` hold them. */
  readonly structs?: { readonly [name: string]: StructJson & { readonly code?: number } } | undefined;
  /** Absent for arrays. */
  readonly key?: string | KeyJson | undefined;
}
