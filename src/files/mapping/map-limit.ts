/** Why a system refuses to map: Linux says ENOMEM for too many maps as for too little memory. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { FileError } from '../../errors.js';
import { fileError } from '../file-error.js';

const MAPS = '/proc/self/maps';
const LIMIT = '/proc/sys/vm/max_map_count';
/** Maps that others may have made or ended meanwhile. */
const SLACK = 64;
const NEWLINE = 10;
/** Read by pieces of a size that the heap has room for: where no more can be mapped, large buffers cannot be had either. */
const PIECE = Buffer.alloc(4096);

/** Maps that this process has; undefined where the system does not say. */
function countMaps(): number | undefined {
  try {
    const fd = openSync(MAPS, 'r');
    try {
      let lines = 0;
      for (let read = readSync(fd, PIECE); read > 0; read = readSync(fd, PIECE)) {
        for (let at = 0; at < read; at++) if (PIECE[at] === NEWLINE) lines++;
      }
      return lines;
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

function mapLimit(): number {
  try {
    return Number(readFileSync(LIMIT, 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** The system's refusal to map a file, as a `FileError` that says which limit was met. */
export function mapError(path: string, cause: unknown, count = countMaps, limit = mapLimit): FileError {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOMEM') return fileError('map', path, cause);
  const maps = count();
  if (maps === undefined || maps < limit() - SLACK) return fileError('map', path, cause);
  const [has, allowed] = [maps, limit()].map((number) => number.toLocaleString('en-US'));
  return new FileError(
    `cannot map ${path}: this process has ${has} maps, and the system allows ${allowed}: close files that are not ` +
      'needed, or raise the limit (sysctl -w vm.max_map_count=262144) (ENOMEM)',
    { cause },
  );
}
