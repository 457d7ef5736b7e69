/** Bytes by what they are, made of what a decoder was seen to read. */
import type { Read } from './traced-memory.js';

/** What bytes are, for those who colour them. */
export type SpanKind =
  | 'bitmap'
  | 'number'
  | 'pointer'
  | 'code'
  | 'head'
  | 'content'
  | 'header'
  | 'padding'
  | 'damaged';

/** A stretch of bytes that is one thing. */
export interface ByteSpan {
  /** From the start of the file. */
  readonly offset: number;
  /** How many bytes. */
  readonly length: number;
  /** What they are. */
  readonly kind: SpanKind;
  /** The field that they are of, as `location.lat`; or the part. Empty for padding. */
  readonly path: string;
  /** What they are, in words. */
  readonly what: string;
  /** The section of docs/format.md. */
  readonly section: string;
  /** Where a pointer leads. */
  readonly target?: number | undefined;
}

/** Names a read. */
export type Name = (read: Read) => Omit<ByteSpan, 'offset' | 'length'>;

/** More reads than a page can show. */
const MOST = 20_000;

/** Collects spans that do not overlap: of two that would, what was put first stays, and the other is cut. */
export class SpanCollector {
  readonly #spans: ByteSpan[] = [];

  get full(): boolean {
    return this.#spans.length >= MOST;
  }

  put(span: ByteSpan): void {
    let { offset } = span;
    const end = offset + span.length;
    let at = this.#from(offset);
    while (offset < end && !this.full) {
      const next = this.#spans[at];
      const free = Math.min(end, next?.offset ?? end);
      if (free > offset) {
        this.#spans.splice(at, 0, { ...span, offset, length: free - offset });
        at += 1;
      }
      if (next === undefined) return;
      offset = Math.max(offset, next.offset + next.length);
      at += 1;
    }
  }

  /** Puts reads of numbers and bytes first, and then what was only checked to be there. */
  putReads(reads: readonly Read[], name: Name): void {
    const order = [...reads].sort((a, b) => rank(a) - rank(b));
    for (const read of order) this.put({ ...name(read), offset: read.position, length: read.length });
  }

  /** In the order of their offsets; between them, where `gap` names it, what was never read. Neighbours that are one thing are one. */
  spans(gap?: (length: number) => Omit<ByteSpan, 'offset' | 'length'> | undefined): ByteSpan[] {
    const all: ByteSpan[] = [];
    for (const span of this.#spans) {
      const last = all.at(-1);
      const end = last === undefined ? span.offset : last.offset + last.length;
      const between = span.offset > end ? gap?.(span.offset - end) : undefined;
      if (between !== undefined) all.push({ ...between, offset: end, length: span.offset - end });
      const before = all.at(-1);
      if (before !== undefined && isOne(before, span)) {
        all[all.length - 1] = { ...before, length: before.length + span.length };
      } else all.push(span);
    }
    return all;
  }

  /** Index of the first span that ends past an offset. */
  #from(offset: number): number {
    let [low, high] = [0, this.#spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { offset: start, length } = this.#spans[middle]!;
      if (start + length > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function rank({ as }: Read): number {
  return as === 'need' ? 1 : 0;
}

function isOne(a: ByteSpan, b: ByteSpan): boolean {
  return (
    a.offset + a.length === b.offset &&
    a.kind === b.kind &&
    a.kind !== 'number' &&
    a.path === b.path &&
    a.what === b.what &&
    a.target === b.target
  );
}
