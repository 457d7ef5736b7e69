/** What a finished shard is. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { ArgumentError } from '../../errors.js';
import { fileError } from '../../files/file-error.js';
import { keyFacts } from '../../mappers/key-facts.js';
import { keyBounds } from '../../shards/key-bounds.js';
import { jsonText, type Part } from '../../shards/manifest.js';
import { openedSchema } from '../../tables/files/file-schema.js';
import { type Found, type Opened, open, withFile } from '../../tables/files/open-undeclared.js';
import { schemaJson } from '../../tables/schema/schema-file.js';
import type { SchemaJson } from '../../tables/schema/schema-json.js';
import type { KeyFacts } from '../../trailer/trailer-info.js';
import { writeText } from '../versions/folder-files.js';
import { descriptionName } from '../versions/run-files.js';

type OpenedMapping = Extract<Opened, { readonly kind: 'mapping' }>;

/** What all parts of a data set have in common. */
export interface Declared {
  readonly key: KeyFacts;
  readonly schema: SchemaJson;
}

/** What is known of a part when it is built: more than a manifest says of each. */
export interface DescribedPart extends Part, Declared {}

/** Opens a shard's file. Throws `ArgumentError` for what is no mapping. */
function withMapping<T>(path: string, use: (opened: OpenedMapping, found: Found) => T): Promise<T> {
  return withFile(path, (found) => {
    const opened = open(found, {});
    if (opened.kind === 'mapping') return use(opened, found);
    throw new ArgumentError(`${path} is no mapping, as the shards of data sets are`);
  });
}

/** The keys and records of a shard's file, its length, and which build it is. */
export function declaredIn(
  path: string,
): Promise<Declared & { readonly byteLength: number; readonly buildId: string | null }> {
  return withMapping(path, (opened, found) => ({
    ...declaredBy(opened, found),
    byteLength: found.file.byteLength,
    buildId: opened.mapping.buildId ?? null,
  }));
}

function declaredBy(opened: OpenedMapping, { identity }: Found): Declared {
  // What the file says: text is opened as the bytes that it may be.
  const said = identity.kind === 'mapping' ? identity.about : undefined;
  return { key: said ?? keyFacts(opened.mapping.spec), schema: schemaJson(openedSchema(opened)) };
}

/** Describes a finished shard, in a file beside it. Reads all of it. Throws `FileError` where it cannot be read. */
export async function writeDescription(path: string, shard: number): Promise<DescribedPart> {
  const facts = await withMapping(path, (opened, found) => {
    const { mapping } = opened;
    const declared = declaredBy(opened, found);
    return {
      entries: mapping.size,
      records: mapping.array.length,
      bytes: found.file.byteLength,
      buildId: mapping.buildId ?? null,
      ...keyBounds(mapping, declared.key),
      ...declared,
    };
  });
  const part = { shard, path: basename(path), sha256: await sha256Of(path), ...facts };
  await writeText(descriptionName(path), jsonText(part));
  return part;
}

/** The SHA-256 of a file, as 64 hexadecimal digits. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20, signal })) hash.update(piece);
  } catch (cause) {
    signal?.throwIfAborted();
    throw fileError('read', path, cause);
  }
  return hash.digest('hex');
}
