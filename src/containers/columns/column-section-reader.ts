/**
 * The *columns* section: numeric fields of all records, each as a typed array in the order of the records.
 *
 * ```
 * 0 u32 bytes of the directory, u32 zero
 * 8 directory, JSON: {"rows": 1000, "columns": [{"name": "score", "type": "float64", "at": 0}]}
 * c columns, each padded to a multiple of 64; c is the next multiple of 64 in the mapping
 * ```
 *
 * `at` counts from c. Names and types that a reader does not know are passed by.
 */
import type { Memory } from '../../bytes/memory.js';
import { Region } from '../../bytes/region.js';
import { CorruptBufferError } from '../../errors.js';
import { isLive, type Section, SectionKind, takeOut } from '../../mappers/tables/sections.js';
import { numbersOver } from '../../values/sequences/typed-array-of-numbers.js';
import { readDirectory } from '../section-directory.js';
import type { BigColumn, ColumnKind, NumberColumn } from './column-kinds.js';

/** What stands in the directory. */
export interface ColumnEntry {
  readonly name: string;
  readonly type: string;
  readonly at: number;
}

export interface ColumnDirectory {
  readonly rows: number;
  readonly columns: readonly ColumnEntry[];
}

/** The stored columns among a mapping's sections. */
export function openColumns(
  memory: Memory,
  sections: ReadonlyMap<number, Section>,
): StoredColumns | undefined {
  const section = sections.get(SectionKind.columns);
  return section && new StoredColumns(memory, section);
}

export class StoredColumns {
  readonly #memory: Memory;
  readonly #section: Section;
  #directory: ColumnDirectory | undefined;
  /** Position of the first column. */
  #first = 0;

  /** Nothing is read before it is asked for. */
  constructor(memory: Memory, section: Section) {
    this.#memory = memory;
    this.#section = section;
  }

  /** What columns there are. Throws `CorruptBufferError` for a directory that cannot be read. */
  get entries(): readonly ColumnEntry[] {
    return this.#read().columns;
  }

  /** Takes the columns out of writable memory, for all readers: they would not follow when a field is assigned. */
  takeOut(): void {
    takeOut(this.#memory, this.#section);
  }

  /**
   * A column over the stored bytes, or a copy where these are not aligned in memory. `undefined` when there is none of
   * that type, or none any more, or when it is longer than a window: then records are to be read. Throws
   * `CorruptBufferError` when it is not where it is said to be, or not of `rows` rows.
   */
  column(name: string, kind: ColumnKind, rows: number): NumberColumn | BigColumn | undefined {
    if (rows === 0 || !isLive(this.#memory, this.#section, SectionKind.columns)) return undefined;
    const position = this.placeOf(name, kind, rows);
    if (position === undefined) return undefined;
    const { size } = kind.element;
    const { window } = new Region(this.#memory, position, rows * size, 'a column');
    return window && numbersOver(window.bytes, kind.Column, size, position - window.base, rows);
  }

  /** Where such a column starts in the memory; `undefined` when there is none. Throws as `column` does. */
  placeOf(name: string, kind: ColumnKind, rows: number): number | undefined {
    const directory = this.#read();
    const entry = directory.columns.find((column) => column.name === name && column.type === kind.type);
    if (entry === undefined) return undefined;
    const { size } = kind.element;
    const position = this.#first + entry.at;
    const { start, length } = this.#section;
    if (directory.rows !== rows || position + rows * size > start + length || position % size !== 0) {
      throw new CorruptBufferError(
        `the column ${name} is said to have ${directory.rows} rows of ${size} bytes from position ${position}, for ` +
          `${rows} records: the data is damaged`,
        start,
      );
    }
    return position;
  }

  #read(): ColumnDirectory {
    if (this.#directory !== undefined) return this.#directory;
    const read = readDirectory(this.#memory, this.#section, 'the directory of columns', isDirectory);
    this.#first = read.first;
    this.#directory = read.directory;
    return read.directory;
  }
}

function isDirectory(json: unknown): json is ColumnDirectory {
  const { rows, columns } = (json ?? {}) as Partial<ColumnDirectory>;
  return Number.isSafeInteger(rows) && Array.isArray(columns) && columns.every(isEntry);
}

function isEntry(json: unknown): json is ColumnEntry {
  const { name, type, at } = (json ?? {}) as Partial<ColumnEntry>;
  return typeof name === 'string' && typeof type === 'string' && Number.isSafeInteger(at) && at! >= 0;
}
