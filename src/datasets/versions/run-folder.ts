/** The folder of a version that is being built. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ChangedError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import { checkRun, MANIFEST } from './run-files.js';

export class RunFolder {
  readonly path: string;
  /** Whether it was made here, and not by somebody who may be building in it, too. */
  readonly #made: boolean;

  /** Makes the folder. Throws `ChangedError` for a run that is published, `ArgumentError` for what is no name of a run. */
  constructor(folder: string, run: string) {
    checkRun(run);
    this.path = join(folder, run);
    if (existsSync(join(this.path, MANIFEST))) {
      throw new ChangedError(
        `run ${run} of ${folder} is published, and its files do not change: build another run`,
      );
    }
    this.#made =
      orFileError('create', this.path, () => mkdirSync(this.path, { recursive: true })) !== undefined;
  }

  /** Removes what a failed build left, unless it may be of others, too. */
  discard(): void {
    if (this.#made) rmSync(this.path, { recursive: true, force: true });
  }
}
