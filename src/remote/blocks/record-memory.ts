/** The bytes of one record and what it leads to, for as long as somebody has the record. */
import { Window, type WindowOwner } from '../../bytes/window.js';
import { ClosedError, CorruptBufferError } from '../../errors.js';

export class RecordMemory implements WindowOwner {
  readonly name: string;
  readonly byteLength: number;
  readonly writable = false;
  readonly partial = true;
  readonly closed = false;
  readonly #windows: Window[] = [];

  constructor(name: string, byteLength: number) {
    this.name = name;
    this.byteLength = byteLength;
  }

  add(base: number, bytes: Uint8Array): void {
    this.#windows.push(new Window(this, base, bytes, true));
  }

  windowAt(position: number): Window {
    // Of several, the one in which most follows: values may be longer than a block.
    let found: Window | undefined;
    for (const window of this.#windows) {
      if (position < window.base || position >= window.base + window.size) continue;
      if (found === undefined || window.base + window.size > found.base + found.size) found = window;
    }
    if (found !== undefined) return found;
    throw new CorruptBufferError(`a pointer leads to position ${position}, outside ${this.name}`, position);
  }

  need(position: number, length: number, what: string): void {
    if (position >= 0 && length >= 0 && position + length <= this.byteLength) return;
    throw new CorruptBufferError(
      `${what} takes ${length} bytes from ${position}, outside ${this.name}`,
      position,
    );
  }

  closedError(): ClosedError {
    return new ClosedError(`${this.name} is closed`);
  }
}
