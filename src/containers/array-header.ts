/** The fixed part of a typed array (docs/format.md 10), checked before anything else of it is read. */
import type { Memory } from '../bytes/memory.js';
import { readLength } from '../bytes/structural-integers.js';
import { CorruptBufferError, VersionError } from '../errors.js';

/** Bytes before the first item. */
export const ARRAY_HEADER = 56;
/** The version written, and the newest that is read. */
export const ARRAY_VERSION = 2;

/** Offsets are from the array's first byte. */
export interface ArrayHeader {
  readonly totalSize: number;
  readonly indexOffset: number;
  readonly length: number;
  readonly schemaOffset: number;
  readonly schemaSize: number;
}

/** What a header says, which nothing has checked. */
export function statedArrayHeader(memory: Memory, start: number): ArrayHeader & { readonly minimum: number } {
  const window = memory.peek(start, ARRAY_HEADER, 'the header of a typed array');
  const field = (index: number) => readLength(window, index * 8);
  return {
    totalSize: field(0),
    indexOffset: field(1),
    length: field(2),
    minimum: field(4),
    schemaOffset: field(5),
    schemaSize: field(6),
  };
}

/** Throws `CorruptBufferError` for what is no array, `VersionError` for one of another version. */
export function readArrayHeader(memory: Memory, start: number): ArrayHeader {
  const { minimum, ...header } = statedArrayHeader(memory, start);
  const { totalSize, indexOffset, length } = header;
  memory.need(start, totalSize, 'a typed array');
  if (length > 0 && indexOffset + 8 <= totalSize && indexOffset >= 0)
    refuseOldVersion(memory, start, indexOffset);
  if (minimum > ARRAY_VERSION) {
    throw new VersionError(
      `${memory.name} holds an array for readers of version ${minimum} and later; this library reads up to ${ARRAY_VERSION}`,
    );
  }
  check(header, start, memory);
  return header;
}

/** In version 0 the first item lies where later versions have more header. */
function refuseOldVersion(memory: Memory, start: number, indexOffset: number): void {
  const first = readLength(memory.peek(start + indexOffset, 8, 'the index of an array'), 0);
  if (first < ARRAY_HEADER) {
    throw new VersionError(
      `${memory.name} holds an array of version 0, which this library does not read: build it anew with Python ` +
        'sharedbuffers 0.9 or later',
    );
  }
}

function check(header: ArrayHeader, start: number, memory: Memory): void {
  const { totalSize, indexOffset, length, schemaOffset, schemaSize } = header;
  const index = indexOffset >= ARRAY_HEADER && indexOffset + length * 8 <= totalSize;
  const schema = schemaOffset >= ARRAY_HEADER && schemaOffset + schemaSize <= totalSize;
  if (totalSize >= ARRAY_HEADER && index && schema) return;
  throw new CorruptBufferError(
    `${memory.name} holds no typed array here: its header puts the index or the schema outside of its own ${totalSize} bytes`,
    start,
  );
}
