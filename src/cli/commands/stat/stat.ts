/** `stat`: what a file is, and what takes the room in it. */

import { ARRAY_HEADER, type ArrayHeader } from '../../../containers/array-header.js';
import type { Identity } from '../../../containers/identify/identify-container.js';
import { RecordArray } from '../../../containers/record-array.js';
import { CorruptBufferError } from '../../../errors.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../../../mappers/mapper-header.js';
import { SectionKind } from '../../../mappers/tables/sections.js';
import { indexesOf } from '../../../tables/files/file-indexes.js';
import { columnsOf, fileSchema, type KeysStat, keysOf } from '../../../tables/files/file-schema.js';
import { type Found, type KeyChoice, withFile } from '../../../tables/files/open-undeclared.js';
import { isTypedKey } from '../../../tables/input/typed-keys.js';
import type { Schema } from '../../../tables/schema/schema.js';
import { schemaJson } from '../../../tables/schema/schema-file.js';
import { readTrailer } from '../../../trailer/read-trailer.js';
import type { Io } from '../../io.js';
import { write } from '../../output.js';
import { isDataset } from '../../parts.js';
import { printableJson } from '../../printable.js';
import { statDataset } from './stat-dataset.js';
import { report } from './stat-report.js';
import type { Stat } from './stat-result.js';

export interface StatOptions extends KeyChoice {
  readonly json?: boolean | undefined;
}

export async function stat(path: string, options: StatOptions, io: Io): Promise<void> {
  if (isDataset(path)) return await statDataset(path, options.json ?? false, io);
  await withFile(path, async (found) => {
    const { result, schema } = statOf(found, path, options);
    const text = options.json
      ? printableJson(JSON.stringify(result, null, 2))
      : report(result, schema, io.color);
    await write(io.stdout, `${text}\n`);
  });
}

/** What a file is, under a name. */
export function statOf(
  found: Found,
  name: string,
  choice: KeyChoice,
): { readonly result: Stat; readonly schema: Schema | undefined } {
  const { file, identity } = found;
  const keys = keysOf(found, choice);
  const array = recordsOf(found);
  const columns = columnsOf(found);
  const indexes = indexesOf(found);
  const schema = array && fileSchema(found, array, keys);
  const result: Stat = {
    file: name,
    kind: identity.kind === 'idMapper' ? 'id mapper' : identity.kind,
    bytes: file.byteLength,
    mapped: file.notMappedBecause === undefined,
    notMappedBecause: file.notMappedBecause ?? null,
    sections: identity.kind === 'mapping' ? identity.sections.size > 0 : null,
    build: buildOf(found),
    ...(array === undefined ? {} : { records: array.length }),
    ...(keys === undefined ? {} : { keys }),
    ...(columns && { columns }),
    ...(indexes && { indexes }),
    parts: partsOf(identity, keys, file.byteLength),
    ...(schema && { schema: schemaJson(schema) }),
  };
  return { result, schema };
}

function buildOf({ file }: Found): Stat['build'] {
  try {
    const trailer = readTrailer(file.memory);
    if (trailer === undefined) return null;
    const { buildId, time } = trailer.info;
    const made = time === undefined ? null : new Date(time).toISOString();
    return { id: buildId, time: made, checksums: trailer.tail.sealed };
  } catch (error) {
    if (error instanceof CorruptBufferError || error instanceof RangeError) return 'damaged';
    throw error;
  }
}

function recordsOf({ file, identity }: Found): RecordArray<object> | undefined {
  if (identity.kind === 'idMapper') return undefined;
  return new RecordArray(file, identity.kind === 'mapping' ? identity.array : 0, undefined);
}

/** Integers in an entry of the index, by type of key. */
function integersOf(type: string): number {
  return type === 'uint64' || type === 'approximate' || isTypedKey(type) ? 2 : 3;
}

function partsOf(identity: Identity, keys: KeysStat | undefined, bytes: number): Record<string, number> {
  const parts: Record<string, number> = {};
  if (identity.kind !== 'array' && keys !== undefined) {
    const { entries, indexOffset } = identity.keys;
    parts.keys = indexOffset - MAPPER_HEADER;
    parts.index = (entries * integersOf(keys.type) * keys.width) / 8;
    if (identity.kind === 'mapping') {
      const end = Math.ceil((indexOffset + parts.index) / MAPPER_ALIGNMENT) * MAPPER_ALIGNMENT;
      const filter = identity.sections.get(SectionKind.filter)?.length ?? 0;
      parts.sections = Math.max(0, identity.array - end - filter);
      if (filter > 0) parts.filter = filter;
    }
  }
  if (identity.kind !== 'idMapper') Object.assign(parts, arrayParts(identity.header));
  const known = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...parts, 'headers and padding': bytes - known };
}

function arrayParts({ indexOffset, length, schemaSize }: ArrayHeader): Record<string, number> {
  return { records: indexOffset - ARRAY_HEADER, 'record index': 8 * length, schema: schemaSize };
}
