/** A data set's folder, changed by one process at a time. */
import { closeSync, openSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileError } from '../../errors.js';
import { fileError, orFileError } from '../../files/file-error.js';
import { lockFile } from '../../files/temporary/file-lock.js';

const LOCK = '.lock';
/** The lock where the system has none: a file that only one can make. */
const HELD = '.lock-held';
/** Changes take milliseconds: who holds the lock for longer than this is dead, or the disk is. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 20;

/** Runs `change` while no other process changes the folder. Throws `FileError` where that does not come in a minute. */
export async function withFolder<T>(folder: string, change: () => Promise<T>): Promise<T> {
  const path = join(folder, LOCK);
  const fd = orFileError('open', path, () => openSync(path, 'a', 0o666));
  try {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const held = lockFile(fd);
      if (held) return await change();
      if (held === undefined) return await withHeldFile(folder, until, change);
      await pause(folder, until);
    }
  } finally {
    closeSync(fd);
  }
}

async function withHeldFile<T>(folder: string, until: number, change: () => Promise<T>): Promise<T> {
  const path = join(folder, HELD);
  while (!isMade(path)) await pause(folder, until);
  try {
    return await change();
  } finally {
    unlinkSync(path);
  }
}

/** Whether this process has made the file just now. One that was left behind is removed. */
function isMade(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o666));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError('create', path, error);
  }
  try {
    if (Date.now() - statSync(path).mtimeMs > PATIENCE_MS) unlinkSync(path);
  } catch {
    // Gone meanwhile.
  }
  return false;
}

async function pause(folder: string, until: number): Promise<void> {
  if (performance.now() > until) {
    throw new FileError(`${folder} is being changed by another process, which has not ended in a minute`);
  }
  await sleep(PAUSE_MS);
}
