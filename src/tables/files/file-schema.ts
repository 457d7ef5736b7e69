/** The schema by which a file would be built again, as far as it says. */
import { isUtf8 } from 'node:buffer';
import { StoredColumns } from '../../containers/columns/column-section-reader.js';
import type { RecordArray } from '../../containers/record-array.js';
import { InputError } from '../../errors.js';
import type { IndexKind } from '../../mappers/building/index-option.js';
import { keySpec } from '../../mappers/key-kind.js';
import { openMapper } from '../../mappers/open-mapper.js';
import { SectionKind } from '../../mappers/tables/sections.js';
import { KEY_TYPES, type KeyNode, required, type Schema } from '../schema/schema.js';
import { schemaOfRecords } from '../schema/schema-of-file.js';
import { arrayOf, keyNodeOf, VALUE_MEMBER } from './entries.js';
import { fieldIndexesOf } from './file-indexes.js';
import {
  type Found,
  type KeyChoice,
  type Opened,
  type ReadableKeys,
  readableKeys,
} from './open-undeclared.js';

export interface KeysStat {
  readonly entries: number;
  /** `string`, `bytes`, `uint64` or `any`; `approximate` for hashes of keys; `unknown` for what makes no sense. */
  readonly type: string;
  readonly width: 32 | 64;
  /** Null when the file does not say. */
  readonly multi: boolean | null;
  /** Whether the file says what its keys are; else it was concluded from their layout. */
  readonly declared: boolean;
  /** There where the order of text or bytes is stored. */
  readonly ordered?: true;
  /** There where a filter of the keys is stored. */
  readonly filter?: true;
  /** There where several keys of text or bytes lead to one record, by a build of this library. */
  readonly dedupe?: true;
}

/** What is known of the keys, also of those that cannot be read. */
export function keysOf(found: Found, choice: KeyChoice): KeysStat | undefined {
  const { identity } = found;
  if (identity.kind === 'array') return undefined;
  const { entries, layout, width } = identity.keys;
  const about = identity.kind === 'mapping' ? identity.about : undefined;
  const has = (kind: SectionKind) => identity.kind === 'mapping' && identity.sections.has(kind);
  const ordered = has(SectionKind.order);
  const filter = has(SectionKind.filter);
  const shape = {
    entries,
    multi: about?.multi ?? null,
    declared: about !== undefined,
    ...(ordered && { ordered }),
    ...(filter && { filter }),
  };
  try {
    const keys = readableKeys(found, choice);
    const type = keys.approximate ? 'approximate' : keys.type;
    const bytes = type === 'string' && about === undefined && !areText(found, keys);
    const dedupe = areShared(found, type);
    return { type: bytes ? 'bytes' : type, width: keys.width, ...shape, ...(dedupe && { dedupe }) };
  } catch (error) {
    if (error instanceof InputError) return { type: layout, width, ...shape };
    throw error;
  }
}

/** Keys that a dump has in the order in which they were written, so that equal records are met again as they were. */
const IN_ORDER: readonly string[] = ['string', 'bytes', 'any'];

/** Whether a build that has equal records once makes the file again, as far as can be told. */
function areShared({ identity }: Found, type: string): boolean {
  if (identity.kind !== 'mapping' || identity.about === undefined) return false;
  return IN_ORDER.includes(type) && identity.header.length < identity.keys.entries;
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

export function keyNode(found: Found, keys: KeysStat | undefined): KeyNode | undefined {
  if (keys === undefined || !READABLE.includes(keys.type)) return undefined;
  const { identity } = found;
  const bigint = identity.kind === 'mapping' && identity.about?.key === 'bigint';
  const index = indexOf(found, keys);
  const columns = columnsOf(found);
  const indexes = fieldIndexesOf(found);
  const { ordered, filter, dedupe } = keys;
  return {
    type: keys.type as KeyNode['type'],
    width: keys.width,
    multi: keys.multi ?? false,
    ...(bigint && { bigint }),
    ...(index && { index }),
    ...(ordered && { ordered }),
    ...(filter && { filter }),
    ...(dedupe && { dedupe }),
    ...(columns && { columns }),
    ...(indexes && { indexes }),
  };
}

const TABLES = [
  SectionKind.hashTable,
  SectionKind.integerTable,
  SectionKind.directTable,
  SectionKind.bucketTable,
] as const;

/** What the index was built with, where that is not the usual table, or what a build from Python becomes. */
function indexOf({ identity }: Found, { entries, type }: KeysStat): IndexKind | undefined {
  if (identity.kind !== 'mapping') return undefined;
  const { sections } = identity;
  if (sections.has(SectionKind.directory)) return 'compact';
  const unusual = entries > 0 && type !== 'any' && sections.has(SectionKind.about);
  return unusual && !TABLES.some((kind) => sections.has(kind)) ? 'none' : undefined;
}

/** Fields that are stored as columns as well; undefined where there are none. */
export function columnsOf({ file, identity }: Found): readonly string[] | undefined {
  const section = identity.kind === 'mapping' ? identity.sections.get(SectionKind.columns) : undefined;
  return section && new StoredColumns(file.memory, section).entries.map(({ name }) => name);
}

/** What an array's records and a mapping's keys are. */
export function fileSchema(found: Found, array: RecordArray<object>, keys: KeysStat | undefined): Schema {
  return schemaOfRecords(array, keyNode(found, keys));
}

/** The same for what was opened; of keys that the file says nothing of, without looking at them. */
export function openedSchema(opened: Opened): Schema {
  const key = keyNodeOf(opened);
  const array = arrayOf(opened);
  if (array !== undefined) return schemaOfRecords(array, key);
  const value = required({ kind: 'scalar', name: 'uint64' });
  return { root: { fields: new Map([[VALUE_MEMBER, value]]), alignment: 8 }, structs: new Map(), key };
}
