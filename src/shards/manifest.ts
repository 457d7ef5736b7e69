/** What a data set is made of, as its `manifest.json` and `current.json` say (docs/datasets.md 3 and 4). */
import { CorruptBufferError, VersionError } from '../errors.js';
import type { KeyFacts } from '../trailer/trailer-info.js';
import type { KeyBounds } from './key-bounds.js';
import { MAX_SHARDS } from './shard-of.js';

const FORMAT = 'sharedbuffers-dataset';
const VERSION = 1;
const HASH = {
  /** The function. */
  name: 'xxh64',
  /** What it begins with. */
  seed: 42,
} as const;
const RUN = /^[0-9A-Za-z][0-9A-Za-z._-]{0,127}$/;
const PART = /^part-\d{5}-[0-9A-Za-z._-]{1,64}\.sb$/;

/** One shard's file. `min` and `max`: its least and greatest key, where keys are in an order that the files hold. */
export interface Part extends KeyBounds {
  /** From 0. */
  readonly shard: number;
  /** Its name in the run's folder. */
  readonly path: string;
  /** Entries of its index. */
  readonly entries: number;
  /** Its records. */
  readonly records: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Of all bytes, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** As 32 hexadecimal digits; null for a file without a trailer. */
  readonly buildId: string | null;
}

/** One version of a data set. */
export interface Manifest {
  /** What tells a manifest from other JSON. */
  readonly format: typeof FORMAT;
  /** Version of the form of manifests. */
  readonly version: typeof VERSION;
  /** Name of the version, and of the folder that it is in. */
  readonly run: string;
  /** When it was put together, as ISO 8601. */
  readonly time: string;
  /** What the keys are, as files say it (docs/format.md 13.1). */
  readonly key: KeyFacts;
  /** What the records are, as `stat --json` says it: for people and other programs, since the parts say it themselves. */
  readonly schema: object;
  /** By which keys are spread over the shards. */
  readonly hash: typeof HASH;
  /** Number of shards, a power of two. */
  readonly shards: number;
  /** Entries of all indexes. */
  readonly entries: number;
  /** Records of all shards. */
  readonly records: number;
  /** Bytes of all files. */
  readonly bytes: number;
  /** One a shard, in their order. */
  readonly parts: readonly Part[];
}

/** Which version is read. */
export interface Current {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly run: string;
  /** The manifest's path in the data set's folder. */
  readonly manifest: string;
}

export function manifestOf(
  run: string,
  { key, schema }: Pick<Manifest, 'key' | 'schema'>,
  parts: readonly Part[],
  time: Date,
): Manifest {
  const sum = (name: 'entries' | 'records' | 'bytes') => parts.reduce((total, part) => total + part[name], 0);
  return {
    format: FORMAT,
    version: VERSION,
    run,
    time: time.toISOString(),
    key,
    schema,
    hash: HASH,
    shards: parts.length,
    entries: sum('entries'),
    records: sum('records'),
    bytes: sum('bytes'),
    parts,
  };
}

export function currentOf(run: string): Current {
  return { format: FORMAT, version: VERSION, run, manifest: `${run}/manifest.json` };
}

/** As a file holds it. */
export function jsonText(value: Manifest | Current | Part): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Whether it can be the name of a run: letters, digits, `.`, `_` and `-`, the first one a letter or digit. */
export function isRunName(name: unknown): name is string {
  return typeof name === 'string' && RUN.test(name);
}

/** Throws `CorruptBufferError` for what is no manifest, or contradicts itself, `VersionError` for one of a later version. */
export function parseManifest(text: string, name: string): Manifest {
  const json = parsed(text, name);
  const { key, schema, hash, shards, parts } = json as Partial<Manifest>;
  const need: Need = needs(name);
  need(isRunName(json.run), 'run is a name');
  need(typeof json.time === 'string', 'time is text');
  need(isKey(key), 'key says what the keys are');
  need(typeof schema === 'object' && schema !== null, 'schema says what the records are');
  need(hash?.name === HASH.name && hash.seed === HASH.seed, 'hash is xxh64 with seed 42');
  need(
    isCount(shards) && shards >= 1 && shards <= MAX_SHARDS && Number.isInteger(Math.log2(shards)),
    'shards is a power of two',
  );
  need(Array.isArray(parts) && parts.length === shards, 'parts has one for each shard');
  parts.forEach((part: unknown, at) => {
    need(isPart(part) && part.shard === at, `parts[${at}] describes the file of shard ${at}`);
  });
  for (const total of ['entries', 'records', 'bytes'] as const) {
    const sum = parts.reduce((all, part) => all + part[total], 0);
    need(json[total] === sum, `${total} is the sum of those of the parts`);
  }
  return json as unknown as Manifest;
}

/** Throws as `parseManifest` does. */
export function parseCurrent(text: string, name: string): Current {
  const json = parsed(text, name);
  const need: Need = needs(name);
  need(isRunName(json.run), 'run is a name');
  need(
    json.manifest === `${json.run}/manifest.json`,
    'manifest is the path of the manifest in the folder of the run',
  );
  return json as unknown as Current;
}

/** Throws `CorruptBufferError` for what describes no part. */
export function parsePart(text: string, name: string): Part {
  const json = asObject(text, name);
  const need: Need = needs(name);
  need(isPart(json), 'it describes the file of a shard');
  return json as unknown as Part;
}

function parsed(text: string, name: string): Record<string, unknown> {
  const json = asObject(text, name);
  const need: Need = needs(name);
  need(json.format === FORMAT, `format is "${FORMAT}"`);
  if (json.version !== VERSION) {
    throw new VersionError(
      `${name} is of version ${JSON.stringify(json.version)}; this release reads ${VERSION}`,
    );
  }
  return json;
}

function asObject(text: string, name: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new CorruptBufferError(`${name} is no JSON object: it is damaged, or of another program`);
}

type Need = (holds: boolean, what: string) => asserts holds;

function needs(name: string): Need {
  return (holds, what) => {
    if (!holds)
      throw new CorruptBufferError(`${name} is damaged, or of another program: in one that is not, ${what}`);
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isKey(value: unknown): value is KeyFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { key, width, multi } = value as Partial<KeyFacts>;
  return typeof key === 'string' && (width === 32 || width === 64) && typeof multi === 'boolean';
}

/** What a manifest says of a part, without what else is known of it. */
export function partOf({ shard, path, entries, records, bytes, sha256, buildId, min, max }: Part): Part {
  const bounds = min === undefined ? {} : { min, max };
  return { shard, path, entries, records, bytes, sha256, buildId, ...bounds };
}

/** Whether it describes a part, whose name leads nowhere but into the folder of its run. */
export function isPart(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null) return false;
  const { shard, path, entries, records, bytes, sha256, buildId, min, max } = value as Partial<Part>;
  return (
    [shard, entries, records, bytes].every(isCount) &&
    typeof path === 'string' &&
    PART.test(path) &&
    Number(path.slice(5, 10)) === shard &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    [min, max].every(
      (bound) => typeof bound === typeof min && (min === undefined || typeof bound === 'string'),
    ) &&
    (buildId === null || (typeof buildId === 'string' && /^[0-9a-f]{32}$/.test(buildId)))
  );
}
