/** The records of a zip file of stored entries, zip64 where sizes ask for it (APPNOTE.TXT 4.3 and 4.5). */
import { Writer } from '../../bytes/byte-writer.js';
import {
  ALIGN_FIELD,
  CENTRAL,
  CENTRAL_BYTES,
  END,
  END_64,
  LOCAL,
  LOCAL_BYTES,
  LOCATOR_64,
  MAX_16,
  MAX_32,
  UTF_8,
  ZIP64_FIELD,
} from '../../containers/identify/zip-constants.js';

/** One entry, once its data are written. */
export interface ZipEntry {
  readonly name: Uint8Array;
  readonly crc32: number;
  readonly size: number;
  /** Position of the local header. */
  readonly position: number;
}

const VERSION = 20;
const VERSION_64 = 45;
/** 1 January 1980: the same content gives the same file whenever it is written. */
const DOS_DATE = 0x0021;
const ZIP64_LOCAL_BYTES = 20;
/** Of the field that pads, without its zeros. */
const ALIGN_BYTES = 6;

function words16(writer: Writer, ...values: number[]): void {
  for (const value of values) {
    const at = writer.take(2);
    writer.view.setUint16(at, value, true);
  }
}

function words32(writer: Writer, ...values: number[]): void {
  for (const value of values) {
    const at = writer.take(4);
    writer.view.setUint32(at, value, true);
  }
}

function words64(writer: Writer, ...values: number[]): void {
  for (const value of values) writer.setLength(writer.take(8), value);
}

function done(writer: Writer): Uint8Array {
  return writer.bytes.subarray(0, writer.end);
}

/**
 * The header before an entry's data, as long as it takes for them to start at a multiple of `alignment`; its length
 * does not depend on the checksum, so it can be written first and again, right, when that is known.
 */
export function localHeader(entry: ZipEntry, alignment: number): Uint8Array {
  const writer = new Writer(LOCAL_BYTES + entry.name.length + alignment + ZIP64_LOCAL_BYTES + ALIGN_BYTES);
  const big = entry.size >= MAX_32;
  const fixed = LOCAL_BYTES + entry.name.length + (big ? ZIP64_LOCAL_BYTES : 0) + ALIGN_BYTES;
  const past = (entry.position + fixed) % alignment;
  const padding = past === 0 ? 0 : alignment - past;
  words32(writer, LOCAL);
  words16(writer, big ? VERSION_64 : VERSION, UTF_8, 0, 0, DOS_DATE);
  words32(writer, entry.crc32, big ? MAX_32 : entry.size, big ? MAX_32 : entry.size);
  words16(writer, entry.name.length, fixed - LOCAL_BYTES - entry.name.length + padding);
  writer.append(entry.name);
  if (big) {
    words16(writer, ZIP64_FIELD, ZIP64_LOCAL_BYTES - 4);
    words64(writer, entry.size, entry.size);
  }
  words16(writer, ALIGN_FIELD, 2 + padding, alignment);
  writer.zeros(padding);
  return done(writer);
}

/** The central directory and what ends the file, when they start at `position`. */
export function centralDirectory(entries: readonly ZipEntry[], position: number): Uint8Array {
  const writer = new Writer();
  for (const entry of entries) centralHeader(writer, entry);
  const size = writer.end;
  const big = entries.length >= MAX_16 || position + size >= MAX_32;
  if (big) {
    const end = position + size;
    words32(writer, END_64);
    words64(writer, 44);
    words16(writer, VERSION_64, VERSION_64);
    words32(writer, 0, 0);
    words64(writer, entries.length, entries.length, size, position);
    words32(writer, LOCATOR_64, 0);
    words64(writer, end);
    words32(writer, 1);
  }
  words32(writer, END);
  const count = big ? MAX_16 : entries.length;
  words16(writer, 0, 0, count, count);
  words32(writer, big ? MAX_32 : size, big ? MAX_32 : position);
  words16(writer, 0);
  return done(writer);
}

/** Bytes of an entry in the central directory. */
export function centralBytes(entry: ZipEntry): number {
  const extra = wideFields(entry).length;
  return CENTRAL_BYTES + entry.name.length + (extra === 0 ? 0 : 4 + 8 * extra);
}

/** Fields that take 8 bytes. */
function wideFields({ size, position }: ZipEntry): number[] {
  return [...(size >= MAX_32 ? [size, size] : []), ...(position >= MAX_32 ? [position] : [])];
}

function centralHeader(writer: Writer, entry: ZipEntry): void {
  const { name, crc32, size, position } = entry;
  const extra = wideFields(entry);
  const version = extra.length > 0 ? VERSION_64 : VERSION;
  words32(writer, CENTRAL);
  words16(writer, version, version, UTF_8, 0, 0, DOS_DATE);
  words32(writer, crc32, Math.min(size, MAX_32), Math.min(size, MAX_32));
  words16(writer, name.length, extra.length === 0 ? 0 : 4 + 8 * extra.length, 0, 0, 0);
  words32(writer, 0, Math.min(position, MAX_32));
  writer.append(name);
  if (extra.length === 0) return;
  words16(writer, ZIP64_FIELD, 8 * extra.length);
  words64(writer, ...extra);
}
