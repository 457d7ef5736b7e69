/** What each slot of a table, and each number of an order or a directory, says: by the numbers that their readers go by. */
import type { Memory } from '../../../bytes/memory.js';
import type { MapperParts } from '../../../mappers/id-mapper.js';
import { NUMBER_BYTES, ORDER_HEADER } from '../../../mappers/ordered/order-section.js';
import {
  BUCKET_BYTES,
  BUCKET_SLOTS,
  LIST_BIT,
  OVERFLOW,
  readBuckets,
  SLOT_BYTES,
  SLOTS_AT,
} from '../../../mappers/tables/buckets.js';
import { DIRECT_HEADER, directHeader } from '../../../mappers/tables/direct-table.js';
import { DIRECTORY_HEADER } from '../../../mappers/tables/directory.js';
import { type Section, SectionKind } from '../../../mappers/tables/sections.js';
import { sectionOfKind } from '../format-sections.js';
import type { ByteSpan } from './byte-spans.js';

/** What a table, an order or a directory leads to. */
export interface SlotHome {
  readonly memory: Memory;
  readonly mapper: MapperParts;
  /** Whether keys lie where slots say, and not in the entry of the index. */
  readonly hasStoredKeys: boolean;
  /** Position that offsets of records count from; undefined in further indexes, whose tables have codes. */
  readonly records: number | undefined;
}

export type SlotWork = () => readonly ByteSpan[];
type Stretch = readonly [from: number, to: number];

const WORD = 4;

/** Names what lies between two positions of a section; nothing of sections without slots. Throws `CorruptBufferError` where they are damaged. */
export function slotWorks(home: SlotHome, kind: number, section: Section, stretch: Stretch): SlotWork[] {
  const { start, length } = section;
  if (kind === SectionKind.bucketTable) return bucketWorks(home, section, stretch);
  const numbers = NUMBERS.get(kind);
  if (numbers === undefined) return [];
  const { header, told } = numbers;
  const first = start + header;
  const count = Math.floor((length - header) / NUMBER_BYTES);
  return between(first, NUMBER_BYTES, count, stretch).map((number) => (): ByteSpan[] => {
    const offset = first + number * NUMBER_BYTES;
    const value = home.memory.peek(offset, NUMBER_BYTES, 'a number').view.getUint32(0, true);
    return [
      { offset, length: NUMBER_BYTES, section: sectionOfKind(kind), ...told(home, section, number, value) },
    ];
  });
}

type Told = Pick<ByteSpan, 'kind' | 'path' | 'what' | 'target'>;

function rankAt({ mapper }: SlotHome, _: Section, rank: number, entry: number): Told {
  return { kind: 'pointer', path: `rank ${rank}`, what: `entry ${entry}`, target: entryPlace(mapper, entry) };
}

function bucketStart({ mapper }: SlotHome, _: Section, bucket: number, entry: number): Told {
  const what = `its keys are from entry ${entry} on`;
  return { kind: 'pointer', path: `bucket ${bucket}`, what, target: entryPlace(mapper, entry) };
}

function directSlot({ memory, records }: SlotHome, section: Section, number: number, record: number): Told {
  const { first, unit } = directHeader(memory, section.start);
  const path = `key ${first + number}`;
  if (record === 0) return { kind: 'number', path, what: 'there is no such key', target: undefined };
  return { ...recordTold(record, unit, records), path };
}

/** Where a record lies, or the code of a further index. */
function recordTold(record: number, unit: number, records: number | undefined): Omit<Told, 'path'> {
  if (records === undefined) return { kind: 'number', what: `code ${record * unit}`, target: undefined };
  const target = records + record * unit;
  return { kind: 'pointer', what: `record at byte ${target}`, target };
}

function entryPlace({ index }: MapperParts, entry: number): number | undefined {
  return entry < index.length ? index.positionOf(entry) : undefined;
}

