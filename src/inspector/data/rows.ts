/** Rows of a table of any length, read by blocks as they come into view. */
import type { RemoteInspection } from 'sharedbuffers/remote';

/** A row: a record, an entry of an id mapper, or what is wrong with it. */
export interface Row {
  readonly key?: unknown;
  /** Whether `key` is one of a further index, and not of the mapping. */
  readonly indexed?: boolean | undefined;
  readonly record?: object | undefined;
  readonly value?: unknown;
  /** Number of the record. */
  readonly item?: number | undefined;
  readonly problem?: Error | undefined;
}

/** How records come: in the order they were written, or by the index, with their keys. */
export type RowOrder = 'written' | 'index';

const BLOCK = 64;
const MOST_BLOCKS = 256;

export class Rows {
  readonly length: number;
  readonly #read: (from: number, to: number, signal: AbortSignal) => Promise<Row[]>;
  readonly #blocks = new Map<number, Row[]>();
  readonly #waiting = new Map<number, AbortController>();
  readonly #changed: () => void;

  constructor(file: RemoteInspection, order: RowOrder, changed: () => void) {
    this.length = order === 'index' ? (file.keys?.entries ?? 0) : (file.records?.length ?? 0);
    this.#read = (from, to, signal) =>
      order === 'index' ? entries(file, from, to, signal) : recordRows(file, from, to, signal);
    this.#changed = changed;
  }

  /** The row, if it is here. */
  at(index: number): Row | undefined {
    return this.#blocks.get(Math.floor(index / BLOCK))?.[index % BLOCK];
  }

  /** Asks for the rows from `from` to before `to`, and no longer for others. */
  show(from: number, to: number): void {
    const wanted = new Set<number>();
    for (let block = Math.floor(from / BLOCK); block * BLOCK < Math.min(to, this.length); block += 1)
      wanted.add(block);
    for (const [block, controller] of this.#waiting) if (!wanted.has(block)) controller.abort();
    for (const block of wanted) this.#need(block);
  }

  #need(block: number): void {
    const known = this.#blocks.get(block);
    if (known !== undefined) {
      this.#blocks.delete(block);
      this.#blocks.set(block, known);
      return;
    }
    if (this.#waiting.has(block)) return;
    const controller = new AbortController();
    this.#waiting.set(block, controller);
    const from = block * BLOCK;
    const to = Math.min(this.length, from + BLOCK);
    this.#read(from, to, controller.signal)
      .catch((problem: Error) => Array.from({ length: to - from }, (): Row => ({ problem })))
      .then((rows) => {
        this.#waiting.delete(block);
        if (controller.signal.aborted) return;
        this.#blocks.set(block, rows);
        const oldest = this.#blocks.keys().next().value;
        if (this.#blocks.size > MOST_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
        this.#changed();
      });
  }

  /** Ends reading. */
  close(): void {
    for (const controller of this.#waiting.values()) controller.abort();
  }
}

/** Records by their numbers; where one of a block cannot be read, the others can. */
export async function recordRows(
  file: RemoteInspection,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Row[]> {
  const array = file.records!;
  try {
    const all = await array.slice(from, to, { signal });
    return all.map((record, at) => ({ record, item: from + at }));
  } catch {
    signal.throwIfAborted();
    return await Promise.all(Array.from({ length: to - from }, (_, at) => recordAt(file, from + at, signal)));
  }
}

/** A record, or what is wrong with it. */
export async function recordAt(file: RemoteInspection, item: number, signal?: AbortSignal): Promise<Row> {
  try {
    return { record: await file.records!.at(item, { signal }), item };
  } catch (error) {
    return { problem: error as Error, item };
  }
}

async function entries(
  file: RemoteInspection,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Row[]> {
  let found: [key: unknown, value: unknown][];
  try {
    found = await file.entries(from, to, { signal });
  } catch {
    signal.throwIfAborted();
    return await Promise.all(Array.from({ length: to - from }, (_, at) => entryAt(file, from + at, signal)));
  }
  return await Promise.all(found.map((entry) => followed(file, entry, signal)));
}

async function entryAt(file: RemoteInspection, at: number, signal: AbortSignal): Promise<Row> {
  try {
    const [entry] = await file.entries(at, at + 1, { signal });
    return await followed(file, entry!, signal);
  } catch (error) {
    return { problem: error as Error };
  }
}

async function followed(
  file: RemoteInspection,
  [key, value]: readonly [unknown, unknown],
  signal: AbortSignal,
): Promise<Row> {
  if (file.records === undefined) return { key, value };
  return { key, ...(await recordAt(file, Number(value), signal)) };
}
