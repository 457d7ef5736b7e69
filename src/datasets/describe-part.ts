/** What a finished shard is. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { ArgumentError } from '../errors.js';
import { fileError } from '../files/file-error.js';
import { keyFacts } from '../mappers/key-kind.js';
import type { Part } from '../shards/manifest.js';
import { openedSchema } from '../tables/files/file-schema.js';
import { open, withFile } from '../tables/files/open-undeclared.js';
import { schemaJson } from '../tables/schema/schema-file.js';
import type { SchemaJson } from '../tables/schema/schema-json.js';
import type { KeyFacts } from '../trailer/trailer-info.js';

/** What all parts of a data set have in common. */
export interface Declared {
  readonly key: KeyFacts;
  readonly schema: SchemaJson;
}

/** The keys and records of a mapping's file. */
export function declaredIn(path: string): Promise<Declared> {
  return withFile(path, (found) => {
    const opened = open(found, {});
    if (opened.kind !== 'mapping')
      throw new ArgumentError(`${path} is no mapping, as the shards of data sets are`);
    // What the file says: text is opened as the bytes that it may be.
    const { identity } = found;
    const said = identity.kind === 'mapping' ? identity.about : undefined;
    return { key: said ?? keyFacts(opened.mapping.spec), schema: schemaJson(openedSchema(opened)) };
  });
}

/** The description of a shard's file. Reads all of it. Throws `FileError` where it cannot be read. */
export async function describePart(path: string, shard: number): Promise<Part> {
  const { entries, records, bytes, buildId } = await withFile(path, (found) => {
    const opened = open(found, {});
    if (opened.kind !== 'mapping')
      throw new ArgumentError(`${path} is no mapping, as the shards of data sets are`);
    const { size, array, buildId } = opened.mapping;
    return { entries: size, records: array.length, bytes: found.file.byteLength, buildId: buildId ?? null };
  });
  return { shard, path: basename(path), entries, records, bytes, sha256: await sha256Of(path), buildId };
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
