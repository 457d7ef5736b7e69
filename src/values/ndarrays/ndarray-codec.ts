/**
 * How numpy arrays are stored (docs/format.md 7):
 *
 * ```
 *  0 i64 pointer to the element type     both from the header's first byte
 *  8 i64 pointer to the data
 * 16 the shape, a sequence; left out where there is one dimension, so that the first pointer is 16
 *    the element type, with its type in front: a number, a string, or a list of fields
 *    u64 bytes of data, the data in C order
 * ```
 */

import { readLength, readPointer } from '../../bytes/structural-integers.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { describe, VariableCodec } from '../base/codec.js';
import type { Decoding, Readable } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { Sharing } from '../base/sharing.js';
import { int8 } from '../numbers/number-types.js';
import {
  codecForIntegers,
  isPointerCode,
  readNumbers,
  readSequenceHead,
  writeNumbers,
} from '../numbers/packed-numbers.js';
import { text } from '../text/text-and-bytes.js';
import { type Dtype, dtypeOfData, dtypeOfId, idOfDtype, type NdDtype, parseDtype } from './dtype.js';
import { contiguous, NdArray, type NdInput } from './ndarray.js';
import { elementCount, MAX_DIMENSIONS } from './ndarray-shape.js';

const HEADER = 16;
/** RTTI code of lists. */
const LIST = 'e'.charCodeAt(0);

/** Fields as Python writes them: a list of tuples, which frozen arrays pack as. */
function stored(spec: NdDtype): unknown {
  if (typeof spec === 'string') return spec;
  return spec.map(([name, dtype]) => Object.freeze([name, stored(dtype)]));
}

function writeDtype(packer: Packer, dtype: Dtype): void {
  const id = idOfDtype(dtype);
  if (id >= 0) {
    packer.tagFixed(int8, id);
    return;
  }
  // Python gives each description a sharing map of its own.
  const { sharing } = packer;
  packer.sharing = new Sharing();
  try {
    if (typeof dtype.spec === 'string') packer.tagVariable(text, dtype.spec);
    else packer.table.codecOf(LIST)!.writeTagged(packer, stored(dtype.spec));
  } finally {
    packer.sharing = sharing;
  }
}

/** The RTTI value behind a pointer. */
const TAGGED: Readable<unknown> = {
  read: (window, offset, reader) => reader.any(window, offset),
};

interface Extent {
  readonly window: Window;
  readonly start: number;
  readonly length: number;
}

const BUFFER: Readable<Extent> = {
  read(window, offset) {
    const length = readLength(window, offset);
    window.need(offset + 8, length);
    return { window, start: offset + 8, length };
  },
};

function readShape(window: Window, offset: number): number[] {
  const head = readSequenceHead(window, offset);
  const fits = !isPointerCode(head.code) && head.length <= MAX_DIMENSIONS;
  const shape = fits ? readNumbers(window, head) : [-1];
  if (elementCount(shape) >= 0) return shape as number[];
  throw new CorruptBufferError('the shape of an array is not one that any data has', window.base + offset);
}

function readDtype(window: Window, offset: number, pointer: number, reader: Decoding): Dtype {
  const spec = reader.follow(window, offset, pointer, TAGGED);
  const dtype = dtypeOfId(spec) ?? parseDtype(spec);
  if (typeof dtype !== 'string') return dtype;
  throw new CorruptBufferError(`an array's element type cannot be read: ${dtype}`, window.base + offset);
}

class NdArrayCodec extends VariableCodec<NdArray> {
  override write(packer: Packer, value: unknown): void {
    const array = arrayOf(value);
    const start = packer.take(HEADER);
    if (array.shape.length !== 1) writeNumbers(packer, array.shape, codecForIntegers(array.shape));
    packer.setPointer(start, packer.end - start);
    writeDtype(packer, array.type);
    packer.setPointer(start + 8, packer.end - start);
    packer.setLength(packer.take(8), array.byteLength);
    // Room first: strides can spell more elements than memory has.
    const at = packer.take(array.byteLength);
    packer.bytes.set(array.toBytes(), at);
  }

  override read(window: Window, offset: number, reader: Decoding): NdArray {
    const known = reader.repeats ? reader.made(window, offset, this) : undefined;
    if (known !== undefined) return known as NdArray;
    reader.enter(window, offset);
    const pointer = readPointer(window, offset);
    const dtype = readDtype(window, offset, pointer, reader);
    const data = reader.follow(window, offset, readPointer(window, offset + 8), BUFFER);
    const count = data.length / dtype.itemSize;
    const shape = pointer === HEADER ? [count] : readShape(window, offset + HEADER);
    if (!Number.isInteger(count) || elementCount(shape) !== count) {
      throw new CorruptBufferError(
        `an array of ${shape.join(' x ')} elements of ${dtype.itemSize} bytes is said to take ${data.length}`,
        window.base + offset,
      );
    }
    // What may be copied counts by its length; so do fields, which are met anew with each array.
    reader.spend(window, offset, COST.object * (1 + dtype.fields) + data.length);
    reader.leave();
    const bytes = data.window.bytes.subarray(data.start, data.start + data.length);
    const array = contiguous(dtype, shape, bytes, data.window);
    if (reader.repeats) reader.remember(window, offset, this, array);
    return array;
  }
}

function arrayOf(value: unknown): NdArray {
  if (value instanceof NdArray) return value;
  if (dtypeOfData(value) !== undefined) return NdArray.of(value as NdInput);
  throw new PackError(`${describe(value)} is neither an NdArray nor a typed array of numbers`);
}

export const ndarray: VariableCodec<NdArray> = new NdArrayCodec('ndarray', 'n');
