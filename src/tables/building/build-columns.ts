/** Building a file from a table that says its types: by column, through one object that stands at one row after another. */
import type { ArrayBuilder } from '../../containers/building/array-builder.js';
import { addEntry } from '../../containers/building/build-in-memory.js';
import { TextColumn } from '../../containers/building/text-column.js';
import { FileError, InputError, PackError, SharedBuffersError } from '../../errors.js';
import type { ColumnBatch } from '../columnar/columnar-source.js';
import { extrasOf } from '../files/file-indexes.js';
import type { DiskRoom } from '../input/disk-room.js';
import { declarationOf } from '../input/key-input.js';
import { ValueError } from '../input/value-error.js';
import type { ColumnOptions, ColumnPlan } from '../plan/column-plan.js';
import { ColumnRows } from '../plan/column-rows.js';
import { allKeyless, rowOf } from '../plan/row-errors.js';
import { missingKey } from '../plan/row-keys.js';
import type { EntryBuilder, RowTarget } from '../plan/row-target.js';
import type { Progress } from '../progress.js';
import { type FlatBatch, FlatBatches } from './flat-batches.js';

/** Rows that are added between turns to others. */
const STEP = 256;
/** Rows of a batch that are added in one go. */
interface Step {
  readonly batch: PackedBatch['batch'];
  readonly from: number;
  readonly to: number;
  /** Those of the whole batch, packed. */
  readonly packed: FlatBatch | undefined;
}

/** A batch that was packed elsewhere, as in a thread. */
export interface PackedBatch {
  readonly batch: Pick<ColumnBatch, 'size' | 'first' | 'input'>;
  readonly packed: FlatBatch;
}

/** Batches that are packed elsewhere: the first ones, as many as can be. */
export interface PackedElsewhere {
  batches(): AsyncIterable<PackedBatch>;
  /** Whether these were all there are. */
  readonly complete: boolean;
}

/**
 * Builds the file and counts the records, and the rows that were passed over. What could not be packed `elsewhere` is packed here, and
 * says what is wrong with it.
 */
export async function buildColumns(
  target: RowTarget,
  plan: ColumnPlan,
  asked: ColumnOptions,
  progress: Progress,
  room: DiskRoom,
  elsewhere?: PackedElsewhere,
): Promise<{ records: number; skipped: number }> {
  const { checksums, reproducible, describeStructs, signal } = asked;
  const { source, schema, types, key } = plan;
  const rows = new ColumnRows(plan);
  /** Row under way, counted from 1, of its file. */
  let row = 0;
  let input = source.name;
  let skipped = 0;
  let done = 0;
  let keyless: InputError | undefined;
  let any = false;
  let adding = false;
  const share = (count: number) => (source.rowCount ? count / source.rowCount : 0) * source.byteLength;
  const onProgress = ({ rows: count }: { readonly rows: number }) => {
    room.check();
    progress.update(count, share(count));
  };
  const flat = FlatBatches.of(plan);
  async function* steps(): AsyncGenerator<Step> {
    let passed = 0;
    if (flat !== undefined && elsewhere !== undefined) {
      for await (const { batch, packed } of elsewhere.batches()) {
        yield { batch, from: 0, to: batch.size, packed };
        passed += 1;
      }
      if (elsewhere.complete) return;
    }
    for await (const batch of source.batches(plan.columns, { texts: flat !== undefined })) {
      passed -= 1;
      if (passed >= 0) continue;
      const packed = flat?.pack(batch);
      if (packed !== undefined) {
        yield { batch, from: 0, to: batch.size, packed };
        continue;
      }
      rows.batch(batch);
      for (let from = 0; from < batch.size; from += STEP) {
        yield { batch, from, to: Math.min(batch.size, from + STEP), packed };
      }
    }
  }
  const common = { onProgress, signal, checksums, reproducible, describeStructs };
  /** Adds records: all of a step at once where they are packed already. */
  const each = (add: (record: object) => void, addChunk: (packed: FlatBatch) => void) => (step: Step) => {
    const { batch, from, to, packed } = step;
    input = batch.input ?? source.name;
    if (packed !== undefined) {
      try {
        addChunk(packed);
      } catch (error) {
        const entry = rowOf(error);
        throw entry === undefined ? error : atRow(error, input, batch.first + entry - done + 1);
      }
      done += batch.size;
      any = true;
      return;
    }
    adding = true;
    for (let at = from; at < to; at += 1) {
      row = batch.first + at + 1;
      rows.at(at);
      add(rows.record);
      done += 1;
    }
    adding = false;
  };
  progress.start(`building ${target.name}`, source.byteLength, 'build');
  const count = ({ from, to }: Step) => to - from;
  try {
    if (key === undefined || schema.key === undefined) {
      const addTo = (builder: ArrayBuilder, step: Step) =>
        each(
          (record) => builder.add(record),
          ({ chunk }) => builder.addChunk(chunk),
        )(step);
      await target.buildArray(types.root, steps(), addTo, common, count);
    } else {
      const declaration = declarationOf(schema.key, types.root);
      const extras = extrasOf(asked, schema.key);
      // The record is one object all the while, and must not pass for one record.
      const mapped = { ...common, ...extras, dedupe: extras.dedupe ?? false };
      const add = (builder: EntryBuilder) => (record: object) => {
        const found = rows.key();
        if (found !== undefined) {
          any = true;
          addEntry(builder, [found, record]);
          return;
        }
        const error = rowError(input, row, missingKey(rows.keyFields as never, key.names));
        if (!key.skip) throw error;
        keyless ??= error;
        skipped += 1;
        done -= 1;
      };
      const guarded = async function* () {
        yield* steps();
        if (!any && keyless !== undefined) throw allKeyless(keyless, skipped);
      };
      const addTo = (builder: EntryBuilder, step: Step) =>
        each(add(builder), (packed) => addPacked(builder, packed))(step);
      await target.buildMapping(declaration, guarded(), addTo, mapped, count);
    }
  } catch (error) {
    throw adding ? atRow(error, input, row) : error;
  }
  return { records: done, skipped };
}

function addPacked(builder: EntryBuilder, { chunk, keys }: FlatBatch): void {
  if (keys instanceof TextColumn) builder.addTextChunk(chunk, keys);
  else builder.addChunk({ ...chunk, keys: keys! });
}

function rowError(
  input: string,
  row: number,
  { message, path }: { message: string; path?: string },
): InputError {
  return new InputError(`${input}: row ${row}: ${message}`, { input, line: row, field: path || undefined });
}

/** An error about the row under way, with its number in the table in place of that among the entries. */
function atRow(error: unknown, input: string, row: number): unknown {
  if (error instanceof ValueError) return rowError(input, row, error);
  if (!(error instanceof SharedBuffersError) || error instanceof FileError || error instanceof InputError)
    return error;
  if (!(error instanceof PackError)) return rowError(input, row, error);
  const path = error.path.replace(/^\[\d+\]\.?/, '');
  return rowError(input, row, { message: path === '' ? error.reason : `${path}: ${error.reason}`, path });
}
