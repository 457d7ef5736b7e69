/**
 * Names of temporary files. `.NAME.PID.RANDOM.tmp` becomes a file NAME, and is locked by the process PID while that
 * writes; a `u` before the digits of RANDOM says that it is not, as no lock could be had, and an `o` that it is the old NAME,
 * which was replaced while it was mapped (`put-in-place.ts`).
 */
import { basename } from 'node:path';

/** Longest part of the target's name in the temporary's, in UTF-16 units: file names end at 255 bytes. */
const NAME_UNITS = 60;
const RANDOM_BYTES = 6;

const TEMPORARY = /^\.(.+)\.\d+\.([uo]?)[0-9a-f]{12}\.tmp$/s;
/** Files that lose their names as soon as they are made (`spool.ts`, `pool-section.ts`). */
const NAMELESS = /^\.(spool|pool)\.\d+\.\d+\.[0-9a-z]+\.tmp$/;

/** Cut short, but not within a character of two units, of which no file system keeps one alone. */
function stem(target: string): string {
  return basename(target)
    .slice(0, NAME_UNITS)
    .replace(/[\ud800-\udbff]$/, '');
}

/** A name that no other file has, for what is to become `target`. */
export function temporaryName(target: string, locked: boolean): string {
  return named(target, locked ? '' : 'u');
}

/** A name that no other file has, for what was `target` and still is to those who have it open. */
export function replacedName(target: string): string {
  return named(target, 'o');
}

function named(target: string, state: string): string {
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))).toString('hex');
  return `.${stem(target)}.${process.pid}.${state}${random}.tmp`;
}

/** What a file's name says of it; undefined where it is none of ours. */
export interface TemporaryKind {
  /** Whether whoever writes it holds a lock. */
  readonly locked: boolean;
  /** Whether it is nameless by the time it is used. */
  readonly nameless: boolean;
  /** Whether it was replaced: it is of use to those only who have it open. */
  readonly replaced: boolean;
}

/** @param target What the file is to become, where only such are meant. */
export function temporaryKind(name: string, target?: string): TemporaryKind | undefined {
  if (NAMELESS.test(name)) return { locked: false, nameless: true, replaced: false };
  const match = TEMPORARY.exec(name);
  if (match === null || (target !== undefined && match[1] !== stem(target))) return undefined;
  return { locked: match[2] === '', nameless: false, replaced: match[2] === 'o' };
}
