/** What a container reads from: memory, and whoever must be told when reading is over. */

import { ArgumentError } from '../errors.js';
import { bytesOver } from './bytes-over.js';
import { Memory } from './memory.js';
import { checkOptions } from './options.js';

export interface Source {
  readonly memory: Memory;
  /** Why the bytes are in this process's own memory, as in "because it is empty"; undefined when they are mapped. */
  readonly notMappedBecause: string | undefined;
  /** What they were opened from, which tells how to open them as something else. */
  readonly from: 'buffer' | 'file' | 'bundle';
  /** Where the index of a mapping ends, padded, where that is known without a look at what may be far away. */
  readonly indexEnd?: number | undefined;
  /** Ends all reading: later reads throw `ClosedError`. A second call does nothing. */
  close(): void;
}

/** How to read a buffer. */
export interface BufferOptions {
  /** Whether numeric fields may be assigned, which changes the buffer for all threads that share it. Default false. */
  readonly writable?: boolean | undefined;
  /** Where the container starts in the buffer, in bytes. Default 0. */
  readonly offset?: number | undefined;
  /** Bytes that it takes. Default: all from `offset` on. */
  readonly length?: number | undefined;
}

/**
 * A source over bytes in the heap; `close` only ends reading.
 *
 * @throws `ArgumentError` for what is no buffer, and for a stretch that does not lie in it.
 */
export function heapSource(data: Uint8Array | ArrayBufferLike, options: BufferOptions = {}): Source {
  checkOptions(options, 'writable offset length');
  const bytes = bytesOver(data);
  const { writable, offset = 0, length = bytes.length - offset } = options;
  if (!Number.isInteger(offset) || !Number.isInteger(length) || offset < 0 || length < 0) {
    throw new ArgumentError(`offset ${offset} and length ${length} are not whole numbers of bytes`);
  }
  if (offset + length > bytes.length) {
    throw new ArgumentError(`${length} bytes from offset ${offset} are not within the ${bytes.length} given`);
  }
  const whole = offset === 0 && length === bytes.length;
  const memory = Memory.over(whole ? bytes : bytes.subarray(offset, offset + length), undefined, writable);
  const notMappedBecause = 'it was opened from a buffer';
  return { memory, notMappedBecause, from: 'buffer', close: () => memory.close() };
}

/**
 * A copy of bytes that threads can share: `postMessage` passes a `SharedArrayBuffer` on without copying it again.
 *
 * @param data The bytes.
 * @throws `ArgumentError` where there is none: in pages that are not cross-origin isolated.
 *
 * @example
 * const shared = shareBuffer(Cities.pack([['AR-ROS', { name: 'Rosario', population: 1_030_069 }]]));
 * Cities.fromBuffer(shared).get('AR-ROS')?.name; // in any thread that it is posted to
 */
export function shareBuffer(data: ArrayBufferView | ArrayBufferLike): SharedArrayBuffer {
  if (typeof SharedArrayBuffer === 'undefined') {
    throw new ArgumentError('there is no SharedArrayBuffer here: serve the page cross-origin isolated');
  }
  const bytes = ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
  const shared = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** The end of a container's life; containers are `Disposable`. */
export abstract class Container implements Disposable {
  /** @internal */
  protected readonly source: Source;

  /** @internal */
  constructor(source: Source) {
    this.source = source;
  }

  /** Whether the bytes are mapped, and so shared with other processes, or a copy in this one's memory. */
  get mapped(): boolean {
    return this.source.notMappedBecause === undefined;
  }

  /** Why the bytes are not mapped, in words such as `the package koffi is not installed`; undefined when they are. */
  get notMappedBecause(): string | undefined {
    return this.source.notMappedBecause;
  }

  /**
   * Ends reading: what is read later, through the container or any proxy from it, throws `ClosedError`. A second call
   * does nothing.
   */
  close(): void {
    this.source.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}
