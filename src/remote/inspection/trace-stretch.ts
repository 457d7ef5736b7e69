/** What the bytes of any stretch of a file are: entries of its index, records, and numbers of columns, as the code reads them that reads those. */
import type { Identity } from '../../containers/identify/identify-container.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { AnyContainer } from '../../containers/undeclared.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { StringMapper } from '../../mappers/string-mapper.js';
import { locateBytes } from '../../values/text/text-and-bytes.js';
import type { RemoteFile } from '../remote-file.js';
import { type ByteSpan, SpanCollector } from './byte-spans.js';
import type { FilePart } from './file-parts.js';
import { containerIn, type FoundContainer } from './open-found.js';
import { columnPlaces } from './stored-columns.js';
import { traceRecord } from './trace-record.js';
import { type Read, TracedMemory } from './traced-memory.js';

/** Records that are read of one stretch. */
const MOST_RECORDS = 64;
/** Bytes from the first key on in which keys are told apart. */
const MOST_KEYS = 2 ** 18;

/** A container of which every read is noted, and the part that is asked about. */
interface Traced {
  readonly file: RemoteFile;
  readonly opened: AnyContainer;
  readonly part: FilePart;
  /** What `work` reads. */
  readsOf(work: () => void): readonly Read[];
}

type Work = () => readonly ByteSpan[];

/**
 * The spans of a part from position `from` to before `to`; what nothing reads one by one, as slots of tables, is named by its part. What cannot be read
 * is left to that, too.
 */
export async function traceStretch(
  file: RemoteFile,
  found: Pick<FoundContainer, 'repair'> & { readonly identity: Identity },
  part: FilePart,
  [from, to]: readonly [number, number],
  signal: AbortSignal | undefined,
): Promise<ByteSpan[]> {
  const collector = new SpanCollector();
  let reads: Read[] = [];
  const memory = new TracedMemory(file.memory, (read) => reads.push(read));
  const source = { ...file.source, memory: found.repair?.over(memory) ?? memory };
  const { container: opened } = await file.attempt(() => containerIn(source, found.identity), signal);
  const readsOf = (work: () => void) => {
    reads = [];
    work();
    return reads.filter(({ as }) => as !== 'need' && !as.includes(' '));
  };
  const works =
    opened === undefined
      ? []
      : await worksOf({ file, opened, part, readsOf }, from, to, signal).catch(unlessAborted(signal));
  const told = await Promise.allSettled(works.map((work) => file.attempt(work, signal)));
  signal?.throwIfAborted();
  for (const each of told) {
    if (each.status === 'fulfilled') for (const span of each.value) collector.put(span);
  }
  const kind = part.name === 'padding' ? 'padding' : 'header';
  const { name: path, offset, length, section } = part;
  collector.put({ offset, length, kind, path, what: `part of ${path}`, section });
  return collector.spans().filter((span) => span.offset < to && span.offset + span.length > from);
}

/** What a damaged part does not lead to is named by the part. */
function unlessAborted(signal: AbortSignal | undefined): () => Work[] {
  return () => {
    signal?.throwIfAborted();
    return [];
  };
}

async function worksOf(
  traced: Traced,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<Work[]> {
  const { file, opened, part } = traced;
  const mapper = opened.kind === 'mapping' ? opened.mapper : opened;
  const array = opened.kind === 'mapping' ? opened.array : opened.kind === 'array' ? opened : undefined;
  /** Numbers of what takes `size` bytes each. */
  const between = (start: number, size: number, count: number) => {
    const first = Math.max(0, Math.floor((from - start) / size));
    const end = Math.min(count, Math.ceil((to - start) / size));
    return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  };
  if (part.name === 'index' && mapper.kind === 'idMapper') {
    const { index } = mapper.parts;
    const size = part.length / index.length;
    return between(part.offset, size, index.length).map(
      (entry) => () => entrySpans(traced, mapper, array, entry),
    );
  }
  if (part.name === 'keys' && mapper instanceof StringMapper) {
    return [() => keySpans(file, part, Math.min(to, part.offset + MOST_KEYS))];
  }
  if (array === undefined) return [];
  if (part.name === 'record index') {
    return between(part.offset, part.length / array.length, array.length).map(
      (item) => () => placeSpans(traced, array, item),
    );
  }
  if (part.name === 'columns') {
    const columns = await file.attempt(() => columnPlaces(array), signal);
    return columns.flatMap(({ name, kind, position }) => {
      const { size } = kind.element;
      return between(position, size, array.length).map((item) => (): ByteSpan[] => {
        const offset = position + item * size;
        const { view } = file.memory.peek(offset, size, 'a column');
        const what = `${kind.type} of record ${item}: ${kind.element.get(view, 0)}`;
        return [{ offset, length: size, kind: 'number', path: name, what, section: part.section }];
      });
    });
  }
  if (part.name !== 'records') return [];
  const first = await recordAt(file, array, from, signal);
  const count = Math.min(MOST_RECORDS, array.length - first);
  return Array.from({ length: count }, (_, at) => () => {
    const start = array.places.positionOf(first + at);
    return start < to ? traceRecord(file.memory, array, start) : [];
  });
}

/** The last record that starts at or before a position, of records that lie in their order, as they do but for shared ones. */
async function recordAt(
  file: RemoteFile,
  array: RecordArray<object>,
  position: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let [low, high] = [0, Math.max(0, array.length - 1)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const start = await file.attempt(() => array.places.positionOf(middle), signal);
    if (start <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An entry of the index: what is read for its hash, its key and its value. */
function entrySpans(
  { readsOf, part }: Traced,
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
function keySpans({ memory }: RemoteFile, { offset, length, section }: FilePart, to: number): ByteSpan[] {
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
function placeSpans({ readsOf, part }: Traced, array: RecordArray<object>, item: number): ByteSpan[] {
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
