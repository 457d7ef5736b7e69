/** What bytes of this format are, found from their structure: a typed array, a mapping or a lone id mapper. */
import type { Memory } from '../../bytes/memory.js';
import { readLength } from '../../bytes/structural-integers.js';
import { CorruptBufferError, VersionError } from '../../errors.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../../mappers/id-mapper.js';
import { readSections, type Section, SectionKind } from '../../mappers/tables/sections.js';
import { contentEnd, readInfo } from '../../trailer/read-trailer.js';
import { findTail } from '../../trailer/tail.js';
import { type About, readAbout } from '../about-section.js';
import { ARRAY_HEADER, type ArrayHeader, readArrayHeader } from '../array-header.js';
import { arrayPosition } from '../mapping-parts.js';
import { identifyKeys, type KeysFound, MAPPER_LAYOUTS, type MapperHeader } from './identify-keys.js';

export type Identity =
  | { readonly kind: 'array'; readonly header: ArrayHeader }
  | {
      readonly kind: 'mapping';
      readonly keys: KeysFound;
      /** What the file says itself. */
      readonly about?: About | undefined;
      /** Position of the typed array. */
      readonly array: number;
      readonly header: ArrayHeader;
      readonly sections: ReadonlyMap<number, Section>;
    }
  | { readonly kind: 'idMapper'; readonly keys: KeysFound };

/**
 * What `memory` holds; undefined for what is nothing of this format, a zip bundle, or cut short. Looks at a bounded number of
 * bytes, whatever the size. Throws `VersionError` for an array of a version that is not read.
 */
export function identify(memory: Memory): Identity | undefined {
  if (memory.byteLength === 0) return undefined;
  const end = contentEnd(memory);
  return identifyMapping(memory) ?? identifyArray(memory, end) ?? identifyMapper(memory, end);
}

/** First opcode of every embedded schema (docs/format.md 12). */
const PICKLE = 0x80;

/** The header of the array at `start`; `undefined` when there is none that ends by `limit`. */
function arrayAt(memory: Memory, start: number, limit: number): ArrayHeader | undefined {
  try {
    const header = readArrayHeader(memory, start);
    if (start + header.totalSize > limit || header.schemaSize === 0) return undefined;
    const { bytes } = memory.peek(start + header.schemaOffset, 1, 'an embedded schema');
    return bytes[0] === PICKLE ? header : undefined;
  } catch (error) {
    if (error instanceof CorruptBufferError) return undefined;
    // Any bytes may look like the header of a version long gone; a whole file that does is one.
    if (error instanceof VersionError && totalSize(memory, start) !== limit - start) return undefined;
    throw error;
  }
}

function totalSize(memory: Memory, start: number): number {
  return readLength(memory.peek(start, 8, 'a typed array'), 0);
}

function identifyArray(memory: Memory, end: number): Identity | undefined {
  const header = end < ARRAY_HEADER ? undefined : arrayAt(memory, 0, end);
  if (header === undefined) return undefined;
  const whole = header.totalSize === memory.byteLength || padded(header.totalSize) === end;
  return whole ? { kind: 'array', header } : undefined;
}

function identifyMapping(memory: Memory): Identity | undefined {
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
  try {
    const window = memory.peek(0, MAPPER_HEADER, 'an id mapper');
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
): { keys: KeysFound; about?: About; sections: ReadonlyMap<number, Section> } {
  for (const { row, layout, width } of MAPPER_LAYOUTS) {
    const end = padded(mapper.indexOffset + mapper.entries * row);
    const sections = end < array ? readSectionsAt(memory, end, array) : undefined;
    const section = sections?.get(SectionKind.about);
    if (sections === undefined || section === undefined) continue;
    const about = readAbout(memory, section);
    return { keys: { ...mapper, layout, width }, about, sections };
  }
  const fits = (row: number) => padded(mapper.indexOffset + mapper.entries * row) === array;
  return { keys: identifyKeys(memory, mapper, array, fits, records), sections: new Map() };
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

/** What the trailer of an id mapper says of its keys. */
function statedKeys(memory: Memory): Pick<KeysFound, 'layout' | 'width'> | undefined {
  const found = findTail(memory);
  const info = found !== undefined && 'tail' in found ? readInfo(memory, found.tail)?.info : undefined;
  if (info?.kind !== 'idMapper' || info.key === undefined) return undefined;
  const { key, width, approximate } = info.key;
  const text = key === 'string' || key === 'bytes' ? 'string' : 'numeric';
  return { width, layout: approximate ? 'approximate' : key === 'object' ? 'object' : text };
}

function identifyMapper(memory: Memory, end: number): Identity | undefined {
  if (end < MAPPER_ALIGNMENT) return undefined;
  const mapper = mapperHeader(memory, end);
  const fits = (row: number) =>
    mapper !== undefined && padded(mapper.indexOffset + mapper.entries * row) === end;
  const stated = statedKeys(memory);
  if (mapper !== undefined && stated !== undefined)
    return { kind: 'idMapper', keys: { ...mapper, ...stated } };
  if (mapper === undefined || !MAPPER_LAYOUTS.some(({ row }) => fits(row))) return undefined;
  return { kind: 'idMapper', keys: identifyKeys(memory, mapper, end, fits, 2 ** 53) };
}
