/** What `get`, `keys` and `count` do with `--by`: records, keys and counts of a secondary index. */
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import { distinctKeys } from '../../datasets/reading/distinct-keys.js';
import type { Key } from '../../mappers/id-mapper.js';
import { inOneOrder } from '../../shards/merge.js';
import { arrayOf } from '../../tables/files/entries.js';
import { boundsOf, type KeyFilter } from '../../tables/files/key-ranges.js';
import type { Opened } from '../../tables/files/open-undeclared.js';
import { keyFromText, keyJson } from '../../tables/input/key-input.js';
import { typeOfForm } from '../../tables/input/typed-keys.js';
import { EntryJson } from '../../tables/output/json-sinks.js';
import type { KeyTypeName } from '../../tables/schema/schema.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { flushed, Lines } from '../output.js';
import type { Parts } from '../parts.js';
import { printable } from '../printable.js';
import { warnOfUnreadable } from '../unreadable.js';

/** Keys that are passed over between looks at whoever waits. */
const PAUSE = 4096;

export interface ByOptions {
  /** The name of an index. */
  readonly by?: string | undefined;
}

type Index = SecondaryIndex<never, object>;

/** The indexes of one name: of a file, or of all shards of a data set. */
export interface Indexes {
  readonly opened: Opened;
  readonly each: readonly Index[];
  readonly type: KeyTypeName;
}

/** Throws a usage error where there is no such index. */
export function indexesOf(parts: Parts, path: string, name: string): Indexes {
  const each = parts.all.map(({ opened }): Index => {
    if (opened.kind !== 'mapping') {
      throw new Failure('CLI_USAGE', `${path} is no mapping, and only these have indexes: leave out --by`);
    }
    return opened.mapping.by(name) as object as Index;
  });
  const filled = each.find(({ size }) => size > 0) ?? each[0]!;
  return { opened: parts.first.opened, each, type: typeOf(filled) };
}

function typeOf({ parts }: Index): KeyTypeName {
  const { kind, form } = parts.spec;
  if (form !== undefined) return typeOfForm(form.name);
  return kind === 'string' || kind === 'bytes' ? kind : 'uint64';
}

/** The JSON of the records of a key, one by one; they come without the keys of the mapping. */
export function* recordsBy({ opened, each }: Indexes, key: Key, io: Io): Generator<string> {
  const entries = new EntryJson({ key: undefined, only: undefined, array: arrayOf(opened) });
  for (const index of each)
    for (const record of index.iterate(key as never)) yield entries.json(record, undefined);
  warnOfUnreadable(entries.unreadable, io);
}

export function keyOfIndex({ type }: Indexes, text: string): Key {
  return keyFromText(type, text);
}

/** Prints the keys: all, or those that a filter lets through, in order where the index has one. */
export async function keysBy(
  indexes: Indexes,
  options: KeyFilter & { readonly limit?: number | undefined; readonly json?: boolean | undefined },
  io: Io,
): Promise<void> {
  const { type } = indexes;
  const lines = new Lines(io);
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (const key of filtered(indexes, options)) {
    if (left <= 0) break;
    if (key === undefined) {
      await flushed(io.signal);
      continue;
    }
    left -= 1;
    await lines.add(shown(type, key, options.json));
  }
  await lines.flush();
}

/** Prints how many records keys have: all keys, or those that are given. */
export async function countBy(
  indexes: Indexes,
  keys: readonly string[],
  json: boolean | undefined,
  io: Io,
): Promise<void> {
  const { each, type } = indexes;
  const lines = new Lines(io);
  const sought =
    keys.length === 0 ? distinctKeys<never>(each) : keys.map((text) => keyOfIndex(indexes, text));
  for (const key of sought as Iterable<Key>) {
    const count = each.reduce((sum, index) => sum + index.count(key as never), 0);
    await lines.add(
      json ? `{"key":${keyJson(type, key)},"count":${count}}` : `${count}\t${shown(type, key, false)}`,
    );
  }
  await lines.flush();
}

function shown(type: KeyTypeName, key: Key, json: boolean | undefined): string {
  return json || key instanceof Uint8Array ? keyJson(type, key) : printable(String(key));
}

/** Undefined now and then, while keys are passed over. */
function* filtered({ each, type }: Indexes, filter: KeyFilter): Generator<Key | undefined> {
  const { prefix, range } = filter;
  const text = type === 'string' || type === 'bytes';
  if (prefix !== undefined && !text) {
    throw new Failure('CLI_USAGE', '--prefix is for text keys: give a --range');
  }
  const [low, high] = range === undefined ? [undefined, undefined] : boundsOf(range, type);
  const [start, first, last] = [prefix, low, high].map((end) =>
    end === undefined || !text ? undefined : Buffer.from(end as string),
  );
  const isWithin = (key: Key): boolean => {
    if (!text) return true;
    const bytes = key instanceof Uint8Array ? key : Buffer.from(key as string);
    const within = start === undefined || start.equals(bytes.subarray(0, start.length));
    return (
      within &&
      (first === undefined || first.compare(bytes) <= 0) &&
      (last === undefined || last.compare(bytes) >= 0)
    );
  };
  if (!text || each.every(({ parts }) => parts.order !== undefined)) {
    const rows = each.map((index) => keysInOrder(index, prefix, low, high));
    for (const key of inOneOrder(rows, each[0]!.parts.spec)) if (isWithin(key)) yield key;
    return;
  }
  let seen = 0;
  for (const key of distinctKeys<never>(each) as Iterable<Key>) {
    seen += 1;
    if (seen % PAUSE === 0) yield undefined;
    if (isWithin(key)) yield key;
  }
}

function* keysInOrder(index: Index, prefix: string | undefined, low: unknown, high: unknown): Generator<Key> {
  const ordered = index.orderedKeys();
  const { count, entry } = prefix === undefined ? ordered.closedRange(low, high) : ordered.prefix(prefix);
  const { key } = index.parts.mapper.steps();
  for (let step = 0; step < count; step += 1) yield key(entry(step));
}
