/** What a pool may be told. */
import { ArgumentError } from '../../errors.js';
import type { AnyTable } from '../../values/any/any.js';
import type { SharingOptions } from '../../values/base/sharing.js';
import type { FilePath } from '../path-of.js';
import type { PoolFile } from './pool-section.js';

const SECTION_BYTES = 2 ** 27;
const MAX_SECTION_BYTES = 2 ** 30;
export const MIN_FREE: number = 2 ** 16;
/** Entries for sharing, and so objects kept in memory, unless said otherwise: what was packed is to be let go. */
export const MAX_SHARED: number = 2 ** 18;

/** How large a pool's sections are, and what they share. */
export interface ObjectPoolOptions extends SharingOptions {
  /** Values known for sharing, and kept in memory, at most. Default 2¹⁸. */
  readonly maxEntries?: number | undefined;
  /** Where the codes of structs inside values of no declared type are looked up. Default: `defaultRegistry`. */
  readonly registry?: AnyTable | undefined;
  /** Bytes of a section, up to 2³⁰. Default 128 MiB. A record that is larger gets a section of its own. */
  readonly sectionSize?: number | undefined;
  /** Where temporary files go. Default: the system's folder for them, which on some systems is memory. */
  readonly folder?: FilePath | undefined;
  /** Sections with less room than this are full: packing into them is not tried. Default 64 KiB. */
  readonly minFree?: number | undefined;
  /** Files of closed pools, for the next ones: give the same array to all. Default: files are not kept. */
  readonly freeList?: PoolFile[] | undefined;
}

/** Bytes of a section, before they are rounded up to pages. Throws `ArgumentError` for what is no number of bytes. */
export function sectionBytesOf({ sectionSize = SECTION_BYTES }: ObjectPoolOptions): number {
  if (sectionSize > 0 && sectionSize <= MAX_SECTION_BYTES) return sectionSize;
  throw new ArgumentError(`sectionSize is a number of bytes up to ${MAX_SECTION_BYTES}, not ${sectionSize}`);
}