/** Numbers of what takes `size` bytes each that lie in a stretch. */
export function between(start: number, size: number, count: number, [from, to]: Stretch): number[] {
  const first = Math.max(0, Math.floor((from - start) / size));
  const end = Math.min(count, Math.ceil((to - start) / size));
  return Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
}

/** Sections of numbers of four bytes, one behind the other. */
const NUMBERS: ReadonlyMap<number, { readonly header: number; readonly told: typeof rankAt }> =
  /* @__PURE__ */ new Map([
    [SectionKind.order, { header: ORDER_HEADER, told: rankAt }],
    [SectionKind.directory, { header: DIRECTORY_HEADER, told: bucketStart }],
    [SectionKind.directTable, { header: DIRECT_HEADER, told: directSlot }],
  ]);

function bucketWorks(home: SlotHome, section: Section, stretch: Stretch): SlotWork[] {
  const { memory } = home;
  const { start, lists, end, unit } = readBuckets(memory, section);
  const number = sectionOfKind(SectionKind.bucketTable);
  const span = (offset: number, length: number, told: Told): ByteSpan => ({
    offset,
    length,
    section: number,
    ...told,
  });
  const entry = (view: DataView, at: number, offset: number, path: string): ByteSpan[] => {
    const [key, record] = [view.getUint32(at, true), view.getUint32(at + WORD, true)];
    return [
      span(offset, WORD, { ...keyTold(home, key), path }),
      span(offset + WORD, WORD, { ...recordTold(record, unit, home.records), path }),
    ];
  };
  const buckets = between(start, BUCKET_BYTES, (lists - start) / BUCKET_BYTES, stretch);
  const listed = between(lists, SLOT_BYTES, Math.floor((end - lists) / SLOT_BYTES), stretch);
  return [
    ...buckets.map((bucket) => (): ByteSpan[] => {
      const offset = start + bucket * BUCKET_BYTES;
      const { view } = memory.peek(offset, BUCKET_BYTES, 'a bucket');
      const flags = view.getUint32(WORD, true);
      const overflow =
        (flags & OVERFLOW) === 0 ? 'it holds all that is at home here' : 'it overflowed into the next one';
      const bitmap = {
        kind: 'bitmap',
        path: `bucket ${bucket}`,
        what: `flags: ${overflow}`,
        target: undefined,
      } as const;
      const spans = [span(offset + BUCKET_SLOTS, 1, bitmap)];
      for (let slot = 0; slot < BUCKET_SLOTS; slot += 1) {
        const path = `bucket ${bucket}, slot ${slot}`;
        const tag = view.getUint8(slot);
        const what = tag === 0 ? 'free' : `tag of the hash, ${tag.toString(16).padStart(2, '0')}`;
        spans.push(span(offset + slot, 1, { kind: 'code', path, what, target: undefined }));
        const at = SLOTS_AT + slot * SLOT_BYTES;
        if (tag === 0)
          spans.push(span(offset + at, SLOT_BYTES, { kind: 'padding', path, what, target: undefined }));
        else if (((flags >>> (LIST_BIT + slot)) & 1) === 0) spans.push(...entry(view, at, offset + at, path));
        else {
          const target = lists + view.getUint32(at + WORD, true) * WORD;
          const list = `a list of ${view.getUint32(at, true)} entries of one hash, at byte ${target}`;
          spans.push(span(offset + at, SLOT_BYTES, { kind: 'pointer', path, what: list, target }));
        }
      }
      return spans;
    }),
    ...listed.map((number) => (): ByteSpan[] => {
      const offset = lists + number * SLOT_BYTES;
      const { view } = memory.peek(offset, SLOT_BYTES, 'a list');
      return entry(view, 0, offset, `list entry ${number}`);
    }),
  ];
}

function keyTold({ mapper, hasStoredKeys }: SlotHome, key: number): Omit<Told, 'path'> {
  if (!hasStoredKeys) {
    return { kind: 'pointer', what: `key of entry ${key} of the index`, target: entryPlace(mapper, key) };
  }
  const target = mapper.start + key;
  return { kind: 'pointer', what: `key at byte ${target}`, target };
}
