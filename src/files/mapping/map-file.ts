import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import type { Source } from '../../bytes/container-source.js';
import { Memory } from '../../bytes/memory.js';
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError, FileError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { fileError, orFileError } from '../file-error.js';
import { type FilePath, pathOf } from '../path-of.js';
import { NoMapping, tellNoMapping } from './load-koffi.js';
import { mapLimit } from './map-limit.js';
import { MappedRegion } from './mapped-region.js';
import { mmapSystem } from './mmap-system.js';
import { type FileBytes, readStretch } from './read-file.js';
import { type NamedSection, sectionOf } from './section-file.js';
import { whileReplaced } from './while-replaced.js';

// Loading koffi takes some 7 ms, once: at import, as with any native package, and not at the first file.
mmapSystem();

/** How to open a file, or a stretch of one. */
export interface OpenFileOptions {
  /**
   * False reads the file into memory instead of mapping it; so does `true`, the default, where files cannot be mapped.
   * `'required'` throws `FileError` there.
   */
  readonly mmap?: boolean | 'required' | undefined;
  /** Whether numeric fields may be assigned, which changes the file for all who map it. Needs mmap. Default false. */
  readonly writable?: boolean | undefined;
  /** Where in the file to start, in bytes; 0 if left out. */
  readonly offset?: number | undefined;
  /** How many bytes from there to open; up to the end of the file if left out. */
  readonly length?: number | undefined;
}

/** A file opened for reading in place. */
export interface OpenFile extends Source {
  readonly path: string;
  readonly byteLength: number;
}

/**
 * Opens a file and maps it, which takes the same time whatever its size. Without koffi, or with `mmap: false`,
 * reads all of it into memory. Throws `FileError` when it cannot be opened, `ArgumentError` for a stretch outside of it.
 *
 * Never change a file that is open somewhere in place: replace it by renaming another over it. A mapped file that
 * is cut short ends the processes that read it.
 */
export function mapFile(file: FilePath, options: OpenFileOptions = {}): OpenFile {
  checkOptions(options, 'mmap writable offset length');
  const path = pathOf(file);
  const { mmap = true } = options;
  if (typeof mmap !== 'boolean' && mmap !== 'required') {
    throw new ArgumentError(`mmap is true, false or 'required', not ${describe(mmap)}`);
  }
  // A named pipe without a writer would block for ever, hence O_NONBLOCK, which regular files ignore.
  const writable = options.writable === true;
  const flags = (writable ? constants.O_RDWR : constants.O_RDONLY) | (constants.O_NONBLOCK ?? 0);
  const fd = orFileError('open', path, () => whileReplaced(path, () => openSync(path, flags)));
  try {
    const stats = orFileError('open', path, () => fstatSync(fd));
    if (!stats.isFile()) {
      throw new FileError(
        `cannot open ${path}: it is ${kindOf(stats)}, and only regular files can be mapped`,
      );
    }
    const section = sectionOf(fd, stats.size);
    const stretch = stretchOf(path, section?.length ?? stats.size, options);
    const place: Place = { path, fd, section, writable };
    const bytes = mmap === false ? 'it was opened with mmap: false' : mapWhole(place, stretch);
    if (typeof bytes !== 'string') {
      const opened = over(path, bytes, { ...stretch, writable });
      bytes.readBy(opened.memory);
      return opened;
    }
    if (writable) {
      throw new FileError(
        `cannot open ${path} for writing, because ${bytes}: it cannot be mapped, and a copy would not change it`,
      );
    }
    if (mmap === 'required' && stretch.length > 0)
      throw new FileError(`cannot map ${path}, because ${bytes}`);
    const read = section === undefined ? readStretch(path, fd, stretch) : copyOf(place, stretch);
    return over(path, read, { ...stretch, notMappedBecause: bytes });
  } finally {
    closeSync(fd);
  }
}

/** Bytes of a file, from a position on. */
interface Stretch {
  readonly start: number;
  readonly length: number;
}

function stretchOf(path: string, size: number, { offset = 0, length }: OpenFileOptions): Stretch {
  for (const [name, value] of Object.entries({ offset, length: length ?? 0 })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new ArgumentError(`${name} is a number of bytes, not ${describe(value)}`);
  }
  if (offset > size || offset + (length ?? 0) > size) {
    const to = length === undefined ? '' : ` to ${offset + length}`;
    throw new ArgumentError(`${path} has ${size} bytes: it cannot be opened from byte ${offset}${to}`);
  }
  return { start: offset, length: length ?? size - offset };
}

function over(
  path: string,
  bytes: FileBytes,
  { start, length, writable, notMappedBecause }: Stretch & { writable?: boolean; notMappedBecause?: string },
): OpenFile {
  const memory = new Memory(
    length,
    (base, size, brief) => bytes.view(start + base, size, brief),
    path,
    writable,
  );
  const close = () => {
    memory.close();
    bytes.close();
  };
  return { path, byteLength: length, memory, notMappedBecause, from: 'file', close };
}

/** A file that is open, and what it stands for. */
interface Place {
  readonly path: string;
  readonly fd: number;
  readonly section: NamedSection | undefined;
  readonly writable: boolean;
}

/** Why not, if there is no mapping on this system, or not of files on that disk. */
function mapWhole({ path, fd, section, writable }: Place, { start, length }: Stretch): MappedRegion | string {
  if (length === 0) return 'it is empty';
  const system = mmapSystem();
  if (system instanceof NoMapping) {
    tellNoMapping(path, system);
    return system.message;
  }
  mapLimit.take(path);
  const end = start + length;
  try {
    const address =
      section === undefined || system.sections === undefined
        ? system.map(fd, end, writable)
        : system.sections.open(section.name, end, writable);
    return new MappedRegion(system, address, end);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENODEV') return 'its file system does not map files';
    if (code === 'ENOENT') {
      throw new FileError(
        `cannot open ${path}: the segment has ended with the last process that had it open: make it again`,
        { cause },
      );
    }
    throw fileError('map', path, cause);
  }
}

/** A copy of a part of a section, which lies in no file. */
function copyOf(place: Place, stretch: Stretch): FileBytes {
  const region = mapWhole({ ...place, writable: false }, stretch);
  if (typeof region === 'string') {
    throw new FileError(
      `cannot read ${place.path}, because ${region}: a segment lies in memory that is mapped`,
    );
  }
  const { start, length } = stretch;
  const bytes = region.view(start, length).slice();
  region.close();
  return { view: (base, size) => bytes.subarray(base - start, base - start + size), close: () => {} };
}

/** What a file is that is not a regular one. */
export function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return 'a device';
  return 'not a regular file';
}
