/** What the bytes of further indexes are, each of which is an id mapper with sections of its own. */
import type { Memory } from '../../../bytes/memory.js';
import type { StoredIndexes } from '../../../containers/secondary/stored-indexes.js';
import { MAPPER_HEADER } from '../../../mappers/mapper-header.js';
import { StringMapper } from '../../../mappers/string-mapper.js';
import { SECTION_HEADER } from '../../../mappers/tables/sections.js';
import { nameOfKind, sectionOfKind } from '../format-sections.js';
import type { ByteSpan } from './byte-spans.js';
import { entrySpans, keySpans, type TracedPart } from './trace-entries.js';
import { between, type SlotWork, slotWorks } from './trace-slots.js';

interface TracedIndexes extends Pick<TracedPart, 'readsOf'> {
  readonly memory: Memory;
  /** Number of records. */
  readonly records: number;
}

/** Names what lies between two positions. Throws `CorruptBufferError` where the directory or an index cannot be read. */
export function indexWorks(
  { memory, readsOf, records }: TracedIndexes,
  indexes: StoredIndexes,
  stretch: readonly [from: number, to: number],
): SlotWork[] {
  const [from, to] = stretch;
  return indexes.entries.flatMap((entry) => {
    const { mapper, sections } = indexes.open(entry, records);
    const { parts } = mapper;
    const end = parts.start + entry.bytes;
    if (parts.start >= to || end <= from) return [];
    const named = (work: () => readonly ByteSpan[]) => (): ByteSpan[] =>
      work().map((span) => ({ ...span, path: `index ${entry.name}: ${span.path}` }));
    const header =
      (offset: number, length: number, what: string, section: string): SlotWork =>
      () => [{ offset, length, kind: 'header', path: 'header', what, section }];
    const { index, columns, width, keyBytes, start } = parts;
    const rows = {
      name: 'index',
      offset: start + MAPPER_HEADER + keyBytes,
      length: index.length * columns * width,
      section: '11',
    };
    const keys = { name: 'keys', offset: start + MAPPER_HEADER, length: keyBytes, section: '11' };
    const works: SlotWork[] = [header(start, MAPPER_HEADER, 'header of an id mapper', '11')];
    if (mapper instanceof StringMapper && keys.offset < to) works.push(() => keySpans(memory, keys, to));
    for (const at of between(rows.offset, columns * width, index.length, stretch)) {
      works.push(() => entrySpans({ part: rows, readsOf }, mapper, undefined, at));
    }
    const home = { memory, mapper: parts, hasStoredKeys: mapper instanceof StringMapper, records: undefined };
    for (const [kind, section] of sections) {
      const name = nameOfKind(kind);
      works.push(...slotWorks(home, kind, section, stretch));
      works.push(header(section.start - SECTION_HEADER, SECTION_HEADER, `header of ${name}`, '13'));
      works.push(header(section.start, section.length, `part of ${name}`, sectionOfKind(kind)));
    }
    return works.map(named);
  });
}
