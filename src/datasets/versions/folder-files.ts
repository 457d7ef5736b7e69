/** Reading and writing the small files of a data set's folder. */

import { closeSync, existsSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CorruptBufferError, FileError } from '../../errors.js';
import { AtomicFile } from '../../files/building/atomic-file.js';
import { orFileError } from '../../files/file-error.js';
import { kindOf } from '../../files/mapping/map-file.js';
import { type Current, type Manifest, parseCurrent, parseManifest } from '../../shards/manifest.js';
import { MAX_MANIFEST_BYTES } from '../../shards/manifest-size.js';
import { checkOwn } from '../../shards/own-part.js';
import { CURRENT, MANIFEST } from './run-files.js';

/** The text of a file. Throws `FileError` where there is none, `CorruptBufferError` for one that is far too long. */
export function readText(path: string): string {
  // Opening a pipe would wait for whoever writes to it.
  const stats = orFileError('open', path, () => statSync(path));
  if (!stats.isFile())
    throw new FileError(`cannot read ${path}: it is ${kindOf(stats)}, and no regular file`);
  const fd = orFileError('open', path, () => openSync(path, 'r'));
  try {
    if (fstatSync(fd).size > MAX_MANIFEST_BYTES) {
      throw new CorruptBufferError(`${path} is longer than the ${MAX_MANIFEST_BYTES} bytes that are read`);
    }
    return orFileError('read', path, () => readFileSync(fd, 'utf8'));
  } finally {
    closeSync(fd);
  }
}

/** Writes a file that appears, or replaces the one there, in one step. */
export async function writeText(path: string, text: string): Promise<void> {
  const file = AtomicFile.create(path);
  try {
    file.write(new TextEncoder().encode(text));
    await file.publish();
  } finally {
    file.discard();
  }
}

/** What a data set's folder says is current; undefined before anything was published. */
export function readCurrent(folder: string): Current | undefined {
  const path = join(folder, CURRENT);
  return existsSync(path) ? parseCurrent(readText(path), path) : undefined;
}

/** The manifest of a run. Throws `FileError` where it was not published. */
export function readManifest(folder: string, run: string): Manifest {
  const path = join(folder, run, MANIFEST);
  const manifest = parseManifest(readText(path), path);
  if (manifest.run === run) return manifest;
  throw new FileError(`${path} is that of run ${manifest.run}: it was moved, or its folder was`);
}

/** Looks for all parts of a run. Throws `FileError` for one that is missing, `CorruptBufferError` for one of another length. */
export function checkPresent(within: string, manifest: Manifest): void {
  for (const part of manifest.parts) {
    const path = join(within, part.path);
    const { size } = orFileError('open', path, () => statSync(path));
    checkOwn(manifest, part, path, { bytes: size });
  }
}
