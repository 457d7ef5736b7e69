/** Making a version of a data set the one that is read: the manifest last, then the pointer to it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError, ChangedError, FileError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import { isSame, type Stamp, stampNow } from '../../files/live/stamp.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import {
  currentOf,
  isPart,
  jsonText,
  type Manifest,
  manifestOf,
  type Part,
  parsePart,
  partOf,
} from '../../shards/manifest.js';
import { checkShards } from '../../shards/shard-of.js';
import { describe } from '../../values/base/codec.js';
import { type Declared, declaredIn } from '../building/describe-part.js';
import { readCurrent, readManifest, readText, writeText } from './folder-files.js';
import { withFolder } from './folder-lock.js';
import { CURRENT, checkRun, descriptionName, MANIFEST } from './run-files.js';

/** Which version is published, of which shards. */
export interface PublishOptions {
  /** Name of the version. */
  readonly run: string;
  /** How many shards there have to be. */
  readonly shards: number;
  /** What `buildShard` gave, of every shard; if left out, the descriptions in the run's folder, the first attempt by name of each. */
  readonly parts?: readonly Part[] | undefined;
  /**
   * The run that has to be current until now, or null for none: then of two that publish at once, one is refused.
   * If left out, whatever is current is replaced. Of no account where this run is current: publishing can be repeated.
   */
  readonly replaces?: string | null | undefined;
}

/**
 * Writes the manifest of a run whose shards are all built, and makes it current. Until then, and after any failure,
 * readers see what was current before. Publishing a run again, with the same parts, makes it current again.
 *
 * @param folder The folder of the data set.
 * @param options Which run, and what it is made of.
 * @throws `FileError` for shards that are missing.
 * @throws `ArgumentError` where they are not of the same keys and records.
 * @throws `ChangedError` where another run than `replaces` is current, or this one was published with other parts.
 *
 * @example
 * await publishDataset('cities', { run: 'run-1', shards: 16 });
 */
export async function publishDataset(folder: FilePath, options: PublishOptions): Promise<Manifest> {
  checkOptions(options ?? null, 'run shards parts replaces');
  const { run, shards, parts, replaces } = options;
  checkRun(run);
  const path = pathOf(folder);
  const { manifest: made, stamps } = await chosenParts(path, run, shards, parts);
  return await withFolder(path, async () => {
    checkUnchanged(join(path, run), made.parts, stamps);
    const current = readCurrent(path);
    if (replaces !== undefined && current?.run !== run) checkReplaces(path, replaces, current?.run ?? null);
    const manifest = await writtenOnce(path, made);
    if (current?.run !== run) await writeText(join(path, CURRENT), jsonText(currentOf(run)));
    return manifest;
  });
}

/** Throws `ChangedError` where another run is current than the one that is to be replaced; null stands for none. */
export function checkReplaces(folder: string, replaces: string | null, current: string | null): void {
  if (current === replaces) return;
  throw new ChangedError(
    `${join(folder, CURRENT)} leads to run ${current ?? 'none'}, not to ${replaces ?? 'none'}, which was to be replaced: another was published. ` +
      'Build anew from what is current, or publish without replaces',
  );
}

/**
 * The manifest of a run whose shards are all there.
 *
 * @throws as `publishDataset`.
 */
export async function chosenManifest(
  folder: string,
  run: string,
  shards: number,
  parts?: readonly Part[],
): Promise<Manifest> {
  return (await chosenParts(folder, run, shards, parts)).manifest;
}

/** With what the files of the parts were like when they were looked at. */
async function chosenParts(
  folder: string,
  run: string,
  shards: number,
  parts: readonly Part[] | undefined,
): Promise<{ readonly manifest: Manifest; readonly stamps: readonly Stamp[] }> {
  checkShards(shards);
  const within = join(folder, run);
  const chosen = parts === undefined ? described(within, shards) : complete(within, parts, shards);
  const stamps = chosen.map(({ path }) => stampNow(join(within, path)));
  return { manifest: manifestOf(run, await sameInAll(within, chosen), chosen, new Date()), stamps };
}

/** Throws `ChangedError` for a part that another build has replaced since. */
function checkUnchanged(within: string, parts: readonly Part[], stamps: readonly Stamp[]): void {
  for (const [at, { path }] of parts.entries()) {
    if (isSame(stampNow(join(within, path)), stamps[at])) continue;
    throw new ChangedError(`${join(within, path)} was built again while it was published: publish anew`);
  }
}

/** Writes a manifest only if there is none. */
async function writtenOnce(folder: string, made: Manifest): Promise<Manifest> {
  const path = join(folder, made.run, MANIFEST);
  if (!existsSync(path)) {
    await writeText(path, jsonText(made));
    return made;
  }
  const there = readManifest(folder, made.run);
  if (isDeepStrictEqual(there.parts, made.parts)) return there;
  throw new ChangedError(`${path} is there already, with other parts: a run is published once`);
}

/** One part a shard, in their order. */
function complete(within: string, parts: readonly Part[], shards: number): Part[] {
  const chosen: (Part | undefined)[] = new Array(shards).fill(undefined);
  for (const part of parts) {
    if (!isPart(part)) throw new ArgumentError(`parts are what buildShard gives, not ${describe(part)}`);
    if (part.shard >= shards) {
      throw new ArgumentError(`${part.path} is of shard ${part.shard}, but there are ${shards}, from 0`);
    }
    chosen[part.shard] ??= partOf(part);
  }
  const missing = chosen.flatMap((part, shard) => (part === undefined ? [shard] : []));
  if (missing.length === 0) return chosen as Part[];
  const shown = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ' …' : '');
  throw new FileError(
    `${within} lacks ${missing.length} of ${shards} shards (${shown}): build them, then publish`,
  );
}

function described(within: string, shards: number): Part[] {
  const names = orFileError('list', within, () => readdirSync(within));
  const descriptions = names.filter((name) => /^part-.*\.json$/.test(name)).sort();
  const parts = descriptions.map((name) => parsePart(readText(join(within, name)), join(within, name)));
  for (const [at, part] of parts.entries()) {
    if (descriptionName(part.path) === descriptions[at]) continue;
    throw new FileError(`${join(within, descriptions[at]!)} describes ${part.path}: it was moved`);
  }
  return complete(within, parts, shards);
}

/** Throws where a part is another mapping than the first. */
async function sameInAll(within: string, parts: readonly Part[]): Promise<Declared> {
  let first: Declared | undefined;
  for (const { path, bytes, buildId } of parts) {
    const found = await declaredIn(join(within, path));
    const { byteLength, buildId: build, ...declared } = found;
    const differs = (what: string, is: unknown, said: unknown) =>
      new FileError(
        `${join(within, path)} is of ${what} ${is}, and of ${said} by its description: it was built again, or copied in part`,
      );
    if (byteLength !== bytes) throw differs('bytes', byteLength, bytes);
    if (build !== buildId) throw differs('build', build, buildId);
    first ??= declared;
    if (isDeepStrictEqual(declared, first)) continue;
    throw new ArgumentError(
      `${path} has other keys or records than ${parts[0]!.path} in ${within}: build all shards by one declaration`,
    );
  }
  return first!;
}
