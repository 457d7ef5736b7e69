/** A file as it would be read if what it has lost were there: bytes in the place of others, and behind its last one. */
import { Memory } from '../../../bytes/memory.js';
import { Window } from '../../../bytes/window.js';
import { CorruptBufferError } from '../../../errors.js';

export class RepairedMemory extends Memory {
  override readonly partial: boolean = true;
  readonly #inner: Memory;
  readonly #behind: Uint8Array;
  readonly #patches: { readonly position: number; readonly bytes: Uint8Array }[] = [];

  /** `behind`: what follows where `inner` ends. */
  constructor(inner: Memory, byteLength: number, behind: Uint8Array = new Uint8Array(0)) {
    super(
      byteLength,
      () => {
        throw new CorruptBufferError(`${inner.name} is read through another memory`);
      },
      inner.name,
    );
    this.#inner = inner;
    this.#behind = behind;
    this.patch(inner.byteLength, behind);
  }

  patch(position: number, bytes: Uint8Array): void {
    this.#patches.push({ position, bytes });
  }

  override windowAt(position: number): Window {
    const end = this.#inner.byteLength;
    if (position < end || position >= this.byteLength) return this.#inner.windowAt(position);
    return new Window(this, end, this.#behind, true);
  }

  override peek(position: number, length: number, what: string): Window {
    this.need(position, length, what);
    const end = position + length;
    const over = this.#patches.filter(
      (each) => each.position < end && position < each.position + each.bytes.length,
    );
    if (over.length === 0 && end <= this.#inner.byteLength) return this.#inner.peek(position, length, what);
    const bytes = new Uint8Array(length);
    const there = Math.min(length, this.#inner.byteLength - position);
    const isCovered = over.some(
      (each) => each.position <= position && end <= each.position + each.bytes.length,
    );
    if (there > 0 && !isCovered) bytes.set(this.#inner.peek(position, there, what).bytes);
    for (const patch of over) {
      const from = Math.max(position, patch.position);
      const to = Math.min(end, patch.position + patch.bytes.length);
      bytes.set(patch.bytes.subarray(from - patch.position, to - patch.position), from - position);
    }
    return new Window(this, position, bytes, true);
  }
}
