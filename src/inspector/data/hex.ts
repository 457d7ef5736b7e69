/** Bytes of a file in lines, each byte with what it is. */
import type { ByteSpan } from 'sharedbuffers/remote';

/** Neighbouring bytes that are shown together. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
  /** Bytes behind it that belong to it, and are too many to be shown. */
  readonly left: number;
}

/** Spans that are further apart than this are shown apart: a pointer can lead anywhere. */
const APART = 256;
/** Bytes that are shown of one stretch. */
const MOST = 4096;

/** The stretches that spans, in the order of their offsets, lie in; each begins at a multiple of `line` bytes. */
export function stretchesOf(spans: readonly ByteSpan[], line: number, size: number): Stretch[] {
  const stretches: { offset: number; length: number }[] = [];
  for (const { offset, length } of spans) {
    const last = stretches.at(-1);
    const end = last === undefined ? 0 : last.offset + last.length;
    if (last !== undefined && offset <= end + APART)
      last.length = Math.max(end, offset + length) - last.offset;
    else stretches.push({ offset: offset - (offset % line), length: length + (offset % line) });
  }
  return stretches.map(({ offset, length }) => {
    const lines = Math.min(Math.ceil(length / line) * line, size - offset);
    return { offset, length: Math.min(MOST, lines), left: Math.max(0, length - MOST) };
  });
}

/** What each byte of a stretch is; undefined for what no span has. */
export function byByte(
  spans: readonly ByteSpan[],
  { offset, length }: Pick<Stretch, 'offset' | 'length'>,
): (ByteSpan | undefined)[] {
  const all = new Array<ByteSpan | undefined>(length).fill(undefined);
  for (const span of spans) {
    const from = Math.max(0, span.offset - offset);
    const to = Math.min(length, span.offset + span.length - offset);
    for (let at = from; at < to; at += 1) all[at] = span;
  }
  return all;
}

export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** The character of a byte, a point for what cannot be seen. */
export function seen(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
