/** What a file of this format is, found from its structure: a typed array, a mapping or a lone id mapper. */
import type { Memory } from '../../bytes/memory.js';
import { readLength } from '../../bytes/structural-integers.js';
import { type About, readAbout } from '../../containers/about-section.js';
import { ARRAY_HEADER, type ArrayHeader, readArrayHeader } from '../../containers/array-header.js';
import { arrayPosition } from '../../containers/mapping-parts.js';
import { CorruptBufferError, VersionError } from '../../errors.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../../mappers/id-mapper.js';
import { readSections, type Section, SectionKind } from '../../mappers/tables/sections.js';
import { Failure } from '../failure.js';
import { MAPPER_LAYOUTS, type MapperHeader, type SniffedKeys, sniffKeys } from './identify-keys.js';

export type Sniffed =
  | { readonly kind: 'array'; readonly header: ArrayHeader }
  | {
      readonly kind: 'mapping';
      readonly keys: SniffedKeys;
      /** What the file says itself. */
      readonly about?: About | undefined;
      /** Position of the typed array. */
      readonly array: number;
      readonly header: ArrayHeader;
      readonly sections: ReadonlyMap<number, Section>;
    }
  | { readonly kind: 'id mapper'; readonly keys: SniffedKeys };

/** Throws `Failure` for a file of another kind, `VersionError` for one of a version that is not read. */
export function sniff(memory: Memory): Sniffed {
  refuseOthers(memory);
  const end = memory.byteLength;
  const found = sniffMapping(memory) ?? sniffArray(memory, end) ?? sniffMapper(memory, end);
  if (found !== undefined) return found;
  throw new Failure(
    'CLI_INPUT',
    `${memory.name} is no file of sharedbuffers, or is cut short: neither a mapping, nor a typed array, nor an id mapper`,
  );
}

function refuseOthers(memory: Memory): void {
  if (memory.byteLength === 0) throw new Failure('CLI_INPUT', `${memory.name} is empty`);
  if (memory.byteLength < 4) return;
  // A zip file starts with a local header, or with its end record when it is empty.
  const { view } = memory.windowAt(0);
  const magic = view.getUint32(0, true);
  if (magic === 0x04034b50 || magic === 0x06054b50) {
    throw new Failure(
      'CLI_UNSUPPORTED',
      `${memory.name} is a zip bundle: extract an entry, or open it in place from a program, with openBundle()`,
    );
  }
}

/** First opcode of every embedded schema (docs/format.md 12). */
const PICKLE = 0x80;

/** The header of the array at `start`; `undefined` when there is none that ends by `limit`. */
function arrayAt(memory: Memory, start: number, limit: number): ArrayHeader | undefined {
  try {
    const header = readArrayHeader(memory, start);
    if (start + header.totalSize > limit || header.schemaSize === 0) return undefined;
    const position = start + header.schemaOffset;
    const window = memory.windowAt(position);
    return window.bytes[position - window.base] === PICKLE ? header : undefined;
  } catch (error) {
    if (error instanceof CorruptBufferError) return undefined;
    // Any bytes may look like the header of a version long gone; a whole file that does is one.
    if (error instanceof VersionError && totalSize(memory, start) !== limit - start) return undefined;
    throw error;
  }
}

function totalSize(memory: Memory, start: number): number {
  const window = memory.windowAt(start);
  return readLength(window, start - window.base);
}

function sniffArray(memory: Memory, end: number): Sniffed | undefined {
  const header = end < ARRAY_HEADER ? undefined : arrayAt(memory, 0, end);
  return header?.totalSize === end ? { kind: 'array', header } : undefined;
}

function sniffMapping(memory: Memory): Sniffed | undefined {
  let array: number;
  try {
    array = arrayPosition(memory);
  } catch (error) {
    if (error instanceof CorruptBufferError) return undefined;
    throw error;
  }
  const header = arrayAt(memory, array, memory.byteLength - 8);
  const mapper = header && mapperHeader(memory, array);
  if (mapper === undefined) return undefined;
  return { kind: 'mapping', array, header: header!, ...keysOfMapping(memory, mapper, array, header!.length) };
}

function mapperHeader(memory: Memory, limit: number): MapperHeader | undefined {
  const window = memory.windowAt(0);
  try {
    const entries = readLength(window, 0);
    const indexOffset = readLength(window, 8);
    return indexOffset >= MAPPER_HEADER && indexOffset <= limit ? { entries, indexOffset } : undefined;
  } catch (error) {
    if (error instanceof CorruptBufferError) return undefined;
    throw error;
  }
}

function padded(position: number): number {
  return Math.ceil(position / MAPPER_ALIGNMENT) * MAPPER_ALIGNMENT;
}

function keysOfMapping(
  memory: Memory,
  mapper: MapperHeader,
  array: number,
  records: number,
): { keys: SniffedKeys; about?: About; sections: ReadonlyMap<number, Section> } {
  for (const { row, layout, width } of MAPPER_LAYOUTS) {
    const end = padded(mapper.indexOffset + mapper.entries * row);
    const sections = end < array ? readSectionsAt(memory, end, array) : undefined;
    const section = sections?.get(SectionKind.about);
    if (sections === undefined || section === undefined) continue;
    const about = readAbout(memory, section);
    return { keys: { ...mapper, layout, width }, about, sections };
  }
  const fits = (row: number) => padded(mapper.indexOffset + mapper.entries * row) === array;
  return { keys: sniffKeys(memory, mapper, array, fits, records), sections: new Map() };
}

function readSectionsAt(memory: Memory, from: number, to: number): Map<number, Section> | undefined {
  try {
    return readSections(memory, from, to);
  } catch (error) {
    // Bytes at a place where no sections start.
    if (error instanceof CorruptBufferError) return undefined;
    throw error;
  }
}

function sniffMapper(memory: Memory, end: number): Sniffed | undefined {
  if (end < MAPPER_ALIGNMENT) return undefined;
  const mapper = mapperHeader(memory, end);
  const fits = (row: number) =>
    mapper !== undefined && padded(mapper.indexOffset + mapper.entries * row) === end;
  if (mapper === undefined || !MAPPER_LAYOUTS.some(({ row }) => fits(row))) return undefined;
  return { kind: 'id mapper', keys: sniffKeys(memory, mapper, end, fits, 2 ** 53) };
}
