/**
 * Temporary files of processes that were killed. What a lock shows to be in use stays; where locks cannot be had, or are
 * not seen by all, what was not touched for a day is taken for left behind (docs/decisions/010-leftovers.md).
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { orFileError } from '../file-error.js';
import { type FilePath, pathOf } from '../path-of.js';
import { lockFile, showsLocks } from './file-lock.js';
import { BEAT_MS } from './temporary-file.js';
import { type TemporaryKind, temporaryKind } from './temporary-name.js';

/** Many times what passes between marks, and more than clocks of several machines differ. */
const QUIET_MS = 144 * BEAT_MS;

/** A file that was removed. */
export interface Leftover {
  /** Where it was. */
  readonly path: string;
  /** Bytes that it took. */
  readonly byteLength: number;
}

/**
 * Removes what builds and `createSegment` left in a folder, of any target, when their process was killed; those that
 * go on, in any process or container, keep theirs. Gives what it removed. Files that this user may not read or remove
 * stay.
 *
 * @param folder The folder.
 * @throws `FileError` when the folder cannot be listed.
 *
 * @example
 * for (const { path, byteLength } of cleanFolder('/data')) console.log(`removed ${path}: ${byteLength} bytes`);
 */
export function cleanFolder(folder: FilePath): Leftover[] {
  const path = pathOf(folder);
  return removeLeftovers(
    path,
    orFileError('list', path, () => readdirSync(path)),
  );
}

/** Removes what earlier builds of one file left, as far as it may. */
export function cleanFor(folder: string, target: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // A folder that may be written to but not listed.
    return;
  }
  removeLeftovers(folder, names, target);
}

function removeLeftovers(folder: string, names: readonly string[], target?: string): Leftover[] {
  const found = names.flatMap((name) => {
    const kind = temporaryKind(name, target);
    return kind === undefined ? [] : [{ path: join(folder, name), kind }];
  });
  if (found.length === 0) return [];
  const shown = showsLocks(folder);
  return found.flatMap(({ path, kind }) => {
    const byteLength = removeLeftover(path, kind, shown);
    return byteLength === undefined ? [] : [{ path, byteLength }];
  });
}

/** Removes a file that nobody writes any more and gives its length; undefined if it stays. */
function removeLeftover(path: string, kind: TemporaryKind, shown: boolean): number | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(fd);
    if (!stats.isFile() || !isLeft(fd, stats, kind, shown) || !isStill(path, stats)) return undefined;
    unlinkSync(path);
    return stats.size;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function isLeft(
  fd: number,
  { mtimeMs }: Stats,
  { locked, nameless, replaced }: TemporaryKind,
  shown: boolean,
): boolean {
  // Where it is still mapped, the system refuses.
  if (replaced) return true;
  // Only Windows keeps the name of a file in use; elsewhere it is lost by accident, and not missed.
  if (nameless && process.platform !== 'win32') return true;
  const lock = locked ? lockFile(fd) : undefined;
  if (lock !== undefined && (shown || !lock)) return lock;
  return Date.now() - mtimeMs > QUIET_MS;
}

/** Whether the name is still that of the file which was opened: its build may have ended meanwhile. */
function isStill(path: string, { dev, ino }: Stats): boolean {
  const now = lstatSync(path, { throwIfNoEntry: false });
  return now?.dev === dev && now.ino === ino;
}
