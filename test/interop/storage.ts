/** Storage that speaks S3 on loopback: moto (`interop/python/s3.py`), in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { S3Options } from 'sharedbuffers/remote';
import { afterAll, beforeAll } from 'vitest';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const STORAGE = fileURLToPath(new URL('../../interop/python/s3.py', import.meta.url));

/** A bucket, with who may use it. */
export type Place = Required<
  Pick<S3Options, 'bucket' | 'region' | 'endpoint' | 'accessKeyId' | 'secretAccessKey'>
>;

/** Runs for the tests of a file. */
export class Storage {
  /** For files of the tests; what is in it at the start is in the bucket. */
  folder = '';
  place!: Place;
  #child: ChildProcess | undefined;

  /** `prepare`: puts files into the folder. */
  constructor(prepare: (folder: string) => void = () => {}) {
    beforeAll(async () => {
      this.folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-s3-'));
      prepare(this.folder);
      // It ends with its input.
      const child = spawn(PYTHON, [STORAGE, this.folder], { stdio: ['pipe', 'pipe', 'inherit'] });
      this.#child = child;
      const line = await Promise.race([once(createInterface(child.stdout!), 'line'), once(child, 'exit')]);
      this.place = JSON.parse(String(line[0]));
    });
    afterAll(async () => {
      const child = this.#child!;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin!.end();
      if (child.exitCode === null) await ended;
      rmSync(this.folder, { recursive: true, force: true });
    });
  }
}
