/** Where the parts of a typed mapping lie (docs/format.md 11), found from its end and checked against one another. */

import type { Source } from '../bytes/container-source.js';
import type { Memory } from '../bytes/memory.js';
import { readLength } from '../bytes/structural-integers.js';
import { CorruptBufferError, SchemaError } from '../errors.js';
import { type IdMapper, type Key, MAPPER_ALIGNMENT, MAPPER_HEADER } from '../mappers/id-mapper.js';
import { hasTextKeys, type KeyOptions, type KeySpec, keySpec } from '../mappers/key-kind.js';
import { openMapper } from '../mappers/open-mapper.js';
import { Directory } from '../mappers/tables/directory.js';
import { openTable } from '../mappers/tables/open-table.js';
import type { RecordTable } from '../mappers/tables/record-table.js';
import { readSections, type Section, SectionKind } from '../mappers/tables/sections.js';
import { type About, keyOptionsOf, readAbout } from './about-section.js';
import { openColumns, type StoredColumns } from './columns/column-section-reader.js';
import { StoredIndexes } from './secondary/stored-indexes.js';

const FOOTER = 8;
/** Bytes of an entry in each kind of mapper, and what the kind is called. */
export const ROWS: readonly [bytes: number, name: string][] = [
  [24, '64-bit string or object'],
  [16, '64-bit numeric or approximate'],
  [12, '32-bit string'],
  [8, '32-bit numeric or approximate'],
];

export interface MappingParts {
  readonly spec: KeySpec;
  readonly mapper: IdMapper<Key>;
  /** Position of the typed array. */
  readonly array: number;
  readonly table: RecordTable | undefined;
  readonly columns: StoredColumns | undefined;
  /** The order of keys of text and bytes. */
  readonly order: Section | undefined;
  /** Which hashes the table has, as `Filter` reads it. */
  readonly filter: Section | undefined;
  readonly indexes: StoredIndexes | undefined;
}

/** Position of the array, from the mapping's footer. Throws `CorruptBufferError` for what is no mapping. */
export function arrayPosition(memory: Memory): number {
  const footer = memory.byteLength - FOOTER;
  const position = readLength(memory.peek(footer, FOOTER, "a mapping's footer"), 0);
  if (position < MAPPER_ALIGNMENT || position % MAPPER_ALIGNMENT !== 0 || position >= footer) {
    throw new CorruptBufferError(
      `${memory.name} is no mapping, or is cut short: its last 8 bytes do not say where its records are`,
      footer,
    );
  }
  return position;
}

/** Where the index would end, padded, if its entries took `row` bytes each. */
export function indexEnd(memory: Memory, row: number): number {
  const header = memory.peek(0, MAPPER_HEADER, 'an id mapper');
  return padded(readLength(header, 8) + readLength(header, 0) * row);
}

/** Up to where the next part of a file starts. */
export function padded(position: number): number {
  return Math.ceil(position / MAPPER_ALIGNMENT) * MAPPER_ALIGNMENT;
}

/** The extension sections; they start where the index ends, whose length depends on the kind of key. */
function findSections({ memory, indexEnd: known }: Source, array: number): Map<number, Section> {
  const ends = known === undefined ? ROWS.map(([row]) => indexEnd(memory, row)) : [known];
  for (const end of ends) {
    if (end >= array) continue;
    const sections = readSections(memory, end, array);
    if (sections.has(SectionKind.about)) return sections;
  }
  return new Map();
}

/** Throws `SchemaError` when a file that says what its keys are says something else than declared. */
function compare(spec: KeySpec, about: About, name: string): void {
  const width = spec.width === 4 ? 32 : 64;
  const { key, approximate = false, type } = about;
  const text = hasTextKeys(spec) === hasTextKeys({ kind: key });
  const object = (spec.kind === 'object') === (key === 'object');
  const same = text && object && approximate === spec.approximate && type === spec.form?.name;
  if (same && width === about.width) return;
  const kind = (hashes: boolean): string => (hashes ? 'approximate ' : '');
  throw new SchemaError(
    `${name} has ${about.width}-bit ${kind(approximate)}${type ?? key} keys, not the declared ${width}-bit ` +
      `${kind(spec.approximate)}${spec.form?.name === 'signed' ? 'signed ' : ''}keys of type ${spec.type}`,
  );
}

/** Throws `SchemaError` when the index ends at `array`, where it should, for another kind of key, but not for this. */
function refuseMisfit(memory: Memory, mapper: IdMapper<Key>, spec: KeySpec, array: number): void {
  const end = padded(mapper.byteLength);
  if (end === array) return;
  const fit = keysThatFit(memory, array);
  if (fit !== undefined || end > array) throw misfit(memory, spec, fit);
}

/** The keys for which the index of the mapper in front would end at `limit`. */
export function keysThatFit(memory: Memory, limit: number): string | undefined {
  return ROWS.find(([row]) => indexEnd(memory, row) === limit)?.[1];
}

export function misfit(memory: Memory, spec: KeySpec, fit: string | undefined): SchemaError {
  return new SchemaError(
    `the index of ${memory.name} is not one of ${spec.width * 8}-bit keys of type ${spec.type}` +
      (fit === undefined ? ': it would overlap the records' : `; it fits ${fit} keys`),
  );
}

/** Finds and checks all parts. `declared` may be left out when the file says what its keys are. */
export function mappingParts(source: Source, declared: KeyOptions | undefined): MappingParts {
  const { memory } = source;
  const array = arrayPosition(memory);
  const sections = findSections(source, array);
  const aboutSection = sections.get(SectionKind.about);
  const about = aboutSection === undefined ? undefined : readAbout(memory, aboutSection);
  if (declared === undefined && about === undefined) {
    throw new SchemaError(
      `${memory.name} does not say what its keys are, as files from Python do not: name them, ` +
        'as in mapping({ key: t.string })',
    );
  }
  const spec = keySpec(declared ?? keyOptionsOf(about!));
  if (about !== undefined) compare(spec, about, memory.name);
  const mapper = openMapper(source, 0, spec);
  if (about === undefined) refuseMisfit(memory, mapper, spec, array);
  const directory = sections.get(SectionKind.directory);
  if (directory !== undefined && mapper.size > 0) {
    mapper.parts.index.guide = new Directory(memory, directory, mapper.size);
  }
  const table = openTable(memory, sections, spec, mapper.parts, array);
  const order = sections.get(SectionKind.order);
  const filter = sections.get(SectionKind.filter);
  const secondary = sections.get(SectionKind.secondary);
  const indexes = secondary && new StoredIndexes(source, secondary);
  return { spec, mapper, array, table, columns: openColumns(memory, sections), order, filter, indexes };
}
