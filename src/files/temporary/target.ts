/** What a build is to write: which file, and that it may. */
import { readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ArgumentError, FileError } from '../../errors.js';
import { orFileError } from '../file-error.js';
import { kindOf } from '../mapping/map-file.js';
import { type FilePath, pathOf } from '../path-of.js';

/** A file to be built. */
export interface Target {
  /** Absolute, and where symbolic links lead to, whether there is a file or not. */
  readonly path: string;
  /** Of the file that is there now. */
  readonly existing: Stats | undefined;
}

/** Paths that cannot be a file's, though resolved they look like one. */
const FOLDER = process.platform === 'win32' ? /(^|[\\/])\.{0,2}$/ : /(^|\/)\.{0,2}$/;

/** Links that lead to links, at most. */
const MOST_LINKS = 40;

/**
 * Throws `ArgumentError` for a path that names a folder (`new/`), `FileError` for what is there and no regular file, and for a
 * folder that is missing.
 */
export function targetOf(file: FilePath): Target {
  const path = pathOf(file);
  if (FOLDER.test(path)) throw new ArgumentError(`${path} names a folder: name the file to build in it`);
  const existing = orFileError('replace', path, () => statSync(path, { throwIfNoEntry: false }));
  if (existing && !existing.isFile()) {
    throw new FileError(
      `cannot replace ${path}: it is ${kindOf(existing)}, and only regular files are replaced`,
    );
  }
  return existing
    ? { path: orFileError('replace', path, () => realpathSync(path)), existing }
    : { path: orFileError('create', path, () => placeOf(resolve(path))), existing };
}

/** Where a file would be made that is not there yet, perhaps at the end of symbolic links. */
function placeOf(path: string, links = 0): string {
  const folder = realpathSync(dirname(path));
  const place = join(folder, basename(path));
  let to: string;
  try {
    to = readlinkSync(place);
  } catch {
    // No link, and nothing else either.
    return place;
  }
  if (links === MOST_LINKS) throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
  return placeOf(resolve(folder, to), links + 1);
}

/** Whether a path is that of the file to be built, under whatever name. */
export function isTarget({ existing }: Target, path: string): boolean {
  if (existing === undefined) return false;
  const stats = orFileError('read', path, () => statSync(path, { throwIfNoEntry: false }));
  return stats?.dev === existing.dev && stats.ino === existing.ino;
}

/** Throws `ArgumentError` where a source of a build is the file to be built. */
export function refuseAsSource(target: Target, source: string): void {
  if (isTarget(target, source)) {
    throw new ArgumentError(`${source} is read to build this very file: build another, then rename it`);
  }
}
