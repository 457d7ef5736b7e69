/** What the values of one field are like: of a stored column all of them, else of a sample. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { type Tallied, Tally } from './column-tally.js';
import { orderedOf } from './kinds-of-values.js';
import { recordRows } from './rows.js';

export interface ColumnStats extends Tallied {
  readonly of: number;
  /** Counts in steps of equal width of the first of `ranges` that has a scale; infinite ones are in none. */
  readonly histogram:
    | {
        readonly from: number;
        readonly step: number;
        readonly counts: readonly number[];
        /** Whether the scale is milliseconds since 1970. */
        readonly times: boolean;
      }
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

/** `path`: the names of a field, and of those within it. */
export async function columnStats(
  file: RemoteInspection,
  path: readonly string[],
  stored: boolean,
  signal: AbortSignal,
  progress: Progress,
): Promise<ColumnStats> {
  const values: Values = stored ? ofColumn(file, path[0]!, signal) : ofRecords(file, path, signal);
  const tally = new Tally();
  await values(
    (value) => tally.add(value),
    (done) => progress(done / 2),
  );
  const told = tally.told();
  const scaled = told.ranges.find(({ scale }) => scale !== undefined);
  let histogram: ColumnStats['histogram'];
  if (scaled !== undefined) {
    const [from, to] = scaled.scale!;
    const step = to / STEPS - from / STEPS || 1;
    const counts = new Array<number>(STEPS).fill(0);
    await values(
      (value) => {
        const { kind, at = Number.NaN } = orderedOf(value) ?? {};
        if (kind !== scaled.kind || !Number.isFinite(at)) return;
        counts[Math.max(0, Math.min(STEPS - 1, Math.floor(at / step - from / step)))]! += 1;
      },
      (done) => progress(0.5 + done / 2),
    );
    histogram = { from, step, counts, times: scaled.kind === 'dates' || scaled.kind === 'times' };
  }
  return { ...told, of: file.records!.length, histogram };
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
function ofRecords(file: RemoteInspection, path: readonly string[], signal: AbortSignal): Values {
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
  path: readonly string[],
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<unknown[]> {
  const rows = await recordRows(file, from, to, signal);
  return rows.map(({ record, problem }) => {
    try {
      return (
        problem ??
        path.reduce<unknown>(
          (value, name) => (value == null ? value : Reflect.get(Object(value), name)),
          record,
        )
      );
    } catch (error) {
      return error;
    }
  });
}
