/** An input in blocks of whole rows, which threads can take apart by themselves. */
import type { CsvFormat } from '../input/csv/csv-format.js';
import { csvBlocks } from '../input/csv/csv-rows.js';
import { type Input, partsOf } from '../input/input-file.js';
import type { Format } from '../input/input-format.js';
import { lineTooLong, MAX_LINE, type Position } from '../input/rows.js';

/** Bytes of a block, unless a row is longer. */
const BLOCK_BYTES: number = 2 ** 19;

const NEWLINE = 10;

/** Whole rows. */
export interface Block {
  /** Of the input, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The line that the first row starts in, counted from 1. */
  readonly line: number;
}

/** Buffers that blocks were in, to be filled again. */
export type Buffers = ArrayBuffer[];

/** Whether an input can be cut into blocks. */
export function hasBlocks(format: Format): boolean {
  return format.kind === 'ndjson' || format.kind === 'csv';
}

/**
 * Blocks of an input, in order, without what comes before its rows; the last one may end without the end of a line. `free`: buffers
 * that nobody reads any more. Throws `InputError` for a row that has no end.
 */
export function* blocksOf(input: Input, format: Format, position: Position, free: Buffers): Generator<Block> {
  const parts = partsOf(input);
  for (const part of parts) {
    if (format.kind === 'csv') yield* blocksOfCells(part, format, position, free, parts[0]!.name);
    else yield* blocksOfLines(part, position, free);
  }
}

/** Blocks of CSV, in which lines can end within rows. */
function* blocksOfCells(
  input: Input,
  format: CsvFormat,
  position: Position,
  free: Buffers,
  first: string,
): Generator<Block> {
  const { name } = input;
  for (const { bytes, line } of csvBlocks(input, format, position, first)) {
    const buffer = bufferFor(free, Math.max(BLOCK_BYTES, bytes.length));
    buffer.set(bytes);
    yield { name, bytes: buffer.subarray(0, bytes.length), line };
  }
}

/** Blocks of lines, each of which is a row. */
function* blocksOfLines(input: Input, position: Position, free: Buffers): Generator<Block> {
  const { name } = input;
  let buffer = bufferFor(free, BLOCK_BYTES);
  let held = 0;
  let line = 1;
  for (const chunk of input.chunks()) {
    position.bytes += chunk.length;
    for (let taken = 0; taken < chunk.length; ) {
      const count = Math.min(buffer.length - held, chunk.length - taken);
      buffer.set(chunk.subarray(taken, taken + count), held);
      taken += count;
      held += count;
      if (held < buffer.length) continue;
      const end = buffer.lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        if (held > MAX_LINE) throw lineTooLong(name, line);
        buffer = grown(buffer);
        continue;
      }
      const rest = buffer.subarray(end);
      const next = bufferFor(free, Math.max(BLOCK_BYTES, 2 * rest.length));
      next.set(rest);
      const block = buffer.subarray(0, end);
      held = rest.length;
      buffer = next;
      const lines = linesIn(block);
      yield { name, bytes: block, line };
      line += lines;
    }
  }
  if (held > 0) yield { name, bytes: buffer.subarray(0, held), line };
}

function bufferFor(free: Buffers, bytes: number): Uint8Array<ArrayBuffer> {
  const known = bytes === BLOCK_BYTES ? free.pop() : undefined;
  return new Uint8Array(known ?? new ArrayBuffer(bytes));
}

function grown(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * buffer.length);
  larger.set(buffer);
  return larger;
}

function linesIn(block: Uint8Array): number {
  let lines = 0;
  for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
