/** What brings a file in: each contender makes a file of its own that finds rows by their key. */
import type { InputFormat } from './input-files.js';
import type { Cell, Kind } from './made-tables.js';

export type ContenderId = 'sharedbuffers' | 'duckdb' | 'lmdb';

export interface Contender {
  readonly name: string;
  /** How it was asked to do it. */
  readonly about: string;
  readonly formats: readonly InputFormat[];
  /** Ends when the result is on the disk. */
  build(input: string, format: InputFormat, target: string): Promise<void>;
  /** The rows of some keys, as their columns stand in the table. */
  read(target: string, format: InputFormat, keys: readonly (string | number)[]): Promise<unknown[][]>;
}

/** A cell as all contenders must give it, whatever they keep it as. */
export function cellText(kind: Kind, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  switch (kind) {
    case 'integer':
    case 'float':
      return String(Number(value as Cell));
    case 'date':
      return isoText(value).slice(0, 10);
    case 'time':
      return isoText(value).slice(0, 19).replace('T', ' ');
    default:
      return String(value);
  }
}

function isoText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
