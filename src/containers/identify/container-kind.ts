/** Which kind of container bytes are, found from their structure: a typed array, a mapping or a lone id mapper. */
import type { Memory } from '../../bytes/memory.js';
import { readLength } from '../../bytes/structural-integers.js';
import { CorruptBufferError, VersionError } from '../../errors.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../../mappers/mapper-header.js';
import { contentEnd, readInfo } from '../../trailer/read-trailer.js';
import { findTail } from '../../trailer/tail.js';
import type { KeyFacts } from '../../trailer/trailer-info.js';
import { ARRAY_HEADER, type ArrayHeader, readArrayHeader } from '../array-header.js';
import { arrayPosition, indexEnd, padded, ROWS } from '../part-positions.js';

export interface MapperHeader {
  readonly entries: number;
  readonly indexOffset: number;
}

export type ContainerFound =
  | { readonly kind: 'array'; readonly header: ArrayHeader }
  | {
      readonly kind: 'mapping';
      readonly mapper: MapperHeader;
      /** Position of the typed array. */
      readonly array: number;
      readonly header: ArrayHeader;
    }
  | {
      readonly kind: 'idMapper';
      readonly mapper: MapperHeader;
      /** Where its index ends, at the latest. */
      readonly end: number;
      /** What the trailer says of its keys. */
      readonly stated: KeyFacts | undefined;
    };

/** First opcode of every embedded schema (docs/format.md 12). */
const PICKLE = 0x80;

/**
 * The container that `memory` holds; undefined for what is nothing of this format, a zip bundle, or cut short. Looks at a
 * few numbers, whatever the size. Throws `VersionError` for an array of a version that is not read.
 */
export function findContainer(memory: Memory): ContainerFound | undefined {
  if (memory.byteLength === 0) return undefined;
  const end = contentEnd(memory);
  return findMapping(memory) ?? findArray(memory, end) ?? findMapper(memory, end);
}

/** What `read` gives; undefined where the bytes are no such thing. */
export function unlessCorrupt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CorruptBufferError) return undefined;
    throw error;
  }
}

/** The header of the array at `start`; `undefined` when there is none that ends by `limit`. */
function arrayAt(memory: Memory, start: number, limit: number): ArrayHeader | undefined {
  return unlessCorrupt(() => {
    try {
      const header = readArrayHeader(memory, start);
      if (start + header.totalSize > limit || header.schemaSize === 0) return undefined;
      const { bytes } = memory.peek(start + header.schemaOffset, 1, 'an embedded schema');
      return bytes[0] === PICKLE ? header : undefined;
    } catch (error) {
      // Any bytes may look like the header of a version long gone; a whole file that does is one.
      if (error instanceof VersionError && totalSize(memory, start) !== limit - start) return undefined;
      throw error;
    }
  });
}

function totalSize(memory: Memory, start: number): number {
  return readLength(memory.peek(start, 8, 'a typed array'), 0);
}

function findArray(memory: Memory, end: number): ContainerFound | undefined {
  const header = end < ARRAY_HEADER ? undefined : arrayAt(memory, 0, end);
  if (header === undefined) return undefined;
  const whole = header.totalSize === memory.byteLength || padded(header.totalSize) === end;
  return whole ? { kind: 'array', header } : undefined;
}

function findMapping(memory: Memory): ContainerFound | undefined {
  const array = unlessCorrupt(() => arrayPosition(memory));
  const header = array === undefined ? undefined : arrayAt(memory, array, memory.byteLength - 8);
  const mapper = header && mapperHeader(memory, array!);
  return mapper && { kind: 'mapping', mapper, array: array!, header: header! };
}

function mapperHeader(memory: Memory, limit: number): MapperHeader | undefined {
  return unlessCorrupt(() => {
    const window = memory.peek(0, MAPPER_HEADER, 'an id mapper');
    const [entries, indexOffset] = [readLength(window, 0), readLength(window, 8)];
    return indexOffset >= MAPPER_HEADER && indexOffset <= limit ? { entries, indexOffset } : undefined;
  });
}

function findMapper(memory: Memory, end: number): ContainerFound | undefined {
  const mapper = end < MAPPER_ALIGNMENT ? undefined : mapperHeader(memory, end);
  if (mapper === undefined) return undefined;
  const found = findTail(memory);
  const info = found !== undefined && 'tail' in found ? readInfo(memory, found.tail)?.info : undefined;
  const stated = info?.kind === 'idMapper' ? info.key : undefined;
  if (stated === undefined && !ROWS.some(([row]) => indexEnd(memory, row) === end)) return undefined;
  return { kind: 'idMapper', mapper, end, stated };
}
