/** What runs in a thread that reads and packs columns. What goes wrong here goes wrong in the thread that builds, which then tells it. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { TextColumn } from '../../containers/building/text-column.js';
import { type FlatBatch, FlatBatches } from '../building/flat-batches.js';
import { openColumnar } from '../columnar/open-columnar.js';
import type { Input } from '../input/input-file.js';
import { fileBytes } from '../input/sources/open-file.js';
import { planColumns } from '../plan/column-plan.js';
import {
  AHEAD,
  type ColumnTask,
  type FromColumnThread,
  type PostedBatch,
  type PostedKeys,
} from './column-messages.js';

const port = parentPort!;

function post(message: FromColumnThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function inputOf({ name, paths }: ColumnTask): Input {
  const parts = paths.map(fileBytes);
  return parts.length === 1 ? parts[0]! : { ...parts[0]!, name, parts };
}

/** Keys in memory of their own, which can be transferred. */
function postedKeys(keys: FlatBatch['keys']): PostedKeys | undefined {
  if (keys === undefined) return undefined;
  if (!(keys instanceof TextColumn)) return { integers: Float64Array.from(keys as readonly number[]) };
  const { lengths } = keys;
  const starts = new Int32Array(lengths.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let end = 0;
  for (let row = 0; row < lengths.length; row += 1) {
    starts[row] = end;
    const from = keys.starts[row]!;
    for (let at = 0; at < lengths[row]!; at += 1) bytes[end + at] = keys.bytes[from + at]!;
    end += lengths[row]!;
  }
  return { bytes, starts, lengths };
}

function transferred({ chunk, keys }: PostedBatch): ArrayBuffer[] {
  const own = [chunk.bytes, chunk.offsets, ...Object.values(keys ?? {})];
  return own.map(({ buffer }) => buffer as ArrayBuffer);
}

/** Whether all batches were packed. */
async function run(task: ColumnTask): Promise<boolean> {
  const source = await openColumnar(inputOf(task), task.format);
  const plan = planColumns(source, task.given, task.options);
  const flat = FlatBatches.of(plan);
  if (flat === undefined) return false;
  let room = AHEAD;
  port.on('message', () => {
    room += 1;
  });
  for await (const batch of source.batches(plan.columns, { texts: true })) {
    const packed = flat.pack(batch);
    if (packed === undefined) return false;
    const { size, first, input } = batch;
    const keys = postedKeys(packed.keys);
    const message: PostedBatch = { batch: { size, first, input }, chunk: packed.chunk, keys };
    post({ packed: message }, transferred(message));
    room -= 1;
    while (room === 0) await once(port, 'message');
  }
  return true;
}

post({ ready: true });
let complete = false;
try {
  complete = await run(workerData as ColumnTask);
} catch {
  // Told there.
}
post({ end: complete });
port.close();
