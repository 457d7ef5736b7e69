/** What a pool may be told. */
import type { SharingOptions } from '../../values/base/sharing.js';
import type { FilePath } from '../path-of.js';
import type { PoolFile } from './pool-section.js';

export interface ObjectPoolOptions extends SharingOptions {
  /** Values known for sharing, and kept in memory, at most. Default 2¹⁸. */
  readonly maxEntries?: number | undefined;
  /** Bytes of a section, up to 2³⁰. Default 128 MiB. A record that is larger gets a section of its own. */
  readonly sectionSize?: number | undefined;
  /** Where temporary files go. Default: the system's folder for them, which on some systems is memory. */
  readonly folder?: FilePath | undefined;
  /** Sections with less room than this are full: packing into them is not tried. Default 64 KiB. */
  readonly minFree?: number | undefined;
  /** Files of closed pools, for the next ones: give the same array to all. Default: files are not kept. */
  readonly freeList?: PoolFile[] | undefined;
}
