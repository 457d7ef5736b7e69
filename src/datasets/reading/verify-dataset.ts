/** Checking a data set. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { mapping } from '../../containers/declaring/declare.js';
import type { Mapping } from '../../containers/mapping.js';
import { SharedBuffersError } from '../../errors.js';
import { kindOf } from '../../files/mapping/map-file.js';
import { openMapping } from '../../files/open-containers.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import { verify } from '../../files/verify-file.js';
import { checkWorkOptions } from '../../files/work-options.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keyFacts } from '../../mappers/key-facts.js';
import { keyBounds } from '../../shards/key-bounds.js';
import type { Part } from '../../shards/manifest.js';
import { shardOf } from '../../shards/shard-of.js';
import { type Finding, MAX_FINDINGS } from '../../verify/findings.js';
import { sha256Of } from '../building/describe-part.js';
import { manifestAt } from './open-dataset.js';

/** Something that is wrong with a data set. */
export interface DatasetFinding {
  /**
   * `manifest`: it cannot be read. `missing`: a shard is not there. `contradiction`: a shard has not the bytes, entries, records,
   * build or ends of the manifest. `sha256`: its bytes are others. `shard`: it has a key of another shard. Else as in a file.
   */
  readonly code: Finding['code'] | 'manifest' | 'missing' | 'sha256' | 'shard';
  /** What is wrong, in words, and where. */
  readonly message: string;
  /** From 0; undefined for what is wrong with the whole. */
  readonly shard?: number | undefined;
  /** The shard's file. */
  readonly file?: string | undefined;
  /** Position in that file, in bytes. */
  readonly offset?: number | undefined;
  /** Which record and field. */
  readonly path?: string | undefined;
}

/** What a check of a data set has found, and what it looked at. */
export interface VerifyDatasetResult {
  /** Whether nothing was found wrong. */
  readonly ok: boolean;
  /** The first thousand. */
  readonly findings: readonly DatasetFinding[];
  /** Findings beyond those. */
  readonly leftOff: number;
  /** The version that was looked at; undefined where the manifest cannot be read. */
  readonly run: string | undefined;
  /** Shards of the version. */
  readonly shards: number;
  /** Entries of the index, as the manifest says. */
  readonly entries: number;
  /** Records, as the manifest says. */
  readonly records: number;
  /** Bytes of all shards, as the manifest says. */
  readonly bytes: number;
}

/** How a data set is checked. */
export interface VerifyDatasetOptions {
  /** Called before each shard, and at the end. */
  readonly onProgress?: ((progress: { readonly shards: number; readonly total: number }) => void) | undefined;
  /** Aborting ends the check with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Keys between turns of the event loop. */
const TURN_KEYS = 2 ** 14;

/**
 * Looks at every byte of the current version in a data set's folder, or of the one of a manifest: all shards as
 * `verify` does, their SHA-256 and counts, and that each key is in the shard where it is looked for. Damage is a
 * finding, not an error.
 *
 * @param path The folder of the data set, or a manifest.
 * @param options Who is told how far it is, and what ends it.
 * @throws `ArgumentError` for options that are none.
 * @throws the signal's reason when aborted.
 *
 * @example
 * const { ok, findings } = await verifyDataset('cities');
 */
export async function verifyDataset(
  path: FilePath,
  options: VerifyDatasetOptions = {},
): Promise<VerifyDatasetResult> {
  checkWorkOptions(options, 'onProgress');
  const { onProgress, signal } = options;
  const found = new Found();
  const where = found.guard({ code: 'manifest' }, () => manifestAt(pathOf(path)));
  if (where === undefined) {
    return { ...found.result(), run: undefined, shards: 0, entries: 0, records: 0, bytes: 0 };
  }
  const { folder, manifest } = where;
  const { run, shards, parts, entries, records, bytes } = manifest;
  for (const part of parts) {
    onProgress?.({ shards: part.shard, total: shards });
    await verifyPart(join(folder, part.path), part, shards, found, signal);
  }
  onProgress?.({ shards, total: shards });
  return { ...found.result(), run, shards, entries, records, bytes };
}

async function verifyPart(
  path: string,
  part: Part,
  shards: number,
  found: Found,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { shard } = part;
  const at = { shard, file: path };
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) {
    const what = stats === undefined ? 'not there' : `${kindOf(stats)}, and no regular file`;
    return found.add({ ...at, code: 'missing', message: `${path} is ${what}: copy it again, or build anew` });
  }
  const before = found.count;
  const checked = await verify(path, { signal });
  for (const finding of checked.findings) found.add({ ...finding, ...at });
  found.leftOff += checked.leftOff;
  for (const what of ['bytes', 'entries', 'records', 'buildId'] as const) {
    const own = checked[what] ?? null;
    if (own === part[what]) continue;
    found.add({ ...at, code: 'contradiction', message: notAsSaid(what, own, part[what]) });
  }
  const sha256 = await sha256Of(path, signal);
  if (sha256 !== part.sha256) {
    found.add({ ...at, code: 'sha256', message: notAsSaid('its SHA-256', sha256, part.sha256) });
  }
  // Keys of a damaged file are those of any other.
  if (found.count === before) await verifyKeys(path, part, shards, found, signal);
}

async function verifyKeys(
  path: string,
  part: Part,
  shards: number,
  found: Found,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { shard } = part;
  const opened = openMapping(path, mapping());
  try {
    const bounds = keyBounds(opened as object as Mapping<Key, object>, keyFacts(opened.spec));
    for (const bound of ['min', 'max'] as const) {
      if (part[bound] === undefined || part[bound] === bounds[bound]) continue;
      const own = bounds[bound] === undefined ? 'not known' : JSON.stringify(bounds[bound]);
      const message = notAsSaid(`the ${bound} of its keys`, own, JSON.stringify(part[bound]));
      found.add({ code: 'contradiction', message, shard, file: path });
    }
    let looked = 0;
    for (const key of opened.keys({ order: 'sequential' })) {
      looked += 1;
      if (looked % TURN_KEYS === 0) {
        await turn();
        signal?.throwIfAborted();
      }
      const own = found.guard({ code: 'shard', shard, file: path }, () => shardOf(key, shards));
      if (own === undefined || own === shard) continue;
      const message = `the key ${JSON.stringify(String(key))} is of shard ${own}, and not looked for in shard ${shard}`;
      found.add({ code: 'shard', message, shard, file: path });
    }
  } finally {
    opened.close();
  }
}

function notAsSaid(what: string, own: unknown, said: unknown): string {
  return `${what} is ${own}, and the manifest says ${said}`;
}

class Found {
  readonly #list: DatasetFinding[] = [];
  leftOff = 0;

  get count(): number {
    return this.#list.length + this.leftOff;
  }

  add(finding: DatasetFinding): void {
    if (this.#list.length >= MAX_FINDINGS) this.leftOff += 1;
    else this.#list.push(finding);
  }

  guard<T>(finding: Omit<DatasetFinding, 'message'>, look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof SharedBuffersError)) throw error;
      this.add({ ...finding, message: error.message });
      return undefined;
    }
  }

  result(): Pick<VerifyDatasetResult, 'ok' | 'findings' | 'leftOff'> {
    return { ok: this.count === 0, findings: this.#list, leftOff: this.leftOff };
  }
}
