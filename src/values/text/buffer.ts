/** Buffers (docs/format.md 3): bytes to be read where they lie, whatever their length. */

import { readLength } from '../../bytes/structural-integers.js';
import type { Window } from '../../bytes/window.js';
import { PackError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { describe, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';

/** A buffer, or a view of one. */
export type BufferInput = ArrayBufferLike | ArrayBufferView;

/** The bytes under a buffer, or under a view of one. */
function bytesOf(value: unknown): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const kind = Object.prototype.toString.call(value);
  if (kind === '[object ArrayBuffer]' || kind === '[object SharedArrayBuffer]') {
    return new Uint8Array(value as ArrayBuffer);
  }
  throw new PackError(`${describe(value)} is not an ArrayBuffer, SharedArrayBuffer or a view of one`);
}

class BufferCodec extends VariableCodec<Uint8Array> {
  override write(packer: Packer, value: unknown): void {
    const bytes = bytesOf(value);
    const at = packer.take(8);
    packer.setLength(at, bytes.length);
    packer.append(bytes);
  }

  /** A view, not a copy: it costs the same for any length. */
  override read(window: Window, offset: number, reader: Decoding): Uint8Array {
    reader.spend(window, offset, COST.view);
    const length = readLength(window, offset);
    const start = offset + 8;
    window.need(start, length);
    return window.bytes.subarray(start, start + length);
  }
}

export const buffer: VariableCodec<Uint8Array> = new BufferCodec('buffer', 'r');
