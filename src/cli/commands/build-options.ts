/** What `build` is asked for. */
import type { IndexKind } from '../../mappers/building/index-option.js';

export interface BuildOptions {
  readonly output: string;
  readonly key?: string | undefined;
  readonly multi?: boolean | undefined;
  readonly width?: 32 | 64 | undefined;
  readonly index?: IndexKind | undefined;
  /** Names of fields to store columns of. */
  readonly column?: readonly string[] | undefined;
  readonly schema?: string | undefined;
  readonly format?: 'ndjson' | 'csv' | undefined;
  readonly delimiter?: string | undefined;
  readonly ignoreUnknown?: boolean | undefined;
  readonly checksums?: boolean | undefined;
  readonly reproducible?: boolean | undefined;
  /** MiB to leave free on the disk. */
  readonly keepFree?: number | undefined;
  readonly overwrite?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}
