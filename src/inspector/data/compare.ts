/** What is different in a second file: records added, removed and changed, field by field. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { type Row, recordRows } from './rows.js';
import { opened, type Source } from './sources.js';
import { spelled } from './spelling.js';

/** A key, or the number of a record, and what became of it. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly a: string; readonly b: string }[];
}

export interface CompareStep {
  /** Those since the last step. */
  readonly differences: readonly Difference[];
  readonly same: number;
  readonly done: number;
}

const BATCH = 256;
const VALUE = ' value';

type Key = Parameters<RemoteInspection['lookUp']>[0];
type Pair = readonly [name: string, a: Row | undefined, b: Row | undefined];

/** Throws an `Error` where the files cannot be compared. */
export async function* compared(
  a: RemoteInspection,
  b: RemoteInspection,
  signal: AbortSignal,
): AsyncGenerator<CompareStep> {
  const keyed = (file: RemoteInspection) => file.mapping ?? file.idMapper;
  if (keyed(a) !== undefined && keyed(b) !== undefined && a.kind === b.kind) yield* byKey(a, b, signal);
  else if (a.records !== undefined && b.records !== undefined) yield* byNumber(a, b, signal);
  else
    throw new Error('these are files of other kinds: keys are compared with keys, and records with records');
}

/** Two versions of a data set, shard by shard. Throws an `Error` where these have other numbers of shards. */
export async function* comparedShards(
  a: readonly Source[],
  b: readonly Source[],
  signal: AbortSignal,
): AsyncGenerator<CompareStep> {
  if (a.length !== b.length) {
    throw new Error(
      `these versions have ${a.length} and ${b.length} shards: a key is in another shard of each, so that they cannot be compared shard by shard`,
    );
  }
  for (const [shard, source] of a.entries()) {
    using here = await opened(source);
    using there = await opened(b[shard]!);
    for await (const step of compared(here, there, signal)) {
      yield { ...step, done: (shard + step.done) / a.length };
    }
  }
}

async function* byKey(
  a: RemoteInspection,
  b: RemoteInspection,
  signal: AbortSignal,
): AsyncGenerator<CompareStep> {
  const names = fieldNames(a, b);
  const [sizeA, sizeB] = [a.keys!.entries, b.keys!.entries];
  const share = (done: number) => done / Math.max(1, sizeA + sizeB);
  const several = [a, b].some(({ keys }) => keys!.multi !== false);
  for await (const { keys, done } of keysOf(a, signal)) {
    const [ofA, ofB] = await Promise.all([
      valuesOf(a, keys, several, signal),
      valuesOf(b, keys, several, signal),
    ]);
    const pairs = keys.flatMap((key, at) => pairsOf(nameOf(key), ofA[at]!, ofB[at]!));
    yield stepOf(pairs, names, share(done));
  }
  for await (const { keys, done } of keysOf(b, signal)) {
    const known = await valuesOf(a, keys, false, signal);
    const added = keys.filter((_, at) => known[at]!.length === 0);
    const values = await valuesOf(b, added, several, signal);
    const pairs = added.flatMap((key, at) => pairsOf(nameOf(key), [], values[at]!));
    yield stepOf(pairs, names, share(sizeA + done));
  }
}

/** The keys of a file, each once: those of several entries are neighbours in the index. */
async function* keysOf(
  file: RemoteInspection,
  signal: AbortSignal,
): AsyncGenerator<{ readonly keys: readonly Key[]; readonly done: number }> {
  const size = file.keys!.entries;
  let last: string | undefined;
  for (let from = 0; from < size; from += BATCH) {
    signal.throwIfAborted();
    const keys: Key[] = [];
    for (const [key] of await file.entries(from, from + BATCH, { signal })) {
      const name = spelled(key);
      if (name !== last) keys.push(key);
      last = name;
    }
    yield { keys, done: Math.min(size, from + BATCH) };
  }
}

/** Of the values of one key in both files, those at the same places. */
function pairsOf(name: string, a: readonly Row[], b: readonly Row[]): Pair[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at): Pair => [name, a[at], b[at]]);
}

/** The records, or numbers, of each key; with `several`, all of them, else the first. */
async function valuesOf(
  file: RemoteInspection,
  keys: readonly Key[],
  several: boolean,
  signal: AbortSignal,
): Promise<readonly (readonly Row[])[]> {
  const rowOf = (value: unknown): Row =>
    file.mapping === undefined ? { value } : { record: value as object };
  const reader = file.mapping ?? file.idMapper!;
  const one = async (key: Key): Promise<readonly Row[]> => {
    try {
      return (await reader.getAll(key, { signal })).slice(0, several ? undefined : 1).map(rowOf);
    } catch (problem) {
      signal.throwIfAborted();
      return [{ problem: problem as Error }];
    }
  };
  if (several) return await Promise.all(keys.map(one));
  try {
    const values: readonly unknown[] = await reader.getMany([...keys], { signal });
    return values.map((value) => (value === undefined ? [] : [rowOf(value)]));
  } catch {
    // Of a batch of which one cannot be read, the others can.
    return await Promise.all(keys.map(one));
  }
}

async function* byNumber(
  a: RemoteInspection,
  b: RemoteInspection,
  signal: AbortSignal,
): AsyncGenerator<CompareStep> {
  const names = fieldNames(a, b);
  const [lengthA, lengthB] = [a.records!.length, b.records!.length];
  const length = Math.max(lengthA, lengthB);
  const rowsOf = (file: RemoteInspection, from: number, most: number) =>
    from >= most ? [] : recordRows(file, from, Math.min(most, from + BATCH), signal);
  for (let from = 0; from < length; from += BATCH) {
    signal.throwIfAborted();
    const [ofA, ofB] = await Promise.all([rowsOf(a, from, lengthA), rowsOf(b, from, lengthB)]);
    const count = Math.min(BATCH, length - from);
    const pairs = Array.from({ length: count }, (_, at): Pair => [String(from + at), ofA[at], ofB[at]]);
    yield stepOf(pairs, names, (from + count) / length);
  }
}

function stepOf(pairs: readonly Pair[], names: readonly string[], done: number): CompareStep {
  const differences = pairs.flatMap((pair) => difference(pair, names));
  return { differences, same: pairs.length - differences.length, done };
}

function difference([name, a, b]: Pair, names: readonly string[]): Difference[] {
  if (a === undefined && b === undefined) return [];
  if (b === undefined) return [{ kind: 'removed', name, fields: [] }];
  if (a === undefined) return [{ kind: 'added', name, fields: [] }];
  const fields = names
    .map((field) => ({ name: field.trim(), a: textOf(a, field), b: textOf(b, field) }))
    .filter((field) => field.a !== field.b);
  return fields.length === 0 ? [] : [{ kind: 'changed', name, fields }];
}

function textOf({ record, value, problem }: Row, field: string): string {
  try {
    if (problem !== undefined) throw problem;
    const read = field === VALUE ? value : record && Reflect.get(record, field);
    return read === undefined ? '' : spelled(read);
  } catch (error) {
    return `damaged: ${(error as Error).message}`;
  }
}

function nameOf(key: unknown): string {
  return typeof key === 'string' ? key : spelled(key);
}

/** Fields of either file. */
function fieldNames(a: RemoteInspection, b: RemoteInspection): string[] {
  if (a.idMapper !== undefined) return [VALUE];
  return [...new Set([...a.fields, ...b.fields].map(({ name }) => name))];
}
