import { FileError } from '../errors.js';

/** What to do about the failures that users can do something about, by the system's error code. */
const ADVICE: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file or folder: check the path',
  ENOTDIR: 'part of the path is a file, not a folder: check the path',
  EACCES: 'permission denied: change the permissions, or run as a user who has them',
  EPERM: 'the system does not permit it: change the permissions, or run as a user who has them',
  ERR_ACCESS_DENIED:
    "Node's permission model does not permit it: allow the folder with --allow-fs-read and --allow-fs-write",
  EROFS: 'the file system is mounted read-only: choose another folder',
  ENOSPC: 'the disk is full: free some space, or choose a folder on another disk',
  EDQUOT: 'the disk quota is used up: free some space, or choose a folder on another disk',
  EBUSY:
    'it is a mount point, as a file that is mounted into a container is, and those cannot be replaced: mount its folder',
  EXDEV: 'it is mounted from elsewhere, and only files in their folder can be replaced: mount its folder',
  ELOOP: 'symbolic links lead in a circle: check the path',
  ENAMETOOLONG: 'the name is too long for the disk: choose a shorter one',
  EFBIG:
    'the file would exceed the largest size allowed: raise the limit (ulimit -f), or choose another disk',
  EMFILE: 'too many files are open: close some, or raise the limit (ulimit -n)',
  ENOMEM:
    'not enough memory or address space: close other files, or raise the limits (ulimit -v, on Windows the page file)',
  EIO: 'the disk failed: check it before trying again',
};

/**
 * The system's error as a `FileError`.
 *
 * @param action What was tried, as the object of "cannot": `open`, `write to`.
 */
export function fileError(action: string, path: string, cause: unknown): FileError {
  if (cause instanceof FileError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const advice = code === undefined ? undefined : ADVICE[code];
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FileError(`cannot ${action} ${path}: ${advice ? `${advice} (${code})` : reason}`, { cause });
}

/** Runs `call`, turning what it throws into a `FileError`. */
export function orFileError<T>(action: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw fileError(action, path, cause);
  }
}
