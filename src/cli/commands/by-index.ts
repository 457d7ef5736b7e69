/** What `get`, `keys` and `count` do with `--by`: records, keys and counts of a secondary index. */
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import { openOrdered } from '../../mappers/ordered/open-ordered.js';
import { arrayOf } from '../../tables/files/entries.js';
import { boundsOf, type KeyFilter } from '../../tables/files/key-ranges.js';
import type { Opened } from '../../tables/files/open-undeclared.js';
import { keyFromText, keyJson } from '../../tables/input/key-input.js';
import { EntryJson } from '../../tables/output/json-sinks.js';
import type { KeyTypeName } from '../../tables/schema/schema.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { flushed, Lines } from '../output.js';
import { printable } from '../printable.js';
import { warnOfUnreadable } from '../unreadable.js';

/** Keys that are passed over between looks at whoever waits. */
const PAUSE = 4096;

export interface ByOptions {
  /** The name of an index. */
  readonly by?: string | undefined;
}

type Index = SecondaryIndex<never, object>;

/** Throws a usage error where the file has no such index. */
export function indexOf(opened: Opened, path: string, name: string): Index {
  if (opened.kind !== 'mapping') {
    throw new Failure('CLI_USAGE', `${path} is no mapping, and only these have indexes: leave out --by`);
  }
  return opened.mapping.by(name) as object as Index;
}

function typeOf({ parts }: Index): KeyTypeName {
  const { kind } = parts.spec;
  return kind === 'string' || kind === 'bytes' ? kind : 'uint64';
}

/** The JSON of the records of a key, one by one; they come without the keys of the mapping. */
export function* recordsBy(opened: Opened, index: Index, key: Key, io: Io): Generator<string> {
  const entries = new EntryJson({ key: undefined, only: undefined, array: arrayOf(opened) });
  for (const record of index.iterate(key as never)) yield entries.json(record, undefined);
  warnOfUnreadable(entries.unreadable, io);
}

export function keyOfIndex(index: Index, text: string): Key {
  return keyFromText(typeOf(index), text);
}

/** Prints the keys: all, or those that a filter lets through, in order where the index has one. */
export async function keysBy(
  index: Index,
  options: KeyFilter & { readonly limit?: number | undefined; readonly json?: boolean | undefined },
  io: Io,
): Promise<void> {
  const type = typeOf(index);
  const lines = new Lines(io);
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (const key of filtered(index, type, options)) {
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
  index: Index,
  keys: readonly string[],
  json: boolean | undefined,
  io: Io,
): Promise<void> {
  const type = typeOf(index);
  const lines = new Lines(io);
  const sought = keys.length === 0 ? index.keys() : keys.map((text) => keyOfIndex(index, text));
  for (const key of sought as Iterable<Key>) {
    const count = index.count(key as never);
    await lines.add(
      json ? `{"key":${keyJson(type, key)},"count":${count}}` : `${count}\t${shown(type, key, false)}`,
    );
  }
  await lines.flush();
}

function shown(type: KeyTypeName, key: Key, json: boolean | undefined): string {
  return json || typeof key === 'object' ? keyJson(type, key) : printable(String(key));
}

/** Undefined now and then, while keys are passed over. */
function* filtered(
  index: Index,
  type: KeyTypeName,
  { prefix, range }: KeyFilter,
): Generator<Key | undefined> {
  if (prefix !== undefined && type === 'uint64') {
    throw new Failure('CLI_USAGE', '--prefix is for text keys: give a --range');
  }
  const [low, high] = range === undefined ? [undefined, undefined] : boundsOf(range, type);
  const within = (key: Key) =>
    (prefix === undefined || startsWith(prefix, key)) &&
    (low === undefined || compare(low, key) <= 0) &&
    (high === undefined || compare(key, high) <= 0);
  let seen = 0;
  for (const key of keysFrom(index, type, prefix, low)) {
    seen += 1;
    if (seen % PAUSE === 0) yield undefined;
    if (within(key)) yield key;
    else if (high !== undefined && isOrdered(index, type) && compare(key, high) > 0) return;
  }
}

function isOrdered({ parts }: Index, type: KeyTypeName): boolean {
  return type === 'uint64' || parts.order !== undefined;
}

/** From the first key on that a filter may let through, where keys are in order. */
function* keysFrom(
  index: Index,
  type: KeyTypeName,
  prefix: string | undefined,
  low: unknown,
): Generator<Key> {
  if (!isOrdered(index, type)) {
    yield* index.keys() as Iterable<Key>;
    return;
  }
  const { mapper, spec, order } = index.parts;
  const ordered = openOrdered(mapper, spec, order);
  const { count, entry } = prefix === undefined ? ordered.range(low, undefined) : ordered.prefix(prefix);
  const { key } = mapper.steps();
  for (let step = 0; step < count; step += 1) yield key(entry(step));
}

const bytesOf = (key: unknown): Uint8Array => (key instanceof Uint8Array ? key : Buffer.from(String(key)));

/** Text and bytes by their bytes, as the order of an index has them. */
function compare(one: unknown, other: unknown): number {
  if (typeof one === 'string' || one instanceof Uint8Array)
    return Buffer.compare(bytesOf(one), bytesOf(other));
  return (one as bigint) < (other as bigint) ? -1 : Number((one as bigint) > (other as bigint));
}

function startsWith(prefix: string, key: Key): boolean {
  const beginning = Buffer.from(prefix);
  return compare(beginning, bytesOf(key).subarray(0, beginning.length)) === 0;
}
