/** Finding records without their index: each begins where the one in front of it ends. */
import type { Memory } from '../../../bytes/memory.js';
import { ARRAY_HEADER } from '../../../containers/array-header.js';
import { RecordArray } from '../../../containers/record-array.js';
import { BlockMemory } from '../../blocks/block-memory.js';
import { arrayHeaderBytes } from '../../remote-headers.js';
import { traceRecord } from '../tracing/trace-record.js';
import { RepairedMemory } from './repaired-memory.js';

/** Bytes that are gone through, and records that are found at most. */
export const SCANNED_BYTES: number = 2 ** 22;
const MOST = 20_000;
/** Bytes from one window to the next, each of which most records end in. */
const WINDOW_STEP = 512;
const WINDOW_BYTES = 4096;

/** Offsets of records from the start of their array, as far as they make sense, but for those without a value. Throws `MissingBytes` until all of that is here. */
export function scannedRecords(memory: Memory, start: number, schema: Uint8Array): number[] {
  const end = memory.byteLength;
  const header = { totalSize: end - start + schema.length, indexOffset: end - start, length: 0 };
  const opened = new RepairedMemory(memory, end + schema.length, schema);
  opened.patch(start, arrayHeaderBytes({ ...header, schemaOffset: end - start, schemaSize: schema.length }));
  const source = {
    memory: opened,
    notMappedBecause: 'it is damaged',
    from: 'buffer',
    close: () => {},
  } as const;
  const array = new RecordArray<object>(source, start, undefined);
  const { alignment } = array.schema.layout;
  const offsets: number[] = [];
  const limit = Math.min(end, start + SCANNED_BYTES);
  // A window that ends amid a record would have all of this begun anew.
  if (memory instanceof BlockMemory) {
    for (let at = start; at < limit; at += WINDOW_STEP) memory.expect(at, WINDOW_BYTES);
  }
  for (let at = start + ARRAY_HEADER; at < limit && offsets.length < MOST; ) {
    const spans = traceRecord(memory, array, at);
    // Zeros, which fill up the record in front, or else a record without a value.
    if (spans.every(({ kind }) => kind === 'bitmap' || kind === 'padding')) {
      at += alignment;
      continue;
    }
    // What it shares with records in front of it lies there.
    const next = Math.max(at, ...spans.map(({ offset, length }) => offset + length));
    if (next <= at || next > end || spans.some(({ kind }) => kind === 'damaged')) break;
    offsets.push(at - start);
    at = start + Math.ceil((next - start) / alignment) * alignment;
  }
  return offsets;
}
