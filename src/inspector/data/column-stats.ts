/** What the values of one field are like: of a stored column all of them, else of a sample. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { Distinct, TopValues } from './distinct.js';
import { recordRows } from './rows.js';
import { jsonOf } from './show-value.js';

export interface ColumnStats {
  /** Values looked at, those that are not there included. */
  readonly looked: number;
  readonly of: number;
  readonly nulls: number;
  readonly missing: number;
  readonly damaged: number;
  /** Of numbers and text. */
  readonly least: string | undefined;
  readonly most: string | undefined;
  readonly distinct: number;
  /** Whether `distinct` and `top` are estimates. */
  readonly estimated: boolean;
  readonly top: readonly { readonly value: string; readonly count: number }[];
  /** Counts of numbers in steps of equal width. */
  readonly histogram:
    | { readonly from: number; readonly step: number; readonly counts: readonly number[] }
    | undefined;
}

/** Values that are looked at of a field without a column. */
const SAMPLE = 4096;
const STRETCH = 128;
/** Values of a column that are read together. */
const CHUNK = 2 ** 18;
const STEPS = 40;

export type Progress = (done: number) => void;

type Values = (each: (value: unknown) => void, progress: Progress) => Promise<void>;

export async function columnStats(
  file: RemoteInspection,
  name: string,
  stored: boolean,
  signal: AbortSignal,
  progress: Progress,
): Promise<ColumnStats> {
  const values: Values = stored ? ofColumn(file, name, signal) : ofRecords(file, name, signal);
  const tally = new Tally();
  await values(
    (value) => tally.add(value),
    (done) => progress(done / 2),
  );
  const range = tally.range;
  let histogram: ColumnStats['histogram'];
  if (range !== undefined) {
    const [from, to] = range;
    const step = (to - from) / STEPS || 1;
    const counts = new Array<number>(STEPS).fill(0);
    const place = (value: number) => Math.min(STEPS - 1, Math.floor((value - from) / step));
    await values(
      (value) => {
        const number = typeof value === 'bigint' ? Number(value) : value;
        if (typeof number === 'number' && Number.isFinite(number)) counts[place(number)]! += 1;
      },
      (done) => progress(0.5 + done / 2),
    );
    histogram = { from, step, counts };
  }
  return { ...tally.told(), of: file.records!.length, histogram };
}

class Tally {
  #looked = 0;
  #nulls = 0;
  #missing = 0;
  #damaged = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;
  #leastBig: bigint | undefined;
  #mostBig: bigint | undefined;
  #leastText: string | undefined;
  #mostText: string | undefined;
  readonly #distinct = new Distinct();
  readonly #top = new TopValues();

  add(value: unknown): void {
    this.#looked += 1;
    if (value === undefined) this.#missing += 1;
    else if (value === null) this.#nulls += 1;
    else if (value instanceof Error) this.#damaged += 1;
    else this.#value(value);
  }

  #value(value: unknown): void {
    const text =
      typeof value === 'string' ? value : typeof value === 'object' ? jsonOf(value) : String(value);
    this.#distinct.add(text);
    this.#top.add(text);
    if (typeof value === 'number') {
      if (value < this.#least) this.#least = value;
      if (value > this.#most) this.#most = value;
    } else if (typeof value === 'bigint') {
      if (this.#leastBig === undefined || value < this.#leastBig) this.#leastBig = value;
      if (this.#mostBig === undefined || value > this.#mostBig) this.#mostBig = value;
    } else if (typeof value === 'string') {
      if (this.#leastText === undefined || value < this.#leastText) this.#leastText = value;
      if (this.#mostText === undefined || value > this.#mostText) this.#mostText = value;
    }
  }

  /** Of finite numbers; undefined where there are none. */
  get range(): readonly [number, number] | undefined {
    const least = Math.min(this.#least, this.#leastBig === undefined ? this.#least : Number(this.#leastBig));
    const most = Math.max(this.#most, this.#mostBig === undefined ? this.#most : Number(this.#mostBig));
    return Number.isFinite(least) && Number.isFinite(most) ? [least, most] : undefined;
  }

  told(): Omit<ColumnStats, 'of' | 'histogram'> {
    const numbers = this.#least <= this.#most;
    return {
      looked: this.#looked,
      nulls: this.#nulls,
      missing: this.#missing,
      damaged: this.#damaged,
      least: numbers ? String(this.#least) : (this.#leastBig?.toString() ?? this.#leastText),
      most: numbers ? String(this.#most) : (this.#mostBig?.toString() ?? this.#mostText),
      distinct: this.#distinct.count,
      estimated: this.#distinct.estimated,
      top: this.#top.list(),
    };
  }
}

function ofColumn(file: RemoteInspection, name: string, signal: AbortSignal): Values {
  return async (each, progress) => {
    const { length } = file.records!;
    for (let from = 0; from < length; from += CHUNK) {
      signal.throwIfAborted();
      for (const value of await file.column(name, from, from + CHUNK, { signal })) each(value);
      progress(Math.min(1, (from + CHUNK) / length));
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
}

/** All of a few records; of many, stretches that are spread over the file. They are read once. */
function ofRecords(file: RemoteInspection, path: string, signal: AbortSignal): Values {
  let read: unknown[] | undefined;
  return async (each, progress) => {
    if (read === undefined) {
      read = [];
      const { length } = file.records!;
      const stretches = Math.ceil(Math.min(length, SAMPLE) / STRETCH);
      for (let stretch = 0; stretch < stretches; stretch += 1) {
        signal.throwIfAborted();
        const from =
          length <= SAMPLE ? stretch * STRETCH : Math.floor((stretch * (length - STRETCH)) / (stretches - 1));
        read.push(...(await valuesOf(file, path, from, Math.min(length, from + STRETCH), signal)));
        progress((stretch + 1) / stretches);
      }
    }
    for (const value of read) each(value);
  };
}

async function valuesOf(
  file: RemoteInspection,
  path: string,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<unknown[]> {
  const rows = await recordRows(file, from, to, signal);
  return rows.map(({ record, problem }) => {
    try {
      return (
        problem ??
        path
          .split('.')
          .reduce<unknown>(
            (value, name) => (value == null ? value : Reflect.get(Object(value), name)),
            record,
          )
      );
    } catch (error) {
      return error;
    }
  });
}
