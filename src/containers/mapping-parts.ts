/** The parts of a typed mapping (docs/format.md 11), opened and checked against one another. */

import type { Source } from '../bytes/container-source.js';
import type { Memory } from '../bytes/memory.js';
import { SchemaError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { hasTextKeys, type KeyOptions, type KeySpec, keySpec } from '../mappers/key-kind.js';
import { openMapper } from '../mappers/open-mapper.js';
import { Directory } from '../mappers/tables/directory.js';
import { openTable } from '../mappers/tables/open-table.js';
import type { RecordTable } from '../mappers/tables/record-table.js';
import { type Section, SectionKind } from '../mappers/tables/sections.js';
import { type About, readAbout } from './about-section.js';
import { openColumns, type StoredColumns } from './columns/column-section-reader.js';
import { keyOptionsOf } from './declaring/key-options.js';
import { arrayPosition, findSections, indexEnd, padded, ROWS } from './part-positions.js';
import { StoredIndexes } from './secondary/stored-indexes.js';

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
