/** The bytes of one record and what it leads to, for as long as somebody has the record. */
import { Window, type WindowOwner } from '../bytes/window.js';
import { ClosedError, CorruptBufferError } from '../errors.js';

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
    const found = this.#windows.find(({ base, size }) => position >= base && position < base + size);
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
