/** Finding records, some at a time. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { conditionOf } from './condition.js';
import { keyFrom } from './key-text.js';
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
}

/** Records that a search looks at together. */
const BATCH = 1024;
/** Entries of a range that are given at most: it can be all. */
const MOST = 500;
const STEP = 20;

/** Which questions a file can be asked. */
export function queriesOf(file: RemoteInspection): Query['kind'][] {
  const kinds: Query['kind'][] = [];
  if (file.mapping !== undefined || file.idMapper !== undefined) kinds.push('key');
  if (file.mapping !== undefined) {
    if (file.keys?.kind === 'string' || file.keys?.kind === 'bytes') kinds.push('prefix');
    kinds.push('range');
  }
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

async function byKey(file: RemoteInspection, { index, text }: Query, signal: AbortSignal): Promise<Found[]> {
  const key = index === '' ? keyFrom(file, text) : keyOfIndex(text);
  if (file.idMapper !== undefined) {
    const values = await file.idMapper.getAll(key, { signal });
    return values.map((value) => ({ key, value }));
  }
  const { mapping } = file;
  const records = await (index === '' ? mapping! : mapping!.by(index)).getAll(key as never, { signal });
  return (records as object[]).map((record) => ({ key, record }));
}

/** Keys of further indexes are numbers or text, which the file does not say apart from them. */
function keyOfIndex(text: string): string | number {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

async function* byOrder(
  file: RemoteInspection,
  { kind, index, text, to }: Query,
  signal: AbortSignal,
): AsyncGenerator<FindStep> {
  const keyOf = (each: string) =>
    each === '' ? undefined : index === '' ? keyFrom(file, each) : keyOfIndex(each);
  const by = index === '' ? file.mapping! : file.mapping!.by(index);
  const options = { limit: MOST, signal };
  const entries =
    kind === 'prefix'
      ? by.prefix((keyOf(text) ?? '') as never, options)
      : by.range(keyOf(text) as never, keyOf(to) as never, options);
  let some: Found[] = [];
  for await (const [key, record] of entries as AsyncIterable<[unknown, object]>) {
    some.push({ key, record });
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
  const test = conditionOf(text);
  const { length } = file.records!;
  for (let from = 0; from < length; from += BATCH) {
    signal.throwIfAborted();
    const to = Math.min(length, from + BATCH);
    const rows = await recordRows(file, from, to, signal);
    const hits = rows.filter(({ record }) => record !== undefined && test(record));
    yield { found: hits, looked: to, of: length };
    // What draws has its turn.
    await new Promise((resolve) => setTimeout(resolve));
  }
}
