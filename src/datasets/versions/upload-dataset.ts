/** Publishing a version in storage that speaks S3: its parts, then its manifest, then the pointer to it (docs/datasets.md 5). */
import { existsSync, openAsBlob, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ArgumentError, ChangedError, CorruptBufferError, FileError } from '../../errors.js';
import { fileError, orFileError } from '../../files/file-error.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import { checkWorkOptions } from '../../files/work-options.js';
import type { ObjectFolder } from '../../remote/datasets/remote-folder.js';
import {
  currentOf,
  jsonText,
  type Manifest,
  type Part,
  parseCurrent,
  parseManifest,
} from '../../shards/manifest.js';
import { describe } from '../../values/base/codec.js';
import { sha256Of } from '../building/describe-part.js';
import { readCurrent, readManifest } from './folder-files.js';
import { Objects } from './object-writes.js';
import { chosenManifest } from './publish.js';
import { CURRENT, checkRun, MANIFEST } from './run-files.js';

/** What is sent, and how. */
export interface UploadOptions {
  /** The version; the one that is current in the folder if left out. */
  readonly run?: string | undefined;
  /** How many shards there have to be, of a run that was not published in the folder. Left out otherwise. */
  readonly shards?: number | undefined;
  /** As of `publishDataset`, of a run that was not published in the folder. Left out otherwise. */
  readonly parts?: readonly Part[] | undefined;
  /** The run that has to be current there until now, or null for none; the one that is when the sending begins if left out. */
  readonly replaces?: string | null | undefined;
  /** Parts that are sent at a time, 1 to 100; 4 if left out. */
  readonly concurrency?: number | undefined;
  /** Called after each part. */
  readonly onProgress?:
    | ((progress: { readonly parts: number; readonly total: number; readonly bytes: number }) => void)
    | undefined;
  /** Aborting ends the work with the signal's reason; what is current there stays. */
  readonly signal?: AbortSignal | undefined;
}

/** What objects of parts say of themselves, by which one that is there is told from another. */
const SHA256 = 'x-amz-meta-sha256';

/**
 * Copies a version of a data set from a folder to S3, or storage with its interface, and makes it current there:
 *
 * ```ts
 * await uploadDataset('cities', s3Folder({ bucket: 'data', prefix: 'cities', region, accessKeyId, secretAccessKey }));
 * ```
 *
 * Parts and the manifest are written only where they are not there, and `current.json` only in the place of the one
 * that was read: of two that publish at once, one gets a `ChangedError`. Readers see all of a version or none. What
 * was broken off is gone on with by the next call.
 *
 * @param folder The folder that the version is in.
 * @param to Where it is to go, as `s3Folder` gives it.
 * @param options Which version, and how it is sent.
 * @throws as `publishDataset` does.
 * @throws `RemoteError` where storage cannot be reached or refuses.
 * @throws `ChangedError` where another run than `replaces` is current, or other files stand where the version's are
 * to be.
 * @throws `CorruptBufferError` for a part that is not what its manifest says, by its SHA-256.
 */
export async function uploadDataset(
  folder: FilePath,
  to: ObjectFolder,
  options: UploadOptions = {},
): Promise<Manifest> {
  checkWorkOptions(options, 'run shards parts replaces concurrency onProgress');
  const { concurrency = 4, signal } = options;
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 100)) {
    throw new ArgumentError(`concurrency is a number from 1 to 100, not ${describe(concurrency)}`);
  }
  const objects = new Objects(objectsOf(to), signal);
  const path = pathOf(folder);
  const manifest = await manifestIn(path, options);
  const { run, parts } = manifest;
  const { replaces = (await currentIn(objects))?.run ?? null } = options;
  const left = [...parts];
  let done = 0;
  let bytes = 0;
  const send = async () => {
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      await sendPart(objects, path, run, part, signal);
      done += 1;
      bytes += part.bytes;
      options.onProgress?.({ parts: done, total: parts.length, bytes });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, parts.length) }, send));
  } finally {
    left.length = 0;
  }
  const there = await writtenOnce(objects, manifest);
  await moveCurrent(objects, run, replaces);
  return there;
}

/**
 * @throws `ArgumentError` for what is no folder of objects.
 */
