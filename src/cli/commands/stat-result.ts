/** What `stat` finds. */

export interface KeysStat {
  readonly entries: number;
  /** `string`, `bytes`, `uint64` or `any`; `approximate` for hashes of keys; `unknown` for what makes no sense. */
  readonly type: string;
  readonly width: 32 | 64;
  /** Null when the file does not say. */
  readonly multi: boolean | null;
  /** Whether the file says what its keys are; else it was concluded from their layout. */
  readonly declared: boolean;
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
  readonly records?: number;
  readonly keys?: KeysStat;
  /** Fields that are stored as columns as well. */
  readonly columns?: readonly string[];
  /** Bytes of each part. */
  readonly parts: Readonly<Record<string, number>>;
  /** What `build --schema` takes. */
  readonly schema?: object;
}
