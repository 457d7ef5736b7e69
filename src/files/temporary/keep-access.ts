/** Giving a new file the owner, the group and the mode of the one whose place it takes. */
import { chmodSync, fchmodSync, fchownSync, fstatSync, lchownSync, type Stats } from 'node:fs';
import type { TemporaryFile } from './temporary-file.js';

/** Owner and group as far as this user may, which root may; the mode in any case. Throws the system's error. */
export function keepAccess({ fd, path }: TemporaryFile, { uid, gid, mode }: Stats): void {
  const own = fstatSync(fd);
  if (own.uid !== uid || own.gid !== gid) {
    if (!tried(() => owned(fd, path, uid, gid))) tried(() => owned(fd, path, own.uid, gid));
  }
  // After the owner, since a change of that takes bits of the mode away.
  permitted(
    () => fchmodSync(fd, mode & 0o7777),
    () => chmodSync(path, mode & 0o7777),
  );
}

function owned(fd: number, path: string, uid: number, gid: number): void {
  permitted(
    () => fchownSync(fd, uid, gid),
    () => lchownSync(path, uid, gid),
  );
}

/** Node's permission model has no calls that change a file by its descriptor: there it goes by the path. */
function permitted(byDescriptor: () => void, byPath: () => void): void {
  try {
    byDescriptor();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ACCESS_DENIED') throw error;
    byPath();
  }
}

function tried(call: () => void): boolean {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}
