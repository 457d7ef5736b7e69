/**
 * On Windows a file that is mapped is replaced in two renames (`temporary/put-in-place.ts`), between which there is none of
 * that name. Who comes just then tries again.
 */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { temporaryKind } from '../temporary/temporary-name.js';
import { pause } from './pause.js';

const ATTEMPTS = 50;
const PAUSE_MS = 2;

/** Runs a call on a path, again for a moment where that is missing since it is just being replaced. */
export function whileReplaced<T>(path: string, call: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return call();
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!missing || process.platform !== 'win32' || attempt === ATTEMPTS || !isReplaced(path)) throw error;
    }
    pause(PAUSE_MS);
  }
}

/** Whether the file that had this name lies beside it. */
function isReplaced(path: string): boolean {
  try {
    const target = basename(path);
    return readdirSync(dirname(path)).some((name) => temporaryKind(name, target)?.replaced);
  } catch {
    return false;
  }
}
