/** Opening a version of a live file, and making sure of it before anybody reads it. */
import { CorruptBufferError, FileError } from '../../errors.js';
import { mapFile, type OpenFile } from '../mapping/map-file.js';
import type { CheckedLiveOptions, LiveOptions } from './live-options.js';
import { isSame, type Stamp, stampNow } from './stamp.js';

/** How often a file may be replaced while it is being opened. */
const ATTEMPTS = 10;

/** What a live file opens. */
export interface Opening<T> {
  /** The container in a file; throws where the file is not as declared. */
  open(file: OpenFile): T;
  /** Which build it is; throws where that is damaged. */
  buildId(container: T): string | undefined;
  /** Looks at all bytes; gives what is wrong with them. */
  check(file: OpenFile, container: T): Promise<string | undefined>;
  /** Opens a build that is kept elsewhere than at the path; undefined where it is not. */
  openBuild?(buildId: string): T | undefined;
}

/** A file that was opened, and what it was like then. */
export interface Opened<T> {
  readonly file: OpenFile;
  readonly container: T;
  readonly buildId: string | undefined;
  readonly stamp: Stamp;
}

/** Throws what opening throws, and `FileError` for a file that is replaced without a pause. */
export function openStamped<T extends { close(): void }>(
  path: string,
  opening: Opening<T>,
  { mmap }: LiveOptions<T>,
): Opened<T> {
  let before = stampNow(path);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const file = mapFile(path, { mmap });
    try {
      const stamp = stampNow(path);
      // Else what was opened may be either of the two.
      if (isSame(before, stamp)) {
        const container = opening.open(file);
        return { file, container, buildId: opening.buildId(container), stamp };
      }
      file.close();
      before = stamp;
    } catch (error) {
      file.close();
      throw error;
    }
  }
  throw new FileError(`${path} was replaced ${ATTEMPTS} times while it was being opened`);
}

/** Throws where a version does not pass `validate`; the caller closes it. */
export async function validated<T>(
  { file, container }: Opened<T>,
  current: T | undefined,
  opening: Opening<T>,
  { validate = 'header' }: LiveOptions<T>,
): Promise<void> {
  if (typeof validate === 'function') {
    if ((await validate(container, current)) === false)
      throw new FileError(`${file.path} was refused: validate gave false`);
  } else if (validate === 'checksums') {
    const wrong = await opening.check(file, container);
    if (wrong !== undefined) throw new CorruptBufferError(`${file.path}: ${wrong}`);
  }
}

/** Opens the first version. Throws what is wrong with it. */
export async function openFirst<T extends { close(): void }>(
  path: string,
  opening: Opening<T>,
  options: CheckedLiveOptions<T>,
): Promise<Opened<T>> {
  const opened = openStamped(path, opening, options);
  try {
    await validated(opened, undefined, opening, options);
  } catch (error) {
    opened.container.close();
    throw error;
  }
  return opened;
}
