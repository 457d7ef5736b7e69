/** Processes that hold millions of records as objects need a larger heap than engines give by themselves. */
import { totalmem } from 'node:os';

/** Above this the usual heap does not hold a `Map` of the records. */
const LARGE = 2_000_000;
/** Heap for one record of a `Map`, garbage of its making included. */
const HEAP_BYTES = 900;

/** Mebibytes of heap for a process with so many records; undefined where the usual heap does. */
export function heapFor(records: number): number | undefined {
  return records > LARGE ? Math.ceil((records * HEAP_BYTES) / 2 ** 20) : undefined;
}

/** Why a `Map` of so many records is left out, if it is. */
export function tooLarge(records: number, memory: number = totalmem()): string | undefined {
  const heap = heapFor(records);
  if (heap === undefined || heap * 2 ** 20 < 0.6 * memory) return undefined;
  return `${Math.ceil(heap / 1024)} GiB of heap are too much for this machine`;
}
