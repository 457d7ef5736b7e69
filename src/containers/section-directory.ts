/** Sections that begin with a directory in JSON, behind which their parts lie (docs/format.md 13.5 and 13.9). */
import { Writer } from '../bytes/byte-writer.js';
import type { Memory } from '../bytes/memory.js';
import { ArgumentError, CorruptBufferError } from '../errors.js';
import type { Section } from '../mappers/tables/sections.js';

/** Bytes before the directory: its length. */
const DIRECTORY_AT = 8;
/** More than 64 honest names take. */
const MAX_DIRECTORY_BYTES = 2 ** 20;
/** A cache line; what the parts are made of takes 8 bytes at most. */
export const PART_ALIGNMENT = 64;

/** Where a part starts that may start at `position`. */
export function alignPart(position: number): number {
  return Math.ceil(position / PART_ALIGNMENT) * PART_ALIGNMENT;
}

/** What a section begins with. Throws `ArgumentError` where it would be too long; `what` names the parts. */
export function directoryHead(directory: object, what: string): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(directory));
  if (json.length > MAX_DIRECTORY_BYTES) {
    throw new ArgumentError(`the names of the ${what} take more than ${MAX_DIRECTORY_BYTES} bytes`);
  }
  const head = new Writer(DIRECTORY_AT + json.length);
  head.setLength(head.take(DIRECTORY_AT), json.length);
  head.append(json);
  return head.bytes.subarray(0, head.end);
}

/** The directory, and the position that its parts count from. Throws `CorruptBufferError` for one that cannot be read. */
export function readDirectory<T>(
  memory: Memory,
  { start, length }: Section,
  what: string,
  holds: (json: unknown) => json is T,
): { readonly directory: T; readonly first: number } {
  const fail = () => new CorruptBufferError(`${what} cannot be read`, start);
  if (length < DIRECTORY_AT) throw fail();
  const bytes = memory.peek(start, DIRECTORY_AT, what).view.getUint32(0, true);
  if (bytes > MAX_DIRECTORY_BYTES || bytes > length - DIRECTORY_AT) throw fail();
  const window = memory.peek(start + DIRECTORY_AT, bytes, what);
  let json: unknown;
  try {
    // A copy, since decoders refuse shared memory.
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(window.bytes.slice()));
  } catch {
    throw fail();
  }
  if (!holds(json)) throw fail();
  return { directory: json, first: alignPart(start + DIRECTORY_AT + bytes) };
}
