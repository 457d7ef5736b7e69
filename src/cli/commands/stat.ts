/** `stat`: what a file is, and what takes the room in it. */

import { isUtf8 } from 'node:buffer';
import { ARRAY_HEADER, type ArrayHeader } from '../../containers/array-header.js';
import { StoredColumns } from '../../containers/columns/column-section.js';
import { RecordArray } from '../../containers/record-array.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../../mappers/id-mapper.js';
import { keySpec } from '../../mappers/key-kind.js';
import { openMapper } from '../../mappers/open-mapper.js';
import { SectionKind } from '../../mappers/tables/sections.js';
import { Failure } from '../failure.js';
import type { Sniffed } from '../files/identify-file.js';
import {
  type Found,
  type KeyChoice,
  type ReadableKeys,
  readableKeys,
  withFile,
} from '../files/open-undeclared.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { KEY_TYPES, type KeyNode } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import { schemaOfRecords } from '../schema/schema-of-file.js';
import { report } from './stat-report.js';
import type { KeysStat, Stat } from './stat-result.js';

export interface StatOptions extends KeyChoice {
  readonly json?: boolean | undefined;
}

export async function stat(path: string, options: StatOptions, io: Io): Promise<void> {
  await withFile(path, async (found) => {
    const { file, sniffed } = found;
    const keys = keysOf(found, options);
    const array = recordsOf(found);
    const result: Stat = {
      file: path,
      kind: sniffed.kind,
      bytes: file.byteLength,
      mapped: file.mapped,
      sections: sniffed.kind === 'mapping' ? sniffed.sections.size > 0 : null,
      ...(array === undefined ? {} : { records: array.length }),
      ...(keys === undefined ? {} : { keys }),
      ...columnsOf(found),
      parts: partsOf(sniffed, keys, file.byteLength),
      ...(array === undefined ? {} : { schema: schemaJson(schemaOfRecords(array, keyNode(keys))) }),
    };
    const text = options.json ? JSON.stringify(result, null, 2) : report(result, array, io.color);
    await write(io.stdout, `${text}\n`);
  });
}

function recordsOf({ file, sniffed }: Found): RecordArray<object> | undefined {
  if (sniffed.kind === 'id mapper') return undefined;
  return new RecordArray(file, sniffed.kind === 'mapping' ? sniffed.array : 0, undefined);
}

function columnsOf({ file, sniffed }: Found): Pick<Stat, 'columns'> {
  const section = sniffed.kind === 'mapping' ? sniffed.sections.get(SectionKind.columns) : undefined;
  if (section === undefined) return {};
  return { columns: new StoredColumns(file.memory, section).entries.map(({ name }) => name) };
}

/** What is known of the keys, also of those that cannot be read. */
function keysOf(found: Found, choice: KeyChoice): KeysStat | undefined {
  const { sniffed } = found;
  if (sniffed.kind === 'array') return undefined;
  const { entries, layout, width } = sniffed.keys;
  const about = sniffed.kind === 'mapping' ? sniffed.about : undefined;
  const shape = { entries, multi: about?.multi ?? null, declared: about !== undefined };
  try {
    const keys = readableKeys(found, choice);
    const type = keys.approximate ? 'approximate' : keys.type;
    const bytes = type === 'string' && about === undefined && !areText(found, keys);
    return { type: bytes ? 'bytes' : type, width: keys.width, ...shape };
  } catch (error) {
    if (error instanceof Failure) return { type: layout, width, ...shape };
    throw error;
  }
}

/** Keys looked at; in hash order, they are a sample of all. */
const MAX_KEYS = 1_000_000;

/** Whether the keys of a string mapper are text, as far as can be told in short time. */
function areText({ file }: Found, keys: ReadableKeys): boolean {
  let seen = 0;
  for (const key of openMapper(file, 0, keySpec(keys.options)).keys()) {
    if (!isUtf8(key as Uint8Array)) return false;
    seen += 1;
    if (seen === MAX_KEYS) break;
  }
  return true;
}

const READABLE: readonly string[] = KEY_TYPES;

function keyNode(keys: KeysStat | undefined): KeyNode | undefined {
  if (keys === undefined || !READABLE.includes(keys.type)) return undefined;
  return { type: keys.type as KeyNode['type'], width: keys.width, multi: keys.multi ?? false };
}

/** Integers in an entry of the index, by type of key. */
function integersOf(type: string): number {
  return type === 'uint64' || type === 'approximate' ? 2 : 3;
}

function partsOf(sniffed: Sniffed, keys: KeysStat | undefined, bytes: number): Record<string, number> {
  const parts: Record<string, number> = {};
  if (sniffed.kind !== 'array' && keys !== undefined) {
    const { entries, indexOffset } = sniffed.keys;
    parts.keys = indexOffset - MAPPER_HEADER;
    parts.index = (entries * integersOf(keys.type) * keys.width) / 8;
    if (sniffed.kind === 'mapping') {
      const end = Math.ceil((indexOffset + parts.index) / MAPPER_ALIGNMENT) * MAPPER_ALIGNMENT;
      parts.sections = Math.max(0, sniffed.array - end);
    }
  }
  if (sniffed.kind !== 'id mapper') Object.assign(parts, arrayParts(sniffed.header));
  const known = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...parts, 'headers and padding': bytes - known };
}

function arrayParts({ indexOffset, length, schemaSize }: ArrayHeader): Record<string, number> {
  return { records: indexOffset - ARRAY_HEADER, 'record index': 8 * length, schema: schemaSize };
}
