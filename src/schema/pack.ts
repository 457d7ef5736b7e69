/** Packing one value into bytes of its own, or into a buffer. */

import { bytesOver } from '../bytes/bytes-over.js';
import { checkOptions } from '../bytes/options.js';
import type { PackedBytes } from '../bytes/packed-bytes.js';
import { ArgumentError } from '../errors.js';
import { type CodecTable, describe, type VariableCodec } from '../values/base/codec.js';
import { Packer } from '../values/base/packer.js';
import type { Sharing } from '../values/base/sharing.js';

/** How a record is packed. */
export interface PackOptions {
  /**
   * Values written earlier in the same memory; those met again are pointed to. Filled as packing goes on, emptied
   * when it fails. Default: none.
   */
  readonly sharing?: Sharing;
  /** Where the target's first byte will lie in that memory, in bytes. Default 0. */
  readonly implicitOffset?: number;
}

/** Packers are kept, one per table; one in use (a getter that packs while its object is packed) is not reused. */
const idle = new WeakMap<CodecTable, Packer>();
/** A packer that grew beyond this many bytes is let go, so that one huge record does not keep its memory. */
const MAX_IDLE = 2 ** 22;

const NO_OPTIONS: PackOptions = {};

function withPacker<T>(table: CodecTable, options: PackOptions, base: number, use: (packer: Packer) => T): T {
  if (options !== NO_OPTIONS) checkOptions(options, 'sharing implicitOffset');
  const packer = idle.get(table) ?? new Packer(table);
  idle.delete(table);
  const own = packer.sharing;
  packer.sharing = options.sharing ?? own;
  packer.implicitOffset = (options.implicitOffset ?? 0) + base;
  try {
    const result = use(packer);
    packer.sharing.next();
    return result;
  } catch (error) {
    // What was noted on the way was not written in the end.
    packer.sharing.clear();
    throw error;
  } finally {
    packer.sharing = own;
    own.clear();
    if (packer.bytes.length <= MAX_IDLE) idle.set(table, packer);
  }
}

/** The packed bytes of a value. */
export function pack(
  table: CodecTable,
  codec: VariableCodec,
  value: unknown,
  options: PackOptions = NO_OPTIONS,
): PackedBytes {
  return withPacker(table, options, 0, (packer) => {
    packer.restart();
    packer.place(codec, value);
    return packer.bytes.slice(0, packer.end);
  });
}

/**
 * Packs a value into `target` at `offset`, aligned or not, and returns the offset after it. Padding follows from
 * positions in `target` (docs/format.md 9). Nothing is written when the value does not fit.
 */
export function packInto(
  table: CodecTable,
  codec: VariableCodec,
  value: unknown,
  target: Uint8Array | ArrayBufferLike,
  offset = 0,
  options: PackOptions = NO_OPTIONS,
): number {
  const bytes = bytesOver(target);
  if (!Number.isInteger(offset) || offset < 0 || offset > bytes.length) {
    throw new ArgumentError(
      `the offset ${describe(offset)} is not within the target of ${bytes.length} bytes`,
    );
  }
  return withPacker(table, options, offset, (packer) => {
    packer.restart(offset);
    packer.place(codec, value);
    const length = packer.end;
    if (length > bytes.length - offset) {
      throw new ArgumentError(
        `the value takes ${length} bytes, but the target has ${bytes.length - offset} from offset ${offset} on`,
      );
    }
    bytes.set(packer.bytes.subarray(0, length), offset);
    return offset + length;
  });
}
