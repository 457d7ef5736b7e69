/** Where the parts of a typed mapping lie (docs/format.md 11), found from its end. */

import type { Source } from '../bytes/container-source.js';
import type { Memory } from '../bytes/memory.js';
import { readLength } from '../bytes/structural-integers.js';
import { CorruptBufferError } from '../errors.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../mappers/mapper-header.js';
import { readSections, type Section, SectionKind } from '../mappers/tables/sections.js';

const FOOTER = 8;
/** Bytes of an entry in each kind of mapper, and what the kind is called. */
export const ROWS: readonly [bytes: number, name: string][] = [
  [24, '64-bit string or object'],
  [16, '64-bit numeric or approximate'],
  [12, '32-bit string'],
  [8, '32-bit numeric or approximate'],
];

/** Position of the array, from the mapping's footer. Throws `CorruptBufferError` for what is no mapping. */
export function arrayPosition(memory: Memory): number {
  const footer = memory.byteLength - FOOTER;
  const position = readLength(memory.peek(footer, FOOTER, "a mapping's footer"), 0);
  if (position < MAPPER_ALIGNMENT || position % MAPPER_ALIGNMENT !== 0 || position >= footer) {
    throw new CorruptBufferError(
      `${memory.name} is no mapping, or is cut short: its last 8 bytes do not say where its records are`,
      footer,
    );
  }
  return position;
}

/** Where the index would end, padded, if its entries took `row` bytes each. */
export function indexEnd(memory: Memory, row: number): number {
  const header = memory.peek(0, MAPPER_HEADER, 'an id mapper');
  return padded(readLength(header, 8) + readLength(header, 0) * row);
}

/** Up to where the next part of a file starts. */
export function padded(position: number): number {
  return Math.ceil(position / MAPPER_ALIGNMENT) * MAPPER_ALIGNMENT;
}

/** The extension sections; they start where the index ends, whose length depends on the kind of key. */
export function findSections({ memory, indexEnd: known }: Source, array: number): Map<number, Section> {
  const ends = known === undefined ? ROWS.map(([row]) => indexEnd(memory, row)) : [known];
  for (const end of ends) {
    if (end >= array) continue;
    const sections = readSections(memory, end, array);
    if (sections.has(SectionKind.about)) return sections;
  }
  return new Map();
}
