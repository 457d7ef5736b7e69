/** From stretches of bytes to the blocks that they lie in, and back. */
import type { RemoteRange } from '../sources/remote-source.js';

/** The numbers of the blocks that stretches of a file of `size` bytes lie in, in order. */
export function blocksOf(ranges: readonly RemoteRange[], blockBytes: number, size: number): number[] {
  const wanted = new Set<number>();
  for (const { offset, length } of ranges) {
    const last = Math.min(offset + Math.max(1, length), size) - 1;
    for (let index = Math.floor(offset / blockBytes); index <= Math.floor(last / blockBytes); index += 1)
      wanted.add(index);
  }
  return [...wanted].sort((a, b) => a - b);
}

/** Stretches of whole blocks, joined where no more than `gap` bytes are between them. */
export function joined(
  blocks: readonly number[],
  blockBytes: number,
  size: number,
  gap: number,
): RemoteRange[] {
  const ranges: { offset: number; length: number }[] = [];
  for (const index of blocks) {
    const offset = index * blockBytes;
    const end = Math.min(offset + blockBytes, size);
    const last = ranges.at(-1);
    if (last !== undefined && offset - (last.offset + last.length) <= gap) {
      last.length = end - last.offset;
    } else ranges.push({ offset, length: end - offset });
  }
  return ranges;
}
