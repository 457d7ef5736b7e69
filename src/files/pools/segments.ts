/**
 * Named shared memory: files of a file system that lies in memory. They outlive the processes that made them, and end
 * with `removeSegment` or when the machine stops. Files of this library are built and opened there like anywhere. Windows
 * has no such file system: `segment-sections.ts` says what stands in for it.
 */

import { linkSync, lstatSync, readdirSync, statfsSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOver } from '../../bytes/bytes-over.js';
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError, FileError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { fileError, orFileError } from '../file-error.js';
import { sectionText } from '../mapping/section-file.js';
import { cleanFor } from '../temporary/leftovers.js';
import { putInPlace } from '../temporary/put-in-place.js';
import { TemporaryFile } from '../temporary/temporary-file.js';
import { endSection, makeSection, sectionAt } from './segment-sections.js';

/** Where Linux keeps its POSIX shared memory. Elsewhere the folder for temporary files stands in. */
const SHARED_MEMORY = '/dev/shm';
/** The folder holds other programs' files as well. */
const PREFIX = 'sharedbuffers.';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Bytes written by one call. */
const CHUNK = 2 ** 20;

/** How a segment is made. */
export interface SegmentOptions {
  /** Whether to take the place of a segment of that name: those who have it open keep the old one. Default false. */
  readonly replace?: boolean | undefined;
}

/** A named segment, as `listSegments` finds it. */
export interface Segment {
  /** Name of the segment. */
  readonly name: string;
  /** Where it is: what `openMapping` and the like open. */
  readonly path: string;
  /** Bytes that it takes. */
  readonly byteLength: number;
}

let known: string | undefined;

function folder(): string {
  if (known === undefined) {
    const linux =
      process.platform === 'linux' &&
      orFileError('look at', SHARED_MEMORY, () =>
        statSync(SHARED_MEMORY, { throwIfNoEntry: false })?.isDirectory(),
      ) === true;
    known = linux ? SHARED_MEMORY : tmpdir();
  }
  return known;
}

/**
 * The path of the segment of a name, whether it exists or not: to build a file there, and to open it.
 *
 * @param name Name of the segment.
 * @throws `ArgumentError` for a name that is not 1 to 100 letters, digits, `.`, `_` and `-`, of which the first is a
 * letter or digit.
 * @throws `FileError` where the runtime does not permit to look at shared memory (Deno without `--allow-all`).
 */
export function segmentPath(name: string): string {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new ArgumentError(
      `${describe(name)} cannot name a segment: use 1 to 100 of a-z A-Z 0-9 . _ -, the first a letter or digit`,
    );
  }
  return join(folder(), PREFIX + name);
}

/**
 * Makes a segment that holds a copy of some bytes, or as many zeros; gives its path. It appears whole, readable by
 * this user only.
 *
 * @param name 1 to 100 of `a-z A-Z 0-9 . _ -`, the first a letter or digit.
 * @param content The bytes, or how many zeros.
 * @param options Whether it may take the place of another.
 * @throws `FileError` when there is one of that name already, or not enough memory.
 *
 * @example
 * const Counter = struct({ count: t.uint32 });
 * const path = createSegment('counters', array(Counter).pack([{ count: 0 }]));
 * const counters = openArray(path, Counter, { writable: true });
 */
export function createSegment(
  name: string,
  content: Uint8Array | ArrayBufferLike | number,
  options: SegmentOptions = {},
): string {
  checkOptions(options, 'replace');
  const path = segmentPath(name);
  const length = lengthOf(content);
  const replace = options.replace === true;
  if (!replace && exists(path)) throw taken(name);
  cleanFor(folder(), path);
  let temporary: TemporaryFile | undefined;
  try {
    requireRoom(name, length);
    temporary = TemporaryFile.create(path, 0o600);
    const bytes = typeof content === 'number' ? undefined : bytesOver(content);
    const section = makeSection(path, name, length, bytes);
    if (section === undefined) write(temporary.fd, content, length);
    else writeSync(temporary.fd, sectionText(section));
    if (replace) putInPlace(temporary.path, path);
    else linkSync(temporary.path, path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') throw taken(name);
    throw code === 'ENOSPC' || code === 'ENOMEM'
      ? full(name, length, cause)
      : fileError('create', path, cause);
  } finally {
    temporary?.end();
  }
  return path;
}

/**
 * The segments there are, other users' included, by name.
 *
 * @throws `FileError` where they cannot be listed.
 */
export function listSegments(): Segment[] {
  const names = orFileError('list', folder(), () => readdirSync(folder()))
    .filter((file) => file.startsWith(PREFIX) && NAME.test(file.slice(PREFIX.length)))
    .map((file) => file.slice(PREFIX.length))
    .sort();
  return names.flatMap((name): Segment[] => {
    const path = segmentPath(name);
    // One that is removed meanwhile is no error.
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile()) return [];
    const section = sectionAt(path);
    return section?.ended ? [] : [{ name, path, byteLength: section?.length ?? stats.size }];
  });
}

/**
 * Removes a segment; false when there is none of that name. Who has it open keeps it, and its memory is free once all
 * have closed it.
 *
 * @param name Name of the segment.
 * @throws `ArgumentError` for what cannot name a segment.
 */
export function removeSegment(name: string): boolean {
  const path = segmentPath(name);
  endSection(path);
  try {
    unlinkSync(path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw fileError('remove', path, cause);
  }
}

/** Whether there is a segment; what is left of one that has ended is removed. */
function exists(path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
  if (!sectionAt(path)?.ended) return true;
  unlinkSync(path);
  return false;
}

function lengthOf(content: Uint8Array | ArrayBufferLike | number): number {
  if (typeof content !== 'number') return bytesOver(content).byteLength;
  if (Number.isSafeInteger(content) && content >= 0) return content;
  throw new ArgumentError(`${content} is not a length in bytes`);
}

/** Before memory is filled up to the brim for nothing. */
function requireRoom(name: string, length: number): void {
  const { bavail, bsize } = statfsSync(folder());
  if (length > bavail * bsize) throw full(name, length, undefined);
}

/** Writes every byte, zeros too: a hole could be filled only later, when missing memory ends the process. */
function write(fd: number, content: Uint8Array | ArrayBufferLike | number, length: number): void {
  const bytes = bytesOf(content, length);
  for (let at = 0; at < length; ) {
    const start = at % bytes.length;
    at += writeSync(fd, bytes, start, Math.min(bytes.length - start, length - at, CHUNK));
  }
}

/** The bytes to write, over and over up to the length. */
function bytesOf(content: Uint8Array | ArrayBufferLike | number, length: number): Uint8Array {
  return typeof content === 'number' ? new Uint8Array(Math.min(CHUNK, length)) : bytesOver(content);
}

function taken(name: string): FileError {
  return new FileError(
    `cannot create the segment ${name}: there is one already; remove it first, or give { replace: true }`,
  );
}

function full(name: string, length: number, cause: unknown): FileError {
  return new FileError(
    `cannot create the segment ${name}: ${folder()} has no room for its ${length} bytes (ENOSPC); remove other ` +
      'segments, or enlarge it (mount -o remount,size=…, docker run --shm-size=…)',
    { cause },
  );
}
