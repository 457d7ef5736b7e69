/** Bytes that rows are read from, any number of times. */
import type { Progress } from '../progress.js';
import type { DiskRoom } from './disk-room.js';

const CHUNK_BYTES = 2 ** 18;

export interface Input {
  /** For messages. */
  readonly name: string;
  readonly byteLength: number;
  /** All bytes in order; a chunk is valid until the next one is taken. */
  chunks(): Generator<Uint8Array>;
  /** Fills `target` with the bytes from a position on, as far as there are any, and gives their number. */
  read(position: number, target: Uint8Array): number;
  close(): void;
  /** Inputs of which it is made, whose rows follow one another; else it is one itself. */
  readonly parts?: readonly Input[];
  /** Where it lies, if it is a file that is read as it is. */
  readonly path?: string;
}

/** What opening an input needs besides its path. */
export interface InputPlace {
  /** The file to be built: beside it is room for a temporary file, which has no name and ends with us. */
  readonly target: string;
  readonly progress: Progress;
  /** What is left free on its disk. */
  readonly room: DiskRoom;
  /** What the path `-` stands for; without it, a file of that name. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Of rows that are objects: whether a schema says what text stands for, so that bytes and the like can be given, and times. */
  readonly typed?: boolean | undefined;
  /** The same of times alone. */
  readonly dates?: boolean | undefined;
  /** Ends the wait for an input. */
  readonly signal: AbortSignal;
}

/** The inputs whose rows an input has, in order. */
export function partsOf(input: Input): readonly Input[] {
  return input.parts ?? [input];
}

export function* chunked(read: (position: number, chunk: Uint8Array) => number): Generator<Uint8Array> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let position = 0; ; ) {
    const length = read(position, chunk);
    if (length === 0) return;
    position += length;
    yield chunk.subarray(0, length);
  }
}
