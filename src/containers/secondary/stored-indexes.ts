/**
 * The *secondary* section: indexes over the records, each an id mapper of its own (docs/format.md 13.9).
 *
 * ```
 * 0 u32 bytes of the directory, u32 zero
 * 8 directory, JSON: {"indexes": [{"name": "country", "field": "country", "key": "string", "entries": 9, "at": 0, "bytes": 832}]}
 * p indexes, each padded to a multiple of 64; p is the next multiple of 64 in the mapping
 *     an id mapper of 64 bits, from each key, once, to a code (record-lists.ts), padded to 32
 *     sections: a table or directory, which lead to codes as well; lists
 * ```
 */
import type { Source } from '../../bytes/container-source.js';
import { nearestNames } from '../../bytes/nearest-name.js';
import { ArgumentError, CorruptBufferError, SchemaError } from '../../errors.js';
import { type KeyKind, keySpec } from '../../mappers/key-kind.js';
import { openMapper } from '../../mappers/open-mapper.js';
import { Directory } from '../../mappers/tables/directory.js';
import { openTable } from '../../mappers/tables/open-table.js';
import {
  isLive,
  readSections,
  type Section,
  SectionKind,
  sectionPadding,
  takeOut,
} from '../../mappers/tables/sections.js';
import { isKeyForm } from '../about-section.js';
import { keyOptionsOf } from '../declaring/key-options.js';
import type { RecordArray } from '../record-array.js';
import { readDirectory } from '../section-directory.js';
import { RecordLists } from './record-lists.js';
import { type IndexParts, SecondaryIndex } from './secondary-index.js';

/** What stands in the directory. */
export interface IndexEntry {
  readonly name: string;
  /** The field that keys come from, or a path to it; absent where a function gave them. */
  readonly field?: string | undefined;
  readonly key: Exclude<KeyKind, 'object'>;
  /** What integers stand for, where not for themselves. */
  readonly type?: string | undefined;
  readonly entries: number;
  /** From the first index. */
  readonly at: number;
  readonly bytes: number;
}

export interface IndexDirectory {
  readonly indexes: readonly IndexEntry[];
}

/** An index with what reading it whole takes. */
export interface OpenedIndex extends IndexParts {
  readonly sections: ReadonlyMap<number, Section>;
}

const KINDS: readonly string[] = ['string', 'bytes', 'integer', 'bigint'] satisfies IndexEntry['key'][];

export class StoredIndexes {
  readonly #source: Source;
  readonly #section: Section;
  readonly #opened = new Map<string, SecondaryIndex<never, object>>();
  #directory: IndexDirectory | undefined;
  /** Position of the first index. */
  #first = 0;

  /** Nothing is read before it is asked for. */
  constructor(source: Source, section: Section) {
    this.#source = source;
    this.#section = section;
  }

  /** Whether they still stand for the records: not once the file was opened to be changed. */
  get live(): boolean {
    return isLive(this.#source.memory, this.#section, SectionKind.secondary);
  }

  /** What indexes there are. Throws `CorruptBufferError` for a directory that cannot be read. */
  get entries(): readonly IndexEntry[] {
    if (this.#directory === undefined) {
      const { memory } = this.#source;
      const read = readDirectory(memory, this.#section, 'the directory of indexes', isDirectory);
      this.#first = read.first;
      this.#directory = read.directory;
    }
    return this.#directory.indexes;
  }

  /** Names of those that can be used. */
  get names(): string[] {
    return this.live ? this.entries.map(({ name }) => name) : [];
  }

  /** Takes the indexes out of writable memory, for all readers: they would not follow when a field is assigned. */
  takeOut(): void {
    takeOut(this.#source.memory, this.#section);
  }

  /** Throws `ArgumentError` for a name that no index has. */
  by<V extends object>(name: string, array: RecordArray<V>): SecondaryIndex<never, V> {
    if (!this.live) throw new ArgumentError(unused(this.#source));
    const opened = this.#opened.get(name);
    if (opened !== undefined) return opened as SecondaryIndex<never, V>;
    const entry = this.entries.find((each) => each.name === name);
    if (entry === undefined) throw noIndex(name, this.entries);
    const index = new SecondaryIndex<never, V>(this.#source.memory, this.open(entry, array.length), array);
    this.#opened.set(name, index);
    return index;
  }

  /** The parts of an index. Throws `CorruptBufferError` where they are not where they are said to be. */
  open(entry: IndexEntry, records: number): OpenedIndex {
    const { memory } = this.#source;
    const start = this.#first + entry.at;
    const end = start + entry.bytes;
    const { key, type } = entry;
    if (type !== undefined && !isKeyForm(type)) {
      throw new SchemaError(
        `the index ${entry.name} has keys of a type that this version does not know: ${type}`,
      );
    }
    const spec = keySpec(keyOptionsOf({ key, width: 64, multi: false, ...(type && { type }) }));
    const { start: from, length } = this.#section;
    const misplaced = () =>
      new CorruptBufferError(
        `the index ${entry.name} is said to lie where it does not: the data is damaged`,
        from,
      );
    if (start % 32 !== 0 || end > from + length) throw misplaced();
    const mapper = openMapper(this.#source, start, spec);
    const rest = start + mapper.byteLength + sectionPadding(mapper.byteLength);
    if (rest > end) throw misplaced();
    const sections = readSections(memory, rest, end);
    const directory = sections.get(SectionKind.directory);
    if (directory !== undefined && mapper.size > 0) {
      mapper.parts.index.guide = new Directory(memory, directory, mapper.size);
    }
    // Tables count in units of the records from the array on, and here in codes from 0 on.
    const table = openTable(memory, sections, spec, mapper.parts, 0);
    const lists = new RecordLists(memory, sections.get(SectionKind.recordLists), records);
    const { name, field, entries, bytes } = entry;
    return {
      name,
      field,
      entries,
      bytes,
      mapper,
      table,
      lists,
      spec,
      sections,
      order: sections.get(SectionKind.order),
    };
  }
}

/** Where a mapping has no indexes, or none by that name. */
export function noIndex(name: unknown, entries: readonly IndexEntry[] = []): ArgumentError {
  const names = entries.map((each) => each.name);
  const [nearest] = nearestNames(String(name), names);
  const there = names.length === 0 ? 'none: build it with indexes' : `${names.join(', ')}`;
  return new ArgumentError(
    `there is no index ${String(name)}: ${nearest === undefined ? `there is ${there}` : `is it ${nearest}? There is ${there}`}`,
  );
}

function unused({ memory }: Source): string {
  return `the indexes of ${memory.name} are out of use since it was opened to be changed: build it again`;
}

function isDirectory(json: unknown): json is IndexDirectory {
  const { indexes } = (json ?? {}) as Partial<IndexDirectory>;
  return Array.isArray(indexes) && indexes.every(isEntry);
}

function isEntry(json: unknown): json is IndexEntry {
  const { name, field, key, type, entries, at, bytes } = (json ?? {}) as Partial<IndexEntry>;
  if (typeof name !== 'string') return false;
  if (![field, type].every((each) => each === undefined || typeof each === 'string')) return false;
  if (type !== undefined && key !== 'integer' && key !== 'bigint') return false;
  return (
    KINDS.includes(key as string) &&
    [entries, at, bytes].every((each) => Number.isSafeInteger(each) && each! >= 0)
  );
}
