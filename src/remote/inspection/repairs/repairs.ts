/** How the rest of a file can be read that has lost its head or its end: what it says a second time elsewhere, or another file says, takes the place of that. */
import type { Memory } from '../../../bytes/memory.js';
import { type ArrayHeader, statedArrayHeader } from '../../../containers/array-header.js';
import { unlessCorrupt } from '../../../containers/identify/container-kind.js';
import { indexEnd, padded, ROWS } from '../../../containers/part-positions.js';
import { readSections } from '../../../mappers/tables/sections.js';
import type { Trailer } from '../../../trailer/read-trailer.js';
import { arrayHeaderBytes, lengths, patchHeaders } from '../../remote-headers.js';
import { RepairedMemory } from './repaired-memory.js';
import { scannedRecords } from './scanned-records.js';

/** What helps to read a file that is damaged. */
export interface Helps {
  /** Its own, where that is whole. */
  readonly trailer?: Trailer | undefined;
  /** The embedded schema of another file with the same records. */
  readonly schema?: Uint8Array | undefined;
}

export interface Repair {
  /** The file with what it lacks, over its bytes. */
  over(memory: Memory): Memory;
  /** What was done, as the end of a sentence. */
  readonly how: string;
  /** Whether `over` gives a file that ends with its index of keys. */
  readonly keysOnly?: boolean;
}

const FOOTER = 8;
/** First opcode of an embedded schema. */
const PICKLE = 0x80;
/** Versions of arrays are small numbers. */
const NEWEST = 2;

/** Ways to read a file, those that show most first. Throws `MissingBytes` until all that they are found by is here. */
export function* repairsOf(memory: Memory, { trailer, schema }: Helps): Generator<Repair> {
  if (trailer !== undefined) {
    const how = 'its headers are taken from its trailer, which says the same';
    yield { how, over: (inner) => withHeaders(inner, trailer) };
    return;
  }
  for (const { start, header } of arraysBehindHead(memory)) {
    if (isWhole(memory, start, header)) {
      const how = 'its end is cut off, behind all of its records';
      yield { how, over: (inner) => endingWith(inner, start, header, new Uint8Array(0)) };
    } else if (schema !== undefined) {
      const { repaired, behind, how } = withSchema(memory, start, header, schema);
      yield { how, over: (inner) => endingWith(inner, start, repaired, behind) };
    }
  }
  for (const [row] of ROWS) {
    const end = unlessCorrupt(() => indexEnd(memory, row)) ?? memory.byteLength;
    const how =
      'its end is cut off, and with it what tells where its records are and what fields they have; its keys are left';
    if (end < memory.byteLength)
      yield { how, keysOnly: true, over: (inner) => new RepairedMemory(inner, end) };
  }
}

/** Where records are that only lack their schema; undefined where there is nothing to be had by one. */
export function recordsWithoutSchema(memory: Memory): number | undefined {
  return arraysBehindHead(memory).find(({ start, header }) => !isWhole(memory, start, header))?.start;
}

function withHeaders(inner: Memory, trailer: Trailer): Memory {
  const memory = new RepairedMemory(inner, inner.byteLength);
  patchHeaders(memory, trailer);
  return memory;
}

/** A file that ends with the array at `start`, and with a footer where it is a mapping. */
function endingWith(inner: Memory, start: number, header: ArrayHeader, behind: Uint8Array): Memory {
  const end = start + header.totalSize;
  const memory = new RepairedMemory(inner, end + (start > 0 ? FOOTER : 0), behind);
  if (behind.length > 0) memory.patch(start, arrayHeaderBytes(header));
  if (start > 0) memory.patch(end, lengths(start));
  return memory;
}

interface Placed {
  readonly start: number;
  readonly header: ArrayHeader;
}

/** The arrays that lie where the head of the file has it: at its start, or behind the index and sections of a mapping. */
function arraysBehindHead(memory: Memory): Placed[] {
  const starts = ROWS.flatMap(
    ([row]) => unlessCorrupt(() => endOfSections(memory, indexEnd(memory, row))) ?? [],
  );
  return [0, ...new Set(starts)].flatMap((start) => {
    const header = unlessCorrupt(() => statedArrayHeader(memory, start));
    return header !== undefined && isCredible(header) ? [{ start, header }] : [];
  });
}

function endOfSections(memory: Memory, from: number): number {
  const sections = readSections(memory, from, memory.byteLength);
  return Math.max(from, ...[...sections.values()].map(({ start, length }) => padded(start + length)));
}

function isCredible(header: ArrayHeader & { readonly minimum: number }): boolean {
  const { totalSize, indexOffset, length, minimum, schemaOffset, schemaSize } = header;
  const inside = indexOffset + length * 8 <= totalSize && schemaOffset + schemaSize <= totalSize;
  return inside && schemaSize > 0 && length > 0 && minimum > 0 && minimum <= NEWEST;
}

function isWhole(memory: Memory, start: number, { totalSize, schemaOffset }: ArrayHeader): boolean {
  if (start + totalSize > memory.byteLength) return false;
  return memory.peek(start + schemaOffset, 1, 'an embedded schema').bytes[0] === PICKLE;
}

/** The header, and what follows the file, of an array that has another file's schema, and an index as far as it is there or can be found. */
function withSchema(
  memory: Memory,
  start: number,
  header: ArrayHeader,
  schema: Uint8Array,
): { repaired: ArrayHeader; behind: Uint8Array; how: string } {
  const end = memory.byteLength - start;
  const left = Math.min(header.length, Math.floor((end - header.indexOffset) / 8));
  const scanned = left > 0 ? undefined : scannedRecords(memory, start, schema);
  const index = scanned === undefined ? new Uint8Array(0) : lengths(...scanned);
  const behind = new Uint8Array(index.length + schema.length);
  behind.set(index);
  behind.set(schema, index.length);
  const repaired = {
    totalSize: end + behind.length,
    indexOffset: scanned === undefined ? header.indexOffset : end,
    length: scanned === undefined ? left : scanned.length,
    schemaOffset: end + index.length,
    schemaSize: schema.length,
  };
  const found =
    scanned === undefined ? 'by what is left of their index' : 'one behind the other, from the first on';
  return {
    repaired,
    behind,
    how: `its end is cut off; by the schema of another file, ${repaired.length} of its ${header.length} records are read, which were found ${found}`,
  };
}
