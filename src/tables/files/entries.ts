/** The records of a file with their keys, in the order in which they are written out. */
import { isUtf8 } from 'node:buffer';
import { latinText, MOST_CODES } from '../../bytes/character-codes.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { Key } from '../../mappers/id-mapper.js';
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
