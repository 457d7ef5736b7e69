/** Ranges of bytes as requests name them (RFC 9110, section 14). */

/** From the first to the last byte, both in it. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** More are answered with the whole file. */
const MAX_RANGES = 256;

/**
 * The ranges that a header asks for of `size` bytes: none where none of them can be met, undefined where it asks for
 * no ranges of bytes, or for so many, or for so much twice, that the whole file is less.
 */
export function parseRanges(header: string, size: number): ByteRange[] | undefined {
  const list = /^bytes=(.*)$/i.exec(header)?.[1]?.split(',');
  if (list === undefined || list.length > MAX_RANGES) return undefined;
  const ranges: ByteRange[] = [];
  let bytes = 0;
  for (const each of list) {
    const parts = /^\s*(\d{0,30})-(\d{0,30})\s*$/.exec(each);
    if (parts === null || (parts[1] === '' && parts[2] === '')) return undefined;
    const range = rangeOf(parts[1]!, parts[2]!, size);
    if (range === 'wrong') return undefined;
    if (range === undefined) continue;
    ranges.push(range);
    bytes += range.last - range.first + 1;
  }
  return bytes > size ? undefined : ranges;
}

function rangeOf(from: string, to: string, size: number): ByteRange | 'wrong' | undefined {
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? undefined : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return 'wrong';
  if (first >= size) return undefined;
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
