/** Where the bytes of a file go: by parts, and records by field, of a sample where there are many. */
import type { ByteSpan, RemoteInspection } from 'sharedbuffers/remote';

/** A share of the file. */
export interface Share {
  readonly name: string;
  readonly bytes: number;
  /** Within a part. */
  readonly shares?: readonly Share[] | undefined;
}

export interface Sizes {
  readonly shares: readonly Share[];
  /** Records looked at; 0 where there are none. */
  readonly sampled: number;
  /** Whether these are not all. */
  readonly partial: boolean;
  /** How many of them have bytes of a field, by its path. */
  readonly present: ReadonlyMap<string, number>;
}

const SAMPLE = 64;
/** Records that are looked at together. */
const TOGETHER = 8;

/** Parts, of which small neighbours of one kind are one. */
export function partShares(file: RemoteInspection): Share[] {
  const bytes = new Map<string, number>();
  for (const { name, length } of file.parts) {
    const group = name.endsWith('header') ? 'headers' : name;
    bytes.set(group, (bytes.get(group) ?? 0) + length);
  }
  return [...bytes].map(([name, count]) => ({ name, bytes: count })).sort((a, b) => b.bytes - a.bytes);
}

/** With the records by field. */
export async function sizesOf(file: RemoteInspection, signal: AbortSignal): Promise<Sizes> {
  const shares = partShares(file);
  const length = file.records?.length ?? 0;
  const count = Math.min(length, SAMPLE);
  const at = (index: number) => (length <= SAMPLE ? index : Math.floor((index + 0.5) * (length / SAMPLE)));
  const bytes = new Map<string, number>();
  const present = new Map<string, number>();
  let sampled = 0;
  for (let from = 0; from < count; from += TOGETHER) {
    signal.throwIfAborted();
    const indexes = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, each) => at(from + each));
    const found = await Promise.allSettled(indexes.map((index) => file.recordBytes(index, { signal })));
    for (const each of found) {
      if (each.status === 'rejected') continue;
      sampled += 1;
      for (const span of each.value.spans) add(bytes, span);
      for (const path of new Set(each.value.spans.map(({ path }) => path))) {
        present.set(path, (present.get(path) ?? 0) + 1);
      }
    }
  }
  const total = [...bytes.values()].reduce((sum, each) => sum + each, 0);
  return {
    sampled,
    partial: sampled < length,
    present,
    shares: shares.map((share) =>
      share.name !== 'records' || total === 0
        ? share
        : { ...share, shares: fieldShares(bytes, share.bytes / total) },
    ),
  };
}

/** By field; bitmaps, padding, and what text is behind its pointers, apart. */
function add(bytes: Map<string, number>, { kind, path, what, length }: ByteSpan): void {
  const name =
    kind === 'padding' ? kind : kind === 'bitmap' ? 'bitmaps' : TEXT.test(what) ? `${path}: text` : path;
  bytes.set(name, (bytes.get(name) ?? 0) + length);
}

/** Of spans of a field that is text. */
const TEXT = /^(head of )?(string|text)$/;

function fieldShares(bytes: ReadonlyMap<string, number>, scale: number): Share[] {
  return [...bytes]
    .map(([name, count]) => ({ name, bytes: Math.round(count * scale) }))
    .sort((a, b) => b.bytes - a.bytes);
}
