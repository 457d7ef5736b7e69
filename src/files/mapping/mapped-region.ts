/**
 * The life of a mapped file: when it may be unmapped.
 *
 * Unmapping under an `ArrayBuffer` that someone can still read ends the process, and typed arrays outlive
 * whatever wraps them. So each mapping counts its users, which are the region (it can make more views) and every
 * `ArrayBuffer` made over it; the garbage collector tells when one is gone, and the last one unmaps. `close` does
 * not wait: it detaches the buffers where the runtime can, and puts zero pages in the file's place, which frees all that
 * the file held. The bare address range stays until the buffers are collected: a native call under way on another
 * thread (zlib's, say) may still be reading it. On Windows a file stays mapped until then if buffers could not be detached,
 * as on Node 20.
 *
 * A worker thread that ends calls no finalizers; thread-maps.ts says who unmaps what it had.
 */
import type { MmapSystem } from './mmap-system.js';
import type { EndingMap } from './thread-maps.js';

/** What reads mapped memory, and can be told to end that. */
export interface Reader {
  close(): void;
}

/** A mapping and how many objects still refer to it. Must not refer to those objects itself. */
class Hold implements EndingMap {
  readonly system: MmapSystem;
  readonly address: bigint;
  readonly length: number;
  users = 1;
  reader: WeakRef<Reader> | undefined;
  readonly #slot: number;

  /** Whether there is nothing to unmap any more. */
  #gone = false;

  constructor(system: MmapSystem, address: bigint, length: number) {
    this.system = system;
    this.address = address;
    this.length = length;
    this.#slot = system.threads.add(this);
  }

  release(): void {
    if (--this.users > 0 || this.#gone) return;
    this.system.threads.remove(this, this.#slot);
    this.system.unmap(this.address, this.length);
  }

  end(): void {
    this.reader?.deref()?.close();
    this.blank(false);
  }

  /** `unseen` as in `SystemMaps.blank`. */
  blank(unseen: boolean): void {
    this.#gone = this.system.blank(this.address, this.length, unseen) === 'gone';
    // Others may have that address from now on.
    if (this.#gone) this.system.threads.remove(this, this.#slot);
  }
}

const registry = new FinalizationRegistry<Hold>((hold) => hold.release());

/** `ArrayBuffer.prototype.transfer`: Node 22, Bun and Deno have it, Node 20 has nothing that detaches. */
type Transferable = ArrayBuffer & { transfer?(newByteLength: number): ArrayBuffer };

/** A whole file mapped into memory. Unmapped by `close`, or once nothing refers to it any more. */
export class MappedRegion {
  readonly #hold: Hold;
  readonly #buffers: ArrayBuffer[] = [];
  #closed = false;

  /** Takes over `length` bytes, not zero, that were mapped at an address, as `system.map` gives it. */
  constructor(system: MmapSystem, address: bigint, length: number) {
    this.#hold = new Hold(system, address, length);
    registry.register(this, this.#hold, this);
  }

  /**
   * The `length` bytes from `base`, at most 4 GiB of them. Each call makes an `ArrayBuffer` whose length counts as
   * external memory and may start a garbage collection of some milliseconds: keep it. One that is only looked at
   * (`brief`) is not kept here, and so cannot be made empty by `close`.
   */
  view(base: number, length: number, brief = false): Uint8Array {
    const buffer = this.#hold.system.view(this.#hold.address + BigInt(base), length);
    this.#hold.users++;
    registry.register(buffer, this.#hold);
    if (!brief) this.#buffers.push(buffer);
    return new Uint8Array(buffer);
  }

  /** Says who reads it, at most one at a time. */
  readBy(reader: Reader): void {
    this.#hold.reader = new WeakRef(reader);
  }

  /**
   * Lets go of the file. Typed arrays made by `view` become empty, or read as zeros on Node 20. A second call
   * does nothing; `view` must not be called any more.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const unseen = this.#detach();
    if (this.#hold.users > 1) this.#hold.blank(unseen);
    registry.unregister(this);
    this.#hold.release();
  }
  /** Makes empty what was handed out to be kept; false where the runtime cannot. */
  #detach(): boolean {
    const buffers: Transferable[] = this.#buffers.splice(0);
    for (const buffer of buffers) buffer.transfer?.(0);
    return buffers.every(({ transfer }) => transfer !== undefined);
  }
}
