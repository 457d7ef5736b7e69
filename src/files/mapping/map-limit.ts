/**
 * How many maps a process may have. Past the limit not only we fail but malloc and V8 as well, which then end the process; so
 * some are left to them, and a file that would take those is refused.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { FileError } from '../../errors.js';

const MAPS = '/proc/self/maps';
const LIMIT = '/proc/sys/vm/max_map_count';
/** Maps of this thread before the first look at those of the process. */
const UNCOUNTED = 1000;
/** One in so many maps is left to others. */
const RESERVE = 32;
const NEWLINE = 10;
const PIECE_BYTES = 65_536;

/** Maps that this process has; undefined where the system does not say. */
function countMaps(): number | undefined {
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const fd = openSync(MAPS, 'r');
    try {
      let lines = 0;
      for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) {
        for (let at = piece.indexOf(NEWLINE); at >= 0 && at < read; at = piece.indexOf(NEWLINE, at + 1))
          lines++;
      }
      return lines;
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

function allowedMaps(): number | undefined {
  try {
    return Number(readFileSync(LIMIT, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Counts maps seldom, and the more often the fewer may still be made. */
export class MapLimit {
  readonly #count: () => number | undefined;
  readonly #allowed: () => number | undefined;
  /** Maps until the next count. */
  #left = UNCOUNTED;

  constructor(count: () => number | undefined = countMaps, allowed: () => number | undefined = allowedMaps) {
    this.#count = count;
    this.#allowed = allowed;
  }

  /** To be called before each map. Throws `FileError` when there are too many. */
  take(path: string): void {
    this.#left -= 1;
    if (this.#left >= 0) return;
    const [maps, allowed] = [this.#count(), this.#allowed()];
    if (maps === undefined || allowed === undefined) {
      this.#left = Number.POSITIVE_INFINITY;
      return;
    }
    const room = allowed - Math.ceil(allowed / RESERVE) - maps;
    // Half of it, since other threads make maps as well.
    this.#left = Math.max(0, Math.floor(room / 2));
    if (room > 0) return;
    const [has, of] = [maps, allowed].map((number) => number.toLocaleString('en-US'));
    throw new FileError(
      `cannot map ${path}: this process has ${has} maps of the ${of} that the system allows, and Node needs the rest: close ` +
        'files that are not needed, or raise the limit (sysctl -w vm.max_map_count=262144)',
    );
  }
}

/** The limit for this thread. */
export const mapLimit: MapLimit = /* @__PURE__ */ new MapLimit();
