/** What declarations are written of. */
import type { KeyTypeName, Schema } from '../schema/schema.js';

export interface CodeKeys {
  readonly type: KeyTypeName;
  readonly width: 32 | 64;
  readonly multi: boolean;
  readonly approximate: boolean;
  readonly bigint: boolean;
}

export interface CodeSource {
  /** Of the file or the schema, without its folder. */
  readonly file: string;
  /** What the container is to be called. */
  readonly name: string;
  /** Of the records; undefined for id mappers. */
  readonly schema: Schema | undefined;
  /** Undefined for arrays. */
  readonly keys: CodeKeys | undefined;
}
