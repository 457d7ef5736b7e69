/** The versions in a data set's folder: listing them, going back to one, and removing what nobody reads. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError, RemoteError, SharedBuffersError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import type { ObjectFolder } from '../../remote/datasets/remote-folder.js';
import { currentOf, isRunName, jsonText, type Manifest, parseManifest } from '../../shards/manifest.js';
import { describe } from '../../values/base/codec.js';
import { checkPresent, readCurrent, readManifest, writeText } from './folder-files.js';
import { withFolder } from './folder-lock.js';
import { Objects } from './object-writes.js';
import { CURRENT, checkRun, MANIFEST } from './run-files.js';
import { isObjects, moveCurrent } from './upload-dataset.js';

/** Later than all times of manifests. */
const UNPUBLISHED = 2 ** 50;

/** A version in a data set's folder. */
export interface Run {
  /** Name of the version, and of its folder. */
  readonly run: string;
  /** Whether it is the one that is read. */
  readonly current: boolean;
  /** What it is made of; undefined where it was not published, and what is wrong where its manifest cannot be read. */
  readonly manifest: Manifest | SharedBuffersError | undefined;
  /** Bytes of the files in its folder. */
  readonly bytes: number;
  /** When the last of them was written, in ms since 1970. */
  readonly changed: number;
}

/**
 * The versions in a folder, in the order they were published in, then what was not published.
 *
 * @param folder The folder of the data set.
 * @throws `FileError` where it cannot be listed.
 *
 * @example
 * for (const { run, current, bytes } of await listRuns('cities')) console.log(run, current, bytes);
 */
export async function listRuns(folder: FilePath): Promise<Run[]> {
  return runsIn(pathOf(folder));
}

function runsIn(path: string): Run[] {
  const current = readCurrent(path)?.run;
  const entries = orFileError('list', path, () => readdirSync(path, { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isDirectory() && isRunName(entry.name))
    .map(({ name }) => runIn(path, name, current))
    .sort((a, b) => publishedAt(a) - publishedAt(b) || (a.run < b.run ? -1 : 1));
}

/** In ms since 1970; what was not published comes last, by when it was written. */
function publishedAt({ manifest, changed }: Run): number {
  if (manifest === undefined || manifest instanceof Error) return changed + UNPUBLISHED;
  return Date.parse(manifest.time) || 0;
}

function runIn(folder: string, run: string, current: string | undefined): Run {
  const within = join(folder, run);
  let bytes = 0;
  let changed = 0;
  for (const name of orFileError('list', within, () => readdirSync(within))) {
    const stats = statSync(join(within, name), { throwIfNoEntry: false });
    bytes += stats?.size ?? 0;
    changed = Math.max(changed, stats?.mtimeMs ?? 0);
  }
  return { run, current: run === current, manifest: manifestIn(folder, run), bytes, changed };
}

function manifestIn(folder: string, run: string): Run['manifest'] {
  if (!existsSync(join(folder, run, MANIFEST))) return undefined;
  try {
    return readManifest(folder, run);
  } catch (error) {
    if (error instanceof SharedBuffersError) return error;
    throw error;
  }
}

/**
 * Makes a version current that was published before, or whose manifest another program wrote. Without `run`, the one
 * that was published before the current one, in a folder; in S3 it has to be named. Gives its manifest.
 *
 * @param folder The folder of the data set, or its place in S3.
 * @param run Name of the version.
 * @throws `ArgumentError` where there is none.
 * @throws `FileError`, or `RemoteError`, for one that was not published, or of which a shard is missing in the folder.
 *
 * @example
 * const { run } = await rollbackDataset('cities'); // to the version before
 */
export async function rollbackDataset(folder: FilePath | ObjectFolder, run?: string): Promise<Manifest> {
  if (run !== undefined) checkRun(run);
  if (isObjects(folder)) return await rollbackObjects(folder, run);
  const path = pathOf(folder);
  return await withFolder(path, async () => {
    const to = run ?? previous(path);
    const manifest = readManifest(path, to);
    checkPresent(join(path, to), manifest);
    await writeText(join(path, CURRENT), jsonText(currentOf(to)));
    return manifest;
  });
}

async function rollbackObjects(folder: ObjectFolder, run: string | undefined): Promise<Manifest> {
  if (run === undefined)
    throw new ArgumentError(`${folder.name} is gone back in to a run that is named: name one`);
  const objects = new Objects(folder, undefined);
  const there = await objects.get(`${run}/${MANIFEST}`);
  if (there === undefined) throw new RemoteError(`${folder.name} has no run ${run}`, { status: 404 });
  const manifest = parseManifest(there.text, there.name);
  await moveCurrent(objects, run, undefined);
  return manifest;
}

function previous(folder: string): string {
  const current = readCurrent(folder)?.run;
  const published = runsIn(folder).filter(
    ({ manifest }) => manifest !== undefined && !(manifest instanceof Error),
  );
  const last = published[published.findIndex((each) => each.current) - 1];
  if (last !== undefined) return last.run;
  throw new ArgumentError(`${folder} has no published run before ${current ?? 'the first'}: name one`);
}

/** What is kept. */
export interface CleanDatasetOptions {
  /** How many published versions to keep besides the current one, the last ones that were published. Default 1. */
  readonly keep?: number | undefined;
  /** Milliseconds that what was not published has to lie untouched, since it may still be built. Default a day. */
  readonly olderThan?: number | undefined;
}

/**
 * Removes versions that are not current: published ones beyond the last `keep`, and what was not published and lies untouched.
 * Processes that have one open keep the shards that they have opened, and fail at others, which are opened when they are first needed: keep as many
 * versions as readers may still have open. Gives what was removed.
 *
 * @param folder The folder of the data set.
 * @param options How many are kept, and for how long.
 * @throws `FileError` where the folder cannot be listed, or what is in it not removed.
 *
 * @example
 * const removed = await cleanDataset('cities', { keep: 2 });
 */
export async function cleanDataset(folder: FilePath, options: CleanDatasetOptions = {}): Promise<Run[]> {
  checkOptions(options, 'keep olderThan');
  const { keep = 1, olderThan = 86_400_000 } = options;
  checkCount('keep', keep);
  checkCount('olderThan', olderThan);
  const path = pathOf(folder);
  return await withFolder(path, async () => {
    const others = runsIn(path).filter(({ current }) => !current);
    const published = others.filter(({ manifest }) => manifest !== undefined);
    const kept = new Set(keep === 0 ? [] : published.slice(-keep));
    const removed = others.filter(
      (run) => !kept.has(run) && (run.manifest !== undefined || Date.now() - run.changed >= olderThan),
    );
    for (const { run } of removed) {
      orFileError('remove', join(path, run), () => rmSync(join(path, run), { recursive: true, force: true }));
    }
    return removed;
  });
}

function checkCount(name: string, value: unknown): void {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return;
  throw new ArgumentError(`${name} is a whole number from 0, not ${describe(value)}`);
}
