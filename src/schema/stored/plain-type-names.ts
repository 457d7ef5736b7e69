/** Names in embedded schemas (docs/format.md 12) of what most records are made of: numbers, text and bytes. */
import type { Codec } from '../../values/base/codec.js';
import * as numbers from '../../values/numbers/number-types.js';
import { bytes, text } from '../../values/text/text-and-bytes.js';

export const PLAIN_CODECS: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  ['ubyte', numbers.uint8],
  ['byte', numbers.int8],
  ['ushort', numbers.uint16],
  ['short', numbers.int16],
  ['uint32', numbers.uint32],
  ['int32', numbers.int32],
  ['uint64', numbers.dynamicUint64],
  ['int64', numbers.dynamicInt64],
  ['int', numbers.dynamicInt64],
  ['float32', numbers.float32],
  ['float64', numbers.float64],
  ['float', numbers.float],
  ['bool', numbers.bool],
  ['mapped_unicode', text],
  ['mapped_bytes', bytes],
]);
