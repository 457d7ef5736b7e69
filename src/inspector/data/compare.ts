/** What is different in a second file: records added, removed and changed, field by field. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { type Row, recordRows } from './rows.js';
import { jsonOf } from './show-value.js';

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

async function* byKey(
  a: RemoteInspection,
  b: RemoteInspection,
  signal: AbortSignal,
): AsyncGenerator<CompareStep> {
  const names = fieldNames(a, b);
  const [sizeA, sizeB] = [a.keys!.entries, b.keys!.entries];
  const share = (done: number) => done / Math.max(1, sizeA + sizeB);
  for (let from = 0; from < sizeA; from += BATCH) {
    signal.throwIfAborted();
    const entries = await a.entries(from, from + BATCH, { signal });
    const keys = entries.map(([key]) => key);
    const [ofA, ofB] = await Promise.all([valuesOf(a, keys, signal), valuesOf(b, keys, signal)]);
    const pairs = keys.map((key, at): Pair => [nameOf(key), ofA[at], ofB[at]]);
    yield stepOf(pairs, names, share(from + keys.length));
  }
  for (let from = 0; from < sizeB; from += BATCH) {
    signal.throwIfAborted();
    const keys = (await b.entries(from, from + BATCH, { signal })).map(([key]) => key);
    const known = await valuesOf(a, keys, signal);
    const added = keys
      .filter((_, at) => known[at] === undefined)
      .map((key): Pair => [nameOf(key), undefined, {}]);
    yield { ...stepOf(added, names, share(sizeA + from + keys.length)), same: 0 };
  }
}

/** The first record, or number, of each key; undefined where there is none. */
async function valuesOf(
  file: RemoteInspection,
  keys: readonly unknown[],
  signal: AbortSignal,
): Promise<(Row | undefined)[]> {
  const all = keys as Parameters<RemoteInspection['lookUp']>[0][];
  if (file.idMapper !== undefined) {
    const values = await file.idMapper.getMany(all, { signal });
    return values.map((value) => (value === undefined ? undefined : { value }));
  }
  try {
    const records = await file.mapping!.getMany(all, { signal });
    return records.map((record) => (record === undefined ? undefined : { record }));
  } catch {
    // Of a batch of which one cannot be read, the others can.
    signal.throwIfAborted();
    return await Promise.all(
      all.map(async (key): Promise<Row | undefined> => {
        try {
          const record = await file.mapping!.get(key, { signal });
          return record === undefined ? undefined : { record };
        } catch (problem) {
          return { problem: problem as Error };
        }
      }),
    );
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
    return read === undefined ? '' : jsonOf(read);
  } catch (error) {
    return `damaged: ${(error as Error).message}`;
  }
}

function nameOf(key: unknown): string {
  return typeof key === 'string' ? key : jsonOf(key);
}

/** Fields of either file. */
function fieldNames(a: RemoteInspection, b: RemoteInspection): string[] {
  if (a.idMapper !== undefined) return [VALUE];
  return [...new Set([...a.fields, ...b.fields].map(({ name }) => name))];
}
