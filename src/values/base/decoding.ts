/**
 * One decoding: bounds on depth and work, and the containers under way, so that cycles and shared values come
 * back as the same object and no input, however small, costs more than its budget.
 */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import { type CodecTable, MAX_DEPTH } from './codec.js';

/**
 * Values a decoding may make beyond one for every 4 bytes of memory. A tree needs no more than that; only shared
 * pointers do, and 451 bytes of those can spell 2⁴⁰ values.
 */
const FREE_WORK = 2 ** 22;

/** Values that decoding from a memory of this many bytes may make. */
export function workLimit(byteLength: number): number {
  return FREE_WORK + byteLength / 4;
}

export class Decoding {
  readonly table: CodecTable;
  #depth = 0;
  #work = 0;
  #made: Map<number, unknown> | undefined;

  constructor(table: CodecTable) {
    this.table = table;
  }

  any(window: Window, offset: number): unknown {
    return this.table.readAny(window, offset, this);
  }

  /** Counts `values` more; throws when one decoding makes more than its memory can honestly hold. */
  spend(window: Window, offset: number, values: number): void {
    this.#work += values;
    if (this.#work > workLimit(window.memory.byteLength)) {
      throw new CorruptBufferError(
        'shared pointers multiply into more values than any honest data holds: reading stopped',
        window.base + offset,
      );
    }
  }

  /** The container already made from these bytes in this decoding. `kind` tells apart types over the same bytes. */
  made(window: Window, offset: number, kind: number): unknown {
    return this.#made?.get((window.base + offset) * 8 + kind);
  }

  /** Remembers a container before its elements are read, so that they may lead back to it. */
  remember(window: Window, offset: number, kind: number, container: unknown): void {
    this.#made ??= new Map();
    this.#made.set((window.base + offset) * 8 + kind, container);
  }

  enter(window: Window, offset: number): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new CorruptBufferError(`values nest deeper than ${MAX_DEPTH} levels`, window.base + offset);
    }
  }

  leave(): void {
    this.#depth -= 1;
  }

  /**
   * Calls `read` where a pointer from `offset` leads: in this window if the value starts within its reach, else
   * in the one the memory gives.
   */
  follow<T>(window: Window, offset: number, pointer: number, codec: Readable<T>): T {
    const target = offset + pointer;
    if (target >= 0 && target < window.reach) return codec.read(window, target, this);
    const position = window.base + target;
    const far = window.memory.windowAt(position);
    return codec.read(far, position - far.base, this);
  }
}

export interface Readable<T> {
  read(window: Window, offset: number, reader: Decoding): T;
}
