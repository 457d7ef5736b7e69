/** Where the records of a typed array lie: the index at its end (FORMAT.md 10). */
import type { Memory, Window } from '../bytes/memory.js';
import { Region } from '../bytes/region.js';
import { CorruptBufferError } from '../errors.js';
import { OFFSET, WINDOW } from '../schema/proxy.js';
import type { ProxyClass } from '../schema/struct-codec.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import { ARRAY_HEADER, type ArrayHeader } from './array-header.js';

const TWO_32 = 2 ** 32;

export class RecordPlaces {
  readonly #memory: Memory;
  readonly #start: number;
  readonly #index: Region;
  /** Last offset from the array's start at which a record's bitmaps still lie before the index. */
  readonly #last: number;

  constructor(memory: Memory, start: number, header: ArrayHeader, recordHeader: number) {
    this.#memory = memory;
    this.#start = start;
    this.#index = new Region(memory, start + header.indexOffset, header.length * 8, 'the index of an array');
    this.#last = header.indexOffset - recordHeader;
  }

  /** Offset of record `item` from the array's start; checked to lie among the records. */
  offsetOf(item: number): number {
    const at = item * 8;
    const window = this.#index.windowAt(at);
    const place = this.#index.offsetIn(window, at);
    return window.view.getUint32(place + 4, true) * TWO_32 + window.view.getUint32(place, true);
  }

  proxy(type: ProxyClass, item: number): StructProxy {
    return this.proxyAt(type, this.offsetOf(item));
  }

  proxyAt(type: ProxyClass, offset: number): StructProxy {
    if (!(offset >= ARRAY_HEADER && offset <= this.#last)) throw this.#refuse(offset);
    const position = this.#start + offset;
    const window = this.#memory.windowAt(position);
    return new type(window, position - window.base);
  }

  /** Moves a proxy to record `item`; `window` is the one it is on. */
  move(proxy: StructProxy, window: Window, item: number): void {
    const offset = this.offsetOf(item);
    if (!(offset >= ARRAY_HEADER && offset <= this.#last)) throw this.#refuse(offset);
    const target = this.#start + offset - window.base;
    if (target >= 0 && target < window.reach) {
      proxy[OFFSET] = target;
      return;
    }
    const other = this.#memory.windowAt(this.#start + offset);
    proxy[WINDOW] = other;
    proxy[OFFSET] = this.#start + offset - other.base;
  }

  #refuse(offset: number): Error {
    if (this.#memory.closed) return this.#memory.closedError();
    return new CorruptBufferError(
      `a record is said to lie ${offset} bytes into its array, which is not among the records`,
      this.#start,
    );
  }
}
