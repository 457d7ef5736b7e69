/** The folder of a version that is being built, by one or by several. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ChangedError } from '../../errors.js';
import { fileError, orFileError } from '../../files/file-error.js';
import { readManifest } from './folder-files.js';
import { withFolder } from './folder-lock.js';
import { checkRun, descriptionName, MANIFEST, partName } from './run-files.js';

export class RunFolder {
  readonly path: string;
  readonly #folder: string;
  readonly #run: string;
  /** The attempt that files of this build are of: one that nobody else in the folder has, where none was named. */
  readonly #attempt: string;
  /** Whether there was no folder of the data set before. */
  readonly #isFirst: boolean;

  /** Makes the folder. Throws `ChangedError` for a run that is published, `ArgumentError` for what is no name of a run. */
  constructor(folder: string, run: string, attempt?: string) {
    checkRun(run);
    this.path = join(folder, run);
    this.#folder = folder;
    this.#run = run;
    this.#refuseIfPublished();
    this.#isFirst = orFileError('create', folder, () => mkdirSync(folder, { recursive: true })) !== undefined;
    const isOurs = made(this.path);
    this.#attempt = attempt ?? (isOurs ? '0' : randomBytes(4).toString('hex'));
  }

  partPath(shard: number): string {
    return join(this.path, partName(shard, this.#attempt));
  }

  /** Puts a shard's file in its place, while nobody publishes. Throws `ChangedError` where the run was published meanwhile. */
  async put(place: () => void): Promise<void> {
    await withFolder(this.#folder, async () => {
      this.#refuseIfPublished();
      place();
    });
  }

  /** Removes what a failed build left, but for what was published of it, and the folder where nothing of others is in it. */
  discard(shards: number): void {
    const published = this.#isPublished ? readManifest(this.#folder, this.#run).parts : [];
    for (let shard = 0; shard < shards; shard += 1) {
      const part = this.partPath(shard);
      if (published[shard]?.path === basename(part)) continue;
      for (const path of [part, descriptionName(part)]) rmSync(path, { force: true });
    }
    for (const folder of this.#isFirst ? [this.path, this.#folder] : [this.path]) {
      if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    }
  }

  /** Publishes by `publish`. Where another build of the run was first, what was built here goes; else it may still be published. */
  async published<T>(shards: number, publish: () => Promise<T>): Promise<T> {
    try {
      return await publish();
    } catch (error) {
      if (this.#isPublished) this.discard(shards);
      throw error;
    }
  }

  get #isPublished(): boolean {
    return existsSync(join(this.path, MANIFEST));
  }

  #refuseIfPublished(): void {
    if (!this.#isPublished) return;
    throw new ChangedError(
      `run ${this.#run} of ${this.#folder} is published, and its files do not change: build another run`,
    );
  }
}

/** Whether a folder was made here, and not by somebody who may be building in it, too. */
function made(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileError('create', path, error);
  }
}
