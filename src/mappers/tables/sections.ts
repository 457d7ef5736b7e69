/**
 * Extension sections: what only this library reads, in the gap between a mapping's id mapper and its array, which
 * Python never looks at (docs/format.md 11). They lie one after another from the end of the mapper, padded to 32 bytes:
 *
 * ```
 *  0 u64 magic           what the gap holds is a section, and not some other writer's business
 *  8 u32 kind            which one; unknown kinds are skipped
 * 12 u32 version         of the kind's own layout; unknown versions are skipped
 * 16 u64 length          of the payload in bytes
 * 24 u64 zero            room
 * 32 payload, zero-padded to a multiple of 32
 * ```
 */
import type { Memory } from '../../bytes/memory.js';
import { readLength } from '../../bytes/structural-integers.js';
import { CorruptBufferError } from '../../errors.js';

/** Kinds of sections. */
export const SectionKind = {
  about: 1,
  hashTable: 2,
  integerTable: 3,
  directTable: 4,
  columns: 5,
  directory: 6,
  bucketTable: 7,
  order: 8,
  secondary: 9,
  /** Within a secondary index. */
  recordLists: 10,
  filter: 11,
} as const;
export type SectionKind = (typeof SectionKind)[keyof typeof SectionKind];

/** What a kind of section is called. */
export function sectionName(kind: SectionKind): string {
  return Object.keys(SectionKind).find((name) => SectionKind[name as keyof typeof SectionKind] === kind)!;
}

export const SECTION_HEADER = 32;
const ALIGNMENT = 32;
/** "SBSECT" and two bytes that text is unlikely to hold. */
const MAGIC_LOW = 0x45534253;
const MAGIC_HIGH = 0x87f35443;
/** The newest layout of each kind that this library knows; others have one. */
const VERSIONS: ReadonlyMap<number, number> = /* @__PURE__ */ new Map<number, number>([
  [SectionKind.about, 2],
  [SectionKind.hashTable, 2],
  [SectionKind.integerTable, 2],
]);
/** What a section becomes that was taken out. */
const NO_KIND = 0;

/** Where a section's payload lies in the memory. */
export interface Section {
  /** Of the kind's layout. */
  readonly version: number;
  readonly start: number;
  readonly length: number;
}

export function sectionPadding(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}

/** The header in front of a payload of `length` bytes. */
export function sectionHeader(kind: SectionKind, length: number, version = 1): Uint8Array {
  const header = new Uint8Array(SECTION_HEADER);
  const view = new DataView(header.buffer);
  view.setUint32(0, MAGIC_LOW, true);
  view.setUint32(4, MAGIC_HIGH, true);
  view.setUint32(8, kind, true);
  view.setUint32(12, version, true);
  view.setUint32(16, length, true);
  view.setUint32(20, length / 2 ** 32, true);
  return header;
}

/** Bytes from a section's payload back to its kind. */
const KIND_BEFORE = SECTION_HEADER - 8;

/** Whether a section still is of its kind: a process that changes records takes away what they would disagree with. */
export function isLive(memory: Memory, section: Section, kind: SectionKind): boolean {
  const position = section.start - KIND_BEFORE;
  const window = memory.windowAt(position);
  return window.view.getUint32(position - window.base, true) === kind;
}

/** Takes a section out of writable memory, for all who read it, by giving it a kind that nobody knows. */
export function takeOut(memory: Memory, section: Section): void {
  const position = section.start - KIND_BEFORE;
  const window = memory.windowAt(position);
  window.view.setUint32(position - window.base, NO_KIND, true);
}

/** The sections between positions `from` (a multiple of 32 past the mapping's start) and `to`, by kind. */
export function readSections(memory: Memory, from: number, to: number): Map<number, Section> {
  const sections = new Map<number, Section>();
  let position = from;
  while (position + SECTION_HEADER <= to) {
    const window = memory.peek(position, SECTION_HEADER, 'an extension section');
    const { view } = window;
    if (view.getUint32(0, true) !== MAGIC_LOW || view.getUint32(4, true) !== MAGIC_HIGH) break;
    const length = readLength(window, 16);
    const start = position + SECTION_HEADER;
    if (start + length > to) {
      throw new CorruptBufferError(
        `an extension section of ${length} bytes overlaps what follows it`,
        position,
      );
    }
    const kind = view.getUint32(8, true);
    const version = view.getUint32(12, true);
    if (version >= 1 && version <= (VERSIONS.get(kind) ?? 1)) sections.set(kind, { start, length, version });
    position = start + length + sectionPadding(length);
  }
  return sections;
}
