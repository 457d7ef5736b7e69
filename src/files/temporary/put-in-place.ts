/**
 * Giving a finished file its name. A rename over the target does that in one step; Windows refuses it for a target that
 * is mapped or held open. It lets such a file be renamed itself, though:
 *
 * ```
 * cities.sb  →  .cities.sb.PID.oRANDOM.tmp     who has it mapped reads on
 * .cities.sb.PID.RANDOM.tmp  →  cities.sb      who opens it next has the new one
 * ```
 *
 * Who opens the file between the two waits (`mapping/while-replaced.ts`). The old one is removed by the next build, or
 * by `cleanFolder`, once nobody has it open.
 */
import { lstatSync, renameSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileError } from '../../errors.js';
import { pause } from '../mapping/pause.js';
import { replacedName } from './temporary-name.js';

/** Windows' words for a file that is in use. */
const REFUSED = ['EPERM', 'EACCES', 'EBUSY'];
/** Programs that look at each new file, such as virus scanners, have it open for a moment. */
const ATTEMPTS = 7;
const FIRST_PAUSE_MS = 10;

/** What renames, and whether it refuses for files in use. */
export interface Renaming {
  readonly rename: (from: string, to: string) => void;
  readonly refuses: boolean;
}

const ours: Renaming = {
  rename: (from, to) => renameSync(from, to),
  refuses: process.platform === 'win32',
};

/** Throws the system's error, and `FileError` where the target stays in use. */
export function putInPlace(from: string, to: string, { rename, refuses }: Renaming = ours): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      const exists = lstatSync(to, { throwIfNoEntry: false }) !== undefined;
      if (!refuses || !REFUSED.includes(code) || !exists) throw error;
      if (movedAside(from, to, rename)) return;
      if (attempt === ATTEMPTS) {
        throw new FileError(
          `cannot replace ${to}: a program has it open and does not let it be renamed (${code}): close it there`,
          { cause: error },
        );
      }
    }
    pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}

/** Whether the target could be renamed out of the way; else all is as before. */
function movedAside(from: string, to: string, rename: Renaming['rename']): boolean {
  const aside = join(dirname(to), replacedName(to));
  try {
    rename(to, aside);
  } catch {
    return false;
  }
  try {
    rename(from, to);
  } catch (error) {
    rename(aside, to);
    throw error;
  }
  try {
    unlinkSync(aside);
  } catch {
    // Someone has it mapped.
  }
  return true;
}
