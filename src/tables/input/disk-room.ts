/** Room that a build leaves on the disk it writes to: what reads an input without end would else fill it. */
import { statfsSync } from 'node:fs';
import { FileError } from '../../errors.js';

const MIB = 2 ** 20;
/** What is left free, if nothing else is asked for: this much, or a share of the disk where that is less. */
const FREE_BYTES = 2 ** 30;
const FREE_SHARE = 0.05;
/** Bytes written between looks at the disk. */
const STEP = MIB;

export class DiskRoom {
  readonly #folder: string;
  readonly #keepFree: number | undefined;
  #unseen = 0;

  /** `keepFree`: bytes to leave free on the disk of a folder. */
  constructor(folder: string, keepFree?: number) {
    this.#folder = folder;
    this.#keepFree = keepFree;
  }

  /** Counts bytes that are written, and looks at the disk now and then: `check`. */
  wrote(bytes: number): void {
    this.#unseen += bytes;
    if (this.#unseen < STEP) return;
    this.#unseen = 0;
    this.check();
  }

  /** Throws `FileError` when less is free than is to be left. */
  check(): void {
    if (this.#keepFree === 0) return;
    const disk = this.#look();
    // Some systems count nothing on disks of their own making.
    if (disk === undefined || disk.size === 0) return;
    const keep = this.#keepFree ?? Math.min(FREE_BYTES, FREE_SHARE * disk.size);
    if (disk.free >= keep) return;
    const [free, kept] = [disk.free, keep].map((bytes) => Math.floor(bytes / MIB));
    throw new FileError(
      `the disk of ${this.#folder} has ${free} MiB free, and ${kept} MiB are to be left: free some space, build on another disk, or give a smaller --keep-free`,
    );
  }

  #look(): { readonly size: number; readonly free: number } | undefined {
    try {
      const { blocks, bavail, bsize } = statfsSync(this.#folder);
      return { size: blocks * bsize, free: bavail * bsize };
    } catch {
      // Writing says what is wrong with a folder.
      return undefined;
    }
  }
}
