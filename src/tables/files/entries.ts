/** The records of a file with their keys, in the order in which they are written out. */
import { isUtf8 } from 'node:buffer';
import { latinText, MOST_CODES } from '../../bytes/text/character-codes.js';
import type { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import type { KeyNode, KeyTypeName } from '../schema/schema.js';
import type { Opened } from './open-undeclared.js';

/** A file with keys. */
export type Keyed = Exclude<Opened, { kind: 'array' }>;

/** Member in which an id mapper's value stands. */
export const VALUE_MEMBER = '$value';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A key with its record, which may be a cursor. Each is the same pair, filled anew. */
export type Entry = [key: Key | undefined, record: object];

/** Text keys are read as bytes, since those of string mappers can be either: text where they are that. */
export function textOfKey(type: KeyTypeName, key: Key): Key {
  if (type === 'any' || !(key instanceof Uint8Array)) return key;
  const { length } = key;
  const short = length > 0 && length <= MOST_CODES ? latinText(key, 0, length) : undefined;
  return short ?? (isUtf8(key) ? UTF8.decode(key) : key);
}

/**
 * Files of this library in the order in which they were written, so that a copy is the same. In those from Python the
 * records of one key have an order in the index only, whose first is the one that is found.
 */
export function* entriesOf(opened: Opened): Generator<Entry> {
  const entry: Entry = [undefined, opened];
  switch (opened.kind) {
    case 'array':
      for (const record of opened.array.cursor()) {
        entry[1] = record;
        yield entry;
      }
      return;
    case 'mapping': {
      if (opened.keys.multi !== undefined && opened.mapping.mapper.parts.columns === 2) {
        yield* numericEntries(opened.mapping, entry);
        return;
      }
      const order = opened.keys.multi === undefined ? 'index' : 'sequential';
      for (const [key, record] of opened.mapping.cursor().entries({ order })) {
        entry[0] = textOfKey(opened.keys.type, key);
        entry[1] = record;
        yield entry;
      }
      return;
    }
    default: {
      for (const [key, value] of opened.mapper.entries()) {
        entry[0] = textOfKey(opened.keys.type, key);
        entry[1] = { [VALUE_MEMBER]: value };
        yield entry;
      }
    }
  }
}

/** Entries put in order at a time, at 8 bytes each. */
const MAX_ORDERED = 2 ** 24;

/**
 * Integer keys stand nowhere in the order in which they were written; but the numbers of their records do. Each pass over the
 * index takes the keys of a range of records. Where a record has several keys, or none, the order is that of the index.
 */
function* numericEntries(mapping: Mapping<Key, object>, entry: Entry): Generator<Entry> {
  const { mapper, array, size } = mapping;
  if (array.length !== size || !isPermutation(mapper)) {
    for (const [key, record] of mapping.cursor().entries()) {
      entry[0] = key;
      entry[1] = record;
      yield entry;
    }
    return;
  }
  const records = array.cursor();
  const { key } = mapper.steps();
  for (let start = 0; start < size; start += MAX_ORDERED) {
    const entries = new Float64Array(Math.min(MAX_ORDERED, size - start));
    let number = 0;
    for (const item of mapper.values()) {
      const place = Number(item) - start;
      if (place >= 0 && place < entries.length) entries[place] = number;
      number += 1;
    }
    for (const at of entries) {
      const record = records.next();
      if (record.done) return;
      entry[0] = key(at);
      entry[1] = record.value;
      yield entry;
    }
  }
}

/** Whether the values of an id mapper are the numbers below its size, each once. */
function isPermutation(mapper: IdMapper<Key>): boolean {
  const seen = new Uint8Array(Math.ceil(mapper.size / 8));
  for (const value of mapper.values()) {
    const item = Number(value);
    const bit = 1 << (item & 7);
    if (item >= mapper.size || (seen[item >>> 3]! & bit) !== 0) return false;
    seen[item >>> 3]! |= bit;
  }
  return true;
}

/** The records of one key, in the order of the file; of an id mapper, its values. */
export function* recordsOf(opened: Keyed, key: Key): Generator<object> {
  if (opened.kind === 'idMapper') {
    for (const value of opened.mapper.iterate(key)) yield { [VALUE_MEMBER]: value };
  } else if (opened.keys.multi ?? true) yield* opened.mapping.iterate(key);
  else {
    const record = opened.mapping.get(key);
    if (record !== undefined) yield record;
  }
}

/** The records of a file; undefined for id mappers. */
export function arrayOf(opened: Opened): RecordArray<object> | undefined {
  if (opened.kind === 'array') return opened.array;
  return opened.kind === 'mapping' ? opened.mapping.array : undefined;
}

/** What the keys are; undefined for arrays. */
export function keyNodeOf(opened: Opened): KeyNode | undefined {
  if (opened.kind === 'array') return undefined;
  const { type, width, multi = false } = opened.keys;
  return { type, width, multi };
}

/** Entries of a file with keys, or records of an array. */
export function sizeOf(opened: Opened): number {
  if (opened.kind === 'array') return opened.array.length;
  return opened.kind === 'mapping' ? opened.mapping.size : opened.mapper.size;
}
