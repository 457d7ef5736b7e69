/** Inputs whose bytes come in pieces that end anywhere. */
import fc from 'fast-check';
import type { Input } from '../../src/tables/input/input-file.js';

/** Lengths of pieces. */
export const lengths: fc.Arbitrary<number[]> = fc.array(fc.nat(12), { maxLength: 40 });

export function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  let from = 0;
  for (const length of cuts) {
    cut.push(bytes.subarray(from, from + length));
    from += length;
  }
  return [...cut, bytes.subarray(from)];
}

/** An input whose pieces are overwritten once the next one is taken, as those of files are. */
export function inputOf(content: string | Uint8Array, cuts: readonly number[] = [], name = 'x'): Input {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    byteLength: bytes.length,
    *chunks() {
      for (const piece of pieces(bytes, cuts)) {
        const lent = piece.slice();
        yield lent;
        lent.fill(0x22);
      }
    },
    read(position, target) {
      const part = bytes.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
    close() {},
  };
}
