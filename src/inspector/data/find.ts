/** Finding records, some at a time. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { conditionOf } from './condition.js';
import { type KeyKind, keyFrom } from './key-text.js';
import { type Row, recordRows } from './rows.js';

export type Found = Row;

export interface Query {
  readonly kind: 'key' | 'prefix' | 'range' | 'condition';
  /** The further index that keys are of; empty for the keys of the mapping itself. */
  readonly index: string;
  readonly text: string;
  /** Where a range ends. */
  readonly to: string;
}

export const QUERIES: Readonly<Record<Query['kind'], string>> = {
  key: 'key',
  prefix: 'start of the key',
  range: 'range of keys',
  condition: 'condition',
};

/** What was found since the last step, and how far it is. */
export interface FindStep {
  readonly found: readonly Found[];
  readonly looked: number;
  /** Of how many; undefined where nothing is gone through. */
  readonly of?: number | undefined;
  /** Records that could not be read. */
  readonly unread?: number | undefined;
}

/** Records that a search looks at together. */
const BATCH = 1024;
/** Entries of a range that are given at most: it can be all. */
const MOST = 500;
const STEP = 20;

/** Which questions a file, or a further index of it, can be asked: stretches of keys where these have an order. */
export function queriesOf(file: RemoteInspection, index: string): Query['kind'][] {
  const kinds: Query['kind'][] = [];
  if (file.mapping !== undefined || file.idMapper !== undefined) kinds.push('key');
  // Of an index, only a try tells.
  const hasOrder = file.mapping !== undefined && (file.ordered || index !== '');
  const isText = file.keys?.kind === 'string' || file.keys?.kind === 'bytes';
  if (hasOrder && (isText || index !== '')) kinds.push('prefix');
  if (hasOrder) kinds.push('range');
  if (file.records !== undefined) kinds.push('condition');
  return kinds;
}

/** Throws an `Error` that says what is wrong with the question, or where the file cannot answer it. */
export async function* found(
  file: RemoteInspection,
  query: Query,
  signal: AbortSignal,
): AsyncGenerator<FindStep> {
  if (query.kind === 'condition') yield* byCondition(file, query.text, signal);
  else if (query.kind === 'key') yield { found: await byKey(file, query, signal), looked: 0 };
  else yield* byOrder(file, query, signal);
}

async function byKey(file: RemoteInspection, query: Query, signal: AbortSignal): Promise<Found[]> {
  const { index, text } = query;
  const key = keyFrom(await keysOf(file, index, signal), text);
  if (file.idMapper !== undefined) {
    const values = await file.idMapper.getAll(key, { signal });
    return values.map((value) => ({ key, value }));
  }
  const { mapping } = file;
  const records = await (index === '' ? mapping! : mapping!.by(index)).getAll(key as never, { signal });
  return (records as object[]).map((record) => ({ key, record, indexed: index !== '' }));
}

/** An index without keys finds nothing, whatever is looked for. */
async function keysOf(file: RemoteInspection, index: string, signal: AbortSignal): Promise<KeyKind> {
  const keys = index === '' ? file.keys : await file.indexKeys(index, { signal });
  return keys ?? { kind: 'string', form: undefined };
}

async function* byOrder(
  file: RemoteInspection,
  { kind, index, text, to }: Query,
  signal: AbortSignal,
): AsyncGenerator<FindStep> {
  const keys = await keysOf(file, index, signal);
  const keyOf = (each: string) => (each === '' ? undefined : keyFrom(keys, each));
  const all = keys.kind === 'bytes' ? new Uint8Array(0) : '';
  const by = index === '' ? file.mapping! : file.mapping!.by(index);
  const options = { limit: MOST, signal };
  const entries =
    kind === 'prefix'
      ? by.prefix((keyOf(text) ?? all) as never, options)
      : by.range(keyOf(text) as never, keyOf(to) as never, options);
  let some: Found[] = [];
  for await (const [key, record] of entries as AsyncIterable<[unknown, object]>) {
    some.push({ key, record, indexed: index !== '' });
    if (some.length < STEP) continue;
    yield { found: some, looked: 0 };
    some = [];
  }
  yield { found: some, looked: 0 };
}

async function* byCondition(
  file: RemoteInspection,
  text: string,
  signal: AbortSignal,
): AsyncGenerator<FindStep> {
  const names = file.fields.map(({ name }) => name);
  const test = conditionOf(text, names);
  const { length } = file.records!;
  let unread = 0;
  for (let from = 0; from < length; from += BATCH) {
    signal.throwIfAborted();
    const to = Math.min(length, from + BATCH);
    const rows = await recordRows(file, from, to, signal);
    const hits = rows.filter(({ record }) => {
      try {
        if (record !== undefined) return test(record);
      } catch {
        // Counted below, as records are of which nothing can be read.
      }
      unread += 1;
      return false;
    });
    yield { found: hits, looked: to, of: length, unread };
    // What draws has its turn.
    await new Promise((resolve) => setTimeout(resolve));
  }
}
