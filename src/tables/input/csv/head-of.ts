/** The beginning of an input, as much of it as is needed. */
import type { Input } from '../input-file.js';
import { lineTooLong, MAX_LINE } from '../rows.js';
import type { Head } from './sample.js';

const HEAD_BYTES = 2 ** 16;

/** Shows `find` the first 64 KiB of an input, and more for as long as it gives undefined. Throws `InputError`. */
export function headOf<T>(input: Input, find: (head: Head) => T | undefined): T {
  for (let length = HEAD_BYTES; ; length *= 4) {
    const bytes = firstBytes(input, length);
    const found = find({
      name: input.name,
      bytes,
      line: 1,
      whole: bytes.length < length || length === input.byteLength,
    });
    if (found !== undefined) return found;
    if (length > MAX_LINE) throw lineTooLong(input.name, 1);
  }
}

/** Up to `length` bytes from the start. */
export function firstBytes(input: Input, length: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(length, input.byteLength));
  let filled = 0;
  for (const chunk of input.chunks()) {
    bytes.set(chunk.subarray(0, bytes.length - filled), filled);
    filled += Math.min(chunk.length, bytes.length - filled);
    if (filled === bytes.length) break;
  }
  return bytes.subarray(0, filled);
}
