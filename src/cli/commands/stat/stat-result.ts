/** What `stat` finds. */
import type { IndexStat } from '../../../tables/files/file-indexes.js';
import type { KeysStat } from '../../../tables/files/file-schema.js';

/** Where a file comes from, as its trailer says (docs/format.md 14). */
export interface BuildStat {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** ISO 8601; null in reproducible builds. */
  readonly time: string | null;
  /** Whether checksums still say something of the bytes: not once the file was opened to be changed. */
  readonly checksums: boolean;
}

/** What `stat --json` prints. */
export interface Stat {
  readonly file: string;
  readonly kind: 'array' | 'mapping' | 'id mapper';
  readonly bytes: number;
  readonly mapped: boolean;
  /** Why not; null when it is mapped. */
  readonly notMappedBecause: string | null;
  /** Whether the sections are there that only this library writes; null for what never has any. */
  readonly sections: boolean | null;
  /** Null for a file without a trailer, as those from Python. */
  readonly build: BuildStat | 'damaged' | null;
  readonly records?: number;
  readonly keys?: KeysStat;
  /** Fields that are stored as columns as well. */
  readonly columns?: readonly string[];
  readonly indexes?: readonly IndexStat[];
  /** Bytes of each part. */
  readonly parts: Readonly<Record<string, number>>;
  /** What `build --schema` takes. */
  readonly schema?: object;
}
