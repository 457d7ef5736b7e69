/** What tells one state of a file from another without reading it. */
import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileError, orFileError } from '../file-error.js';
import { whileReplaced } from '../mapping/while-replaced.js';

/** Of the file that a path leads to, through symbolic links. */
export interface Stamp {
  readonly dev: bigint;
  readonly ino: bigint;
  /** In bytes. */
  readonly size: bigint;
  /** When it was last written to, in nanoseconds. */
  readonly mtimeNs: bigint;
}

function stampFrom({ dev, ino, size, mtimeNs }: BigIntStats): Stamp {
  return { dev, ino, size, mtimeNs };
}

/** Throws `FileError` where there is no such file. */
export async function stampOf(path: string): Promise<Stamp> {
  try {
    return stampFrom(await stat(path, { bigint: true }).catch(() => statSoon(path)));
  } catch (cause) {
    throw fileError('look at', path, cause);
  }
}

/** `stampOf` without leaving the turn. */
export function stampNow(path: string): Stamp {
  return stampFrom(orFileError('look at', path, () => statSoon(path)));
}

function statSoon(path: string): BigIntStats {
  return whileReplaced(path, () => statSync(path, { bigint: true }));
}

/** Whether two stamps are of one file in one state. */
export function isSame(a: Stamp | undefined, b: Stamp | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return isSameFile(a, b) && a.size === b.size && a.mtimeNs === b.mtimeNs;
}

/** Whether two stamps are of one file, perhaps changed in between. */
export function isSameFile(a: Stamp, b: Stamp): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}
