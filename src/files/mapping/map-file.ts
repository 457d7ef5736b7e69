import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { Memory } from '../../bytes/memory.js';
import { FileError } from '../../errors.js';
import { fileError, orFileError } from '../file-error.js';
import { MappedRegion } from './mmap.js';
import { mmapSystem } from './mmap-system.js';
import { type FileBytes, readWhole } from './read-file.js';

// Loading koffi takes some 7 ms, once: at import, as with any native package, and not at the first file.
mmapSystem();

/** How to open a file. */
export interface OpenFileOptions {
  /** False reads the file into memory instead of mapping it. */
  readonly mmap?: boolean | undefined;
  /** Whether numeric fields may be assigned, which changes the file for all who map it. Needs mmap. */
  readonly writable?: boolean | undefined;
}

/** A file opened for reading in place. */
export interface OpenFile {
  readonly path: string;
  readonly byteLength: number;
  readonly memory: Memory;
  /** True if the file is mapped, false if it was read into this process's memory (or is empty). */
  readonly mapped: boolean;
  /** Ends all reading: later reads throw `ClosedError`. A second call does nothing. */
  close(): void;
}

/**
 * Opens a file and maps it, which takes the same time whatever its size. Without koffi, or with `mmap: false`,
 * reads all of it into memory.
 *
 * Never change a file that is open somewhere in place: replace it by renaming another over it. A mapped file that
 * is cut short ends the processes that read it.
 */
export function mapFile(path: string, options: OpenFileOptions = {}): OpenFile {
  // A named pipe without a writer would block for ever, hence O_NONBLOCK, which regular files ignore.
  const writable = options.writable === true;
  const flags = (writable ? constants.O_RDWR : constants.O_RDONLY) | (constants.O_NONBLOCK ?? 0);
  const fd = orFileError('open', path, () => openSync(path, flags));
  try {
    const stats = orFileError('open', path, () => fstatSync(fd));
    if (!stats.isFile()) {
      throw new FileError(
        `cannot open ${path}: it is ${kindOf(stats)}, and only regular files can be mapped`,
      );
    }
    const length = stats.size;
    const bytes = length === 0 || options.mmap === false ? undefined : mapWhole(path, fd, length, writable);
    if (writable && bytes === undefined) {
      throw new FileError(
        `cannot open ${path} for writing: it cannot be mapped here, and a copy would not change it`,
      );
    }
    return over(path, bytes ?? readWhole(path, fd, length), {
      length,
      mapped: bytes !== undefined,
      writable,
    });
  } finally {
    closeSync(fd);
  }
}

function over(
  path: string,
  bytes: FileBytes,
  { length: byteLength, mapped, writable }: { length: number; mapped: boolean; writable: boolean },
): OpenFile {
  const memory = new Memory(byteLength, (base, length) => bytes.view(base, length), path, writable);
  const close = () => {
    memory.close();
    bytes.close();
  };
  return { path, byteLength, memory, mapped, close };
}

/** Undefined if there is no mapping on this system, or not of files on that disk. */
function mapWhole(path: string, fd: number, length: number, shared: boolean): MappedRegion | undefined {
  const system = mmapSystem();
  if (system instanceof Error) return undefined;
  try {
    return new MappedRegion(system, fd, length, shared);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENODEV') return undefined;
    throw fileError('map', path, cause);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return 'a device';
  return 'not a regular file';
}
