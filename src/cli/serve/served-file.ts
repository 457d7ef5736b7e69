/** The file that is served: its newest version, held while an answer is made of it. */
import { basename } from 'node:path';
import { CorruptBufferError } from '../../errors.js';
import { type Live, LiveFile } from '../../files/live/live-file.js';
import { checkLiveOptions, type LiveOptions } from '../../files/live/live-options.js';
import { openFirst } from '../../files/live/open-version.js';
import { containerOpening } from '../../files/live/openings.js';
import { stampNow } from '../../files/live/stamp.js';
import { mapFile, type OpenFile } from '../../files/mapping/map-file.js';
import { type Found, found, type KeyChoice, type Opened, open } from '../../tables/files/open-undeclared.js';
import { readTrailer } from '../../trailer/read-trailer.js';
import { statOf } from '../commands/stat/stat.js';
import type { Stat } from '../commands/stat/stat-result.js';

/** One version of the file. */
export class ServedVersion implements Live {
  readonly opened: Opened;
  readonly buildId: string | undefined;
  /** A strong validator: answers of one tag are the same bytes. */
  readonly etag: string;
  readonly #found: Found;
  readonly #choice: KeyChoice;

  /** Throws as `get` does for what cannot be read. */
  constructor(file: OpenFile, choice: KeyChoice) {
    this.#found = found(file);
    this.#choice = choice;
    this.opened = open(this.#found, choice);
    const sealed = sealedBuild(file);
    this.buildId = sealed;
    const { dev, ino, size, mtimeNs } = stampNow(file.path);
    this.etag = `"${sealed ?? [dev, ino, size, mtimeNs].map((each) => each.toString(36)).join('-')}"`;
  }

  get byteLength(): number {
    return this.#found.file.byteLength;
  }

  /** A copy of some bytes of the file. */
  bytes(offset: number, length: number): Uint8Array {
    return this.#found.file.memory.peek(offset, length, 'the file').bytes.slice();
  }

  /** What `stat --json` prints. */
  stat(): Stat {
    return statOf(this.#found, basename(this.#found.file.path), this.#choice).result;
  }

  close(): void {
    this.#found.file.close();
  }
}

/** The build of a file whose checksums say that it is as it was built: files that were opened writable have lost theirs. */
function sealedBuild(file: OpenFile): string | undefined {
  try {
    const trailer = readTrailer(file.memory);
    return trailer?.tail.sealed ? trailer.info.buildId : undefined;
  } catch (error) {
    if (error instanceof CorruptBufferError) return undefined;
    throw error;
  }
}

/** A file whose newest version can be held. */
export interface ServedFile extends Disposable {
  lease(): { readonly current: ServedVersion } & Disposable;
}

class FollowedFile extends LiveFile<ServedVersion> implements ServedFile {}

/** A file that follows its path. Throws as `get` does for a file that cannot be served. */
export async function followFile(
  path: string,
  choice: KeyChoice,
  options: LiveOptions<ServedVersion>,
): Promise<ServedFile> {
  const opening = containerOpening((file) => new ServedVersion(file, choice));
  const checked = checkLiveOptions(options);
  return new FollowedFile(path, opening, checked, await openFirst(path, opening, checked));
}

/** A file as it is now, whatever its path leads to later. Throws as `followFile`. */
export function holdFile(path: string, choice: KeyChoice): ServedFile {
  const file = mapFile(path);
  try {
    const current = new ServedVersion(file, choice);
    return {
      lease: () => ({ current, [Symbol.dispose]: () => {} }),
      [Symbol.dispose]: () => current.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}