function objectsOf(to: unknown): ObjectFolder {
  if (isObjects(to)) return to;
  throw new ArgumentError(`a version is sent to s3Folder({ bucket, prefix, … }), not to ${describe(to)}`);
}

export function isObjects(to: unknown): to is ObjectFolder {
  return typeof (to as Partial<ObjectFolder> | null | undefined)?.object === 'function';
}

async function manifestIn(folder: string, { run, shards, parts }: UploadOptions): Promise<Manifest> {
  const named = run ?? readCurrent(folder)?.run;
  if (named === undefined) throw new FileError(`${folder} has no ${CURRENT}: say which run is sent`);
  checkRun(named);
  if (existsSync(join(folder, named, MANIFEST))) return readManifest(folder, named);
  if (shards === undefined) {
    throw new ArgumentError(
      `run ${named} was not published in ${folder}: say how many shards it has to have`,
    );
  }
  return await chosenManifest(folder, named, shards, parts);
}

async function sendPart(
  objects: Objects,
  folder: string,
  run: string,
  part: Part,
  signal: AbortSignal | undefined,
): Promise<void> {
  const file = join(folder, run, part.path);
  const { size } = orFileError('read', file, () => statSync(file));
  if (size !== part.bytes) {
    throw new FileError(
      `${file} has ${size} bytes, and ${part.bytes} by its manifest: copy it again, or build anew`,
    );
  }
  // By what is told of it there, another who sends it knows it for the same.
  if ((await sha256Of(file, signal)) !== part.sha256) {
    throw new CorruptBufferError(
      `${file} has other bytes than its manifest tells the SHA-256 of: copy it again, or build anew`,
    );
  }
  const body = async () => {
    try {
      return await openAsBlob(file);
    } catch (cause) {
      throw fileError('read', file, cause);
    }
  };
  const path = `${run}/${part.path}`;
  if (await objects.put(path, body, { 'If-None-Match': '*' }, { [SHA256]: part.sha256 })) return;
  const headers = await objects.head(path);
  if (headers?.get(SHA256) === part.sha256 && Number(headers.get('content-length')) === part.bytes) return;
  const told = headers?.get(SHA256);
  const other =
    told === null
      ? `and does not say by ${SHA256} of which bytes: remove it`
      : 'with other bytes: a run is published once';
  throw new ChangedError(`${objects.name}/${path} is there already, ${other}`);
}

/** Writes a manifest only if there is none. */
async function writtenOnce(objects: Objects, made: Manifest): Promise<Manifest> {
  const path = `${made.run}/${MANIFEST}`;
  if (await objects.put(path, () => jsonText(made), { 'If-None-Match': '*' }, JSON_TYPE)) return made;
  const there = await objects.get(path);
  const manifest = there && parseManifest(there.text, there.name);
  if (manifest !== undefined && isDeepStrictEqual(manifest.parts, made.parts)) return manifest;
  throw new ChangedError(
    `${objects.name}/${path} is there already, with other parts: a run is published once`,
  );
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function currentIn(
  objects: Objects,
): Promise<{ readonly run: string; readonly etag: string } | undefined> {
  const now = await objects.get(CURRENT);
  return now && { run: parseCurrent(now.text, now.name).run, etag: now.etag };
}

/**
 * Lets `current.json` lead to a run, in the place of what it leads to now.
 *
 * @throws `ChangedError` for who loses.
 */
export async function moveCurrent(
  objects: Objects,
  run: string,
  replaces: string | null | undefined,
): Promise<void> {
  for (;;) {
    const now = await currentIn(objects);
    const current = now?.run;
    if (current === run) return;
    if (replaces !== undefined && (current ?? null) !== replaces) {
      throw new ChangedError(
        `${objects.name}/${CURRENT} leads to run ${current ?? 'none'}, not to ${replaces ?? 'none'}, from which this one began: ` +
          `another was published meanwhile. Build anew from that, or publish ${run} without replaces`,
      );
    }
    const condition = now === undefined ? ({ 'If-None-Match': '*' } as const) : { 'If-Match': now.etag };
    if (await objects.put(CURRENT, () => jsonText(currentOf(run)), condition, JSON_TYPE)) return;
    // Another was written since it was read: it is looked at.
  }
}
