/** What the bytes of any stretch of a file are: entries of its index, records, and numbers of columns, as the code reads them that reads those. */
import type { Identity } from '../../../containers/identify/identify-container.js';
import type { RecordArray } from '../../../containers/record-array.js';
import type { AnyContainer } from '../../../containers/undeclared.js';
import { StringMapper } from '../../../mappers/string-mapper.js';
import { SectionKind } from '../../../mappers/tables/sections.js';
import type { RemoteFile } from '../../remote-file.js';
import type { FilePart } from '../file-parts.js';
import { containerIn, type FoundContainer } from '../open-found.js';
import { columnPlaces } from '../stored-columns.js';
import { type ByteSpan, SpanCollector } from './byte-spans.js';
import { entrySpans, keySpans, placeSpans, type TracedPart } from './trace-entries.js';
import { indexWorks } from './trace-indexes.js';
import { traceRecord } from './trace-record.js';
import { between, slotWorks } from './trace-slots.js';
import { type Read, TracedMemory } from './traced-memory.js';

/** Records that are read of one stretch. */
const MOST_RECORDS = 64;
/** Bytes from the first key on in which keys are told apart. */
const MOST_KEYS = 2 ** 18;

/** A container of which every read is noted, and the part that is asked about. */
interface Traced extends TracedPart {
  readonly file: RemoteFile;
  readonly opened: AnyContainer;
  readonly identity: Identity;
}

type Work = () => readonly ByteSpan[];

/**
 * The spans of a part from position `from` to before `to`, but for what nothing reads one by one, and what cannot be read.
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
      : await worksOf({ file, opened, part, identity: found.identity, readsOf }, from, to, signal).catch(
          unlessAborted(signal),
        );
  const told = await Promise.allSettled(works.map((work) => file.attempt(work, signal)));
  signal?.throwIfAborted();
  for (const each of told) {
    if (each.status === 'fulfilled') for (const span of each.value) collector.put(span);
  }
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
  if (part.name === 'index' && mapper.kind === 'idMapper') {
    const { index } = mapper.parts;
    const size = part.length / index.length;
    return between(part.offset, size, index.length, [from, to]).map(
      (entry) => () => entrySpans(traced, mapper, array, entry),
    );
  }
  if (part.name === 'keys' && mapper instanceof StringMapper) {
    return [() => keySpans(file.memory, part, Math.min(to, part.offset + MOST_KEYS))];
  }
  if (array === undefined) return [];
  if (part.name === 'record index') {
    return between(part.offset, part.length / array.length, array.length, [from, to]).map(
      (item) => () => placeSpans(traced, array, item),
    );
  }
  if (part.name === 'columns') {
    const columns = await file.attempt(() => columnPlaces(array), signal);
    return columns.flatMap(({ name, kind, position }) => {
      const { size } = kind.element;
      return between(position, size, array.length, [from, to]).map((item) => (): ByteSpan[] => {
        const offset = position + item * size;
        const { view } = file.memory.peek(offset, size, 'a column');
        const what = `${kind.type} of record ${item}: ${kind.element.get(view, 0)}`;
        return [{ offset, length: size, kind: 'number', path: name, what, section: part.section }];
      });
    });
  }
  if (part.name !== 'records') return await sectionWorks(traced, [from, to], signal);
  const first = await recordAt(file, array, from, signal);
  const count = Math.min(MOST_RECORDS, array.length - first);
  return Array.from({ length: count }, (_, at) => () => {
    const start = array.places.positionOf(first + at);
    return start < to ? traceRecord(file.memory, array, start) : [];
  });
}

/** What the slots of a table, an order, a directory or further indexes say. */
async function sectionWorks(
  { file, opened, identity, part, readsOf }: Traced,
  stretch: readonly [number, number],
  signal: AbortSignal | undefined,
): Promise<Work[]> {
  if (opened.kind !== 'mapping' || identity.kind !== 'mapping') return [];
  const [kind, section] = [...identity.sections].find(([, { start }]) => start === part.offset) ?? [];
  if (section === undefined) return [];
  const { memory } = file;
  const { mapper, array, secondary } = opened;
  if (kind === SectionKind.secondary && secondary !== undefined) {
    const traced = { memory, readsOf, records: array.length };
    return await file.attempt(() => indexWorks(traced, secondary, stretch), signal);
  }
  const hasStoredKeys = mapper instanceof StringMapper;
  const home = { memory, mapper: mapper.parts, hasStoredKeys, records: array.places.start };
  return await file.attempt(() => slotWorks(home, kind!, section, stretch), signal);
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
