/** Struct classes as programs declare them: statics that write and read records. */

import { bytesOver } from '../bytes/bytes-over.js';
import { Memory } from '../bytes/memory.js';
import { checkOptions } from '../bytes/options.js';
import type { PackedBytes } from '../bytes/packed-bytes.js';
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';
import { type PackOptions, pack, packInto } from './pack.js';
import { PackingSchema } from './packing-schema.js';
import { makeSetter } from './proxies/setters.js';
import type { StructProxy } from './proxies/struct-proxy.js';
import type { StructParts } from './stored/undeclared-structs.js';
import { Struct, typeOf } from './struct-class.js';
import type { StructCodec } from './struct-codec.js';

/** How to read a record. */
export interface UnpackOptions {
  /** Whether its numeric fields may be assigned, which changes the buffer for all who share it. Default false. */
  readonly writable?: boolean | undefined;
}

const NO_OPTIONS: UnpackOptions = {};

type Memories = WeakMap<object, Memory>;

/** Memories over buffers that were read before, so that reading many records makes one view. */
const readable: Memories = new WeakMap();
const writable: Memories = new WeakMap();

function memoryOver(data: Uint8Array | ArrayBufferLike, options: UnpackOptions): Memory {
  if (options !== NO_OPTIONS) checkOptions(options, 'writable');
  const memories = options.writable === true ? writable : readable;
  const known = memories.get(data);
  if (known !== undefined && known.byteLength === data.byteLength) return known;
  const memory = Memory.over(bytesOver(data), undefined, memories === writable);
  memories.set(data, memory);
  return memory;
}

/** Statics of every class that is declared, or that files tell to programs which may write. */
export class PackingStruct extends Struct {
  static pack(value: unknown, options?: PackOptions): PackedBytes {
    return pack(this.schema.registry, typeOf(this).codec as StructCodec, value, options);
  }

  static packInto(
    value: unknown,
    target: Uint8Array | ArrayBufferLike,
    offset?: number,
    options?: PackOptions,
  ): number {
    return packInto(this.schema.registry, typeOf(this).codec as StructCodec, value, target, offset, options);
  }

  static unpackFrom(
    data: Uint8Array | ArrayBufferLike,
    offset = 0,
    options: UnpackOptions = NO_OPTIONS,
  ): StructProxy {
    const memory = memoryOver(data, options);
    if (!Number.isInteger(offset) || offset < 0 || offset >= memory.byteLength) {
      throw new ArgumentError(
        `the offset ${describe(offset)} is not within the ${memory.byteLength} bytes given`,
      );
    }
    const window = memory.windowAt(offset);
    return (typeOf(this).codec as StructCodec).read(window, offset - window.base);
  }
}

/** What classes are made of that read and write. */
export const PACKING: StructParts = {
  Base: PackingStruct,
  Schema: PackingSchema,
  makeSetter,
};
