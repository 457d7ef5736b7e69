/** What a container reads from: memory, and whoever must be told when reading is over. */
import { ArgumentError } from '../errors.js';
import { Memory } from './memory.js';

export interface Source {
  readonly memory: Memory;
  /** Whether the bytes are mapped, and so shared with other processes, or a copy in this one's memory. */
  readonly mapped: boolean;
  close(): void;
}

/** A source over bytes in the heap; `close` only ends reading. */
export function heapSource(data: Uint8Array | ArrayBufferLike, writable = false): Source {
  const memory = Memory.over(data, undefined, writable);
  return { memory, mapped: false, close: () => memory.close() };
}

/**
 * A copy of bytes that threads can share: `postMessage` passes a `SharedArrayBuffer` on without copying it again.
 * Throws `ArgumentError` where there is none: in pages that are not cross-origin isolated.
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
    return this.source.mapped;
  }

  /**
   * Ends reading: what is read later, through the container or any proxy from it, throws `ClosedError`. A second call
   * does nothing.
   */
  close(): void {
    this.source.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
