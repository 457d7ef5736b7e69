/**
 * The tail, by which a trailer is found (docs/format.md 14): the last 64 bytes of a file, or the last before the footer
 * of a mapping.
 *
 * ```
 *  0 u64 magic           "SBTRAIL" and a byte that is none of text
 *  8 u16 version         1
 * 10 u16 footer          bytes that follow the tail: 8 in mappings, else 0
 * 12 u32 state           "SEAL", or 0 once the file was opened to be changed: its checksums hold no longer
 * 16 u64 start           position of the trailer; what lies before, and its 16 bytes of header, is what blocks cover
 * 24 u64 bytes of the table of checksums, which follows that header
 * 32 u64 bytes of the description, which follows the table, up to the tail
 * 40 u64 xxh64 of the description
 * 48 u64 xxh64 of the table, and so one over all blocks
 * 56 u64 xxh64 of the tail's first 56 bytes, the state as "SEAL", and of the footer
 * ```
 */
import type { Memory } from '../bytes/memory.js';
import { xxh64 } from '../hash/xxh64.js';

export const TAIL_BYTES = 64;
/** Bytes that one checksum stands for. */
export const BLOCK_BYTES = 65_536;
/** Bytes of a checksum. */
export const CHECKSUM_BYTES = 8;
/** Magic, and the bytes from there to the end of the tail. */
export const TRAILER_HEADER = 16;
/** Trailers start at a multiple of this. */
export const TRAILER_ALIGNMENT = 32;
/** Bytes that can follow a tail: the footer of a mapping. */
const FOOTERS = [8, 0] as const;
export const MAGIC_LOW = 0x52544253;
export const MAGIC_HIGH = 0xf34c4941;
export const VERSION = 1;
export const SEALED = 0x4c414553;
const CHANGED = 0;
export const STATE_AT = 12;
const SUM_AT = 56;

export interface Tail {
  /** Position of the trailer. */
  readonly start: number;
  /** Position of the tail itself. */
  readonly position: number;
  readonly footer: 0 | 8;
  readonly tableBytes: number;
  readonly infoBytes: number;
  /** Checksums, in halves: low, high. */
  readonly infoSum: readonly [number, number];
  readonly tableSum: readonly [number, number];
  /** Whether the bytes are as they were built, as far as this library has changed them. */
  readonly sealed: boolean;
}

/** Number of blocks that the bytes in front of the table make. */
export function blockCount(start: number): number {
  return Math.ceil((start + TRAILER_HEADER) / BLOCK_BYTES);
}

/** Checksum of a tail, whatever its state, with the footer behind it. */
export function sumOf(tail: Uint8Array, footer: Uint8Array): [number, number] {
  const covered = new Uint8Array(SUM_AT + footer.length);
  covered.set(tail.subarray(0, SUM_AT));
  new DataView(covered.buffer).setUint32(STATE_AT, SEALED, true);
  covered.set(footer, SUM_AT);
  const out = new Uint32Array(2);
  xxh64(covered, 0, covered.length, out);
  return [out[0]!, out[1]!];
}

/** What stands where a tail may be. */
export type TailFound =
  | { readonly tail: Tail }
  /** Something that once was a tail. */
  | { readonly damaged: number };

/** The tail at the end of the memory, checked by its own checksum; `undefined` where there is none. */
export function findTail(memory: Memory): TailFound | undefined {
  for (const footer of FOOTERS) {
    const position = memory.byteLength - footer - TAIL_BYTES;
    if (position < 0) continue;
    const { bytes, view } = memory.peek(position, TAIL_BYTES + footer, 'the tail of a trailer');
    if (view.getUint32(0, true) !== MAGIC_LOW || view.getUint32(4, true) !== MAGIC_HIGH) continue;
    const length = (at: number) => view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
    const state = view.getUint32(STATE_AT, true);
    const [start, tableBytes, infoBytes] = [length(16), length(24), length(32)];
    const [low, high] = sumOf(bytes, bytes.subarray(TAIL_BYTES));
    const whole =
      view.getUint32(SUM_AT, true) === low &&
      view.getUint32(SUM_AT + 4, true) === high &&
      view.getUint16(8, true) === VERSION &&
      view.getUint16(10, true) === footer &&
      (state === SEALED || state === CHANGED) &&
      start + TRAILER_HEADER + tableBytes + infoBytes === position &&
      tableBytes === blockCount(start) * CHECKSUM_BYTES;
    if (!whole) return { damaged: position };
    const sum = (at: number) => [view.getUint32(at, true), view.getUint32(at + 4, true)] as const;
    const [infoSum, tableSum, sealed] = [sum(40), sum(48), state === SEALED];
    return { tail: { start, position, footer, tableBytes, infoBytes, infoSum, tableSum, sealed } };
  }
  return undefined;
}

/** Whether a trailer starts at a position, as far as its magic says. */
export function isTrailer(memory: Memory, position: number): boolean {
  if (position + 8 > memory.byteLength) return false;
  const { view } = memory.peek(position, 8, 'a trailer');
  return view.getUint32(0, true) === MAGIC_LOW && view.getUint32(4, true) === MAGIC_HIGH;
}

/** Says in writable memory, for all who read it, that its bytes may no longer be those that were built. */
export function breakSeal(memory: Memory): void {
  const found = findTail(memory);
  if (found === undefined || !('tail' in found) || !found.tail.sealed) return;
  const { view } = memory.peek(found.tail.position, TAIL_BYTES, 'the tail of a trailer');
  view.setUint32(STATE_AT, CHANGED, true);
}
