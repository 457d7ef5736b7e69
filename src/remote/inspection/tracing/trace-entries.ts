/** Entries of an index, stored keys, and places of records, by what is read for each. */
import type { Memory } from '../../../bytes/memory.js';
import type { RecordArray } from '../../../containers/record-array.js';
import type { IdMapper, Key } from '../../../mappers/id-mapper.js';
import { locateBytes } from '../../../values/text/text-and-bytes.js';
import type { FilePart } from '../file-parts.js';
import type { ByteSpan } from './byte-spans.js';
import type { Read } from './traced-memory.js';

/** A part of which every read is noted. */
export interface TracedPart {
  readonly part: FilePart;
  /** What `work` reads. */
  readsOf(work: () => void): readonly Read[];
}

/** An entry of the index: what is read for its hash, its key and its value. */
export function entrySpans(
  { readsOf, part }: TracedPart,
  mapper: IdMapper<Key>,
  array: RecordArray<object> | undefined,
  entry: number,
): ByteSpan[] {
  const { index, columns } = mapper.parts;
  const steps = mapper.steps();
  const inIndex = ({ position }: Read) => position >= part.offset && position < part.offset + part.length;
  const span = (reads: readonly Read[], what: string, target?: number): ByteSpan[] => {
    const own = reads.filter(inIndex);
    if (own.length === 0) return [];
    const kind = target === undefined ? 'number' : 'pointer';
    return [{ ...extent(own), kind, path: `entry ${entry}`, what, section: part.section, target }];
  };
  let value: number | bigint = 0;
  const ofValue = readsOf(() => {
    value = steps.value(entry);
  });
  const spans = span(
    ofValue,
    array === undefined ? `value ${value}` : `record ${value}`,
    recordPlace(array, value),
  );
  const ofKey = readsOf(() => steps.key(entry));
  const stored = ofKey.find((read) => !inIndex(read))?.position;
  spans.push(...span(ofKey, stored === undefined ? 'key' : `pointer to the key, at byte ${stored}`, stored));
  if (columns === 3) {
    let hash: number | bigint = 0;
    const ofHash = readsOf(() => {
      hash = index.exact(entry, 0);
    });
    spans.push(...span(ofHash, `hash of the key, ${hash.toString(16)}`));
  }
  return spans;
}

/** Stored keys, which are found one behind the other. */
export function keySpans(memory: Memory, { offset, length, section }: FilePart, to: number): ByteSpan[] {
  const spans: ByteSpan[] = [];
  const end = Math.min(to, offset + length);
  for (let at = offset; at < end; ) {
    const window = memory.windowAt(at);
    const key = locateBytes(window, at - window.base);
    const start = window.base + key.start;
    spans.push(
      { offset: at, length: start - at, kind: 'head', path: 'keys', what: 'head of a key', section },
      { offset: start, length: key.length, kind: 'content', path: 'keys', what: 'key', section },
    );
    at = start + key.length;
  }
  return spans;
}

function recordPlace(array: RecordArray<object> | undefined, value: number | bigint): number | undefined {
  return array !== undefined && value < array.length ? array.places.positionOf(Number(value)) : undefined;
}

/** An entry of the index of records. */
export function placeSpans(
  { readsOf, part }: TracedPart,
  array: RecordArray<object>,
  item: number,
): ByteSpan[] {
  let target = 0;
  const reads = readsOf(() => {
    target = array.places.positionOf(item);
  });
  const what = `pointer to the record, at byte ${target}`;
  return [{ ...extent(reads), kind: 'pointer', path: `record ${item}`, what, section: part.section, target }];
}

/** Where reads lie that are neighbours. */
function extent(reads: readonly Read[]): Pick<ByteSpan, 'offset' | 'length'> {
  const offset = Math.min(...reads.map(({ position }) => position));
  return { offset, length: Math.max(...reads.map(({ position, length }) => position + length)) - offset };
}
