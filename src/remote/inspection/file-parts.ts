/** Where the parts of a file lie, and the section of docs/format.md that tells of each. */
import type { ArrayHeader } from '../../containers/array-header.js';
import { ARRAY_HEADER } from '../../containers/array-header.js';
import type { Identity } from '../../containers/identify/identify-container.js';
import { padded } from '../../containers/part-positions.js';
import { MAPPER_HEADER } from '../../mappers/mapper-header.js';
import { SECTION_HEADER } from '../../mappers/tables/sections.js';
import type { RemoteFile } from '../remote-file.js';
import { nameOfKind, sectionOfKind } from './format-sections.js';
import { keysFacts } from './keys-facts.js';
import type { FoundContainer } from './open-found.js';

/** A stretch of a file. */
export interface FilePart {
  /** `keys`, `index`, `bucketTable`, `records` and the like. */
  readonly name: string;
  /** In bytes, from the start of the file. */
  readonly offset: number;
  /** How many bytes it takes. */
  readonly length: number;
  /** The section of docs/format.md: `13.7`. */
  readonly section: string;
}

const FOOTER = 8;

/** How a file ends. */
interface FileEnd {
  /** Where the trailer begins, if there is one. */
  readonly trailer: number | undefined;
  /** Whether it ends as its kind does, and was not cut short. */
  readonly hasFooter: boolean;
}

/** The parts of a file, as far as it is there; all bytes as one where they cannot be told. */
export function partsOf({ memory, trailer }: RemoteFile, found: FoundContainer): FilePart[] {
  const { identity, container, repair } = found;
  const { byteLength } = memory;
  if (identity === undefined) return [{ name: 'unknown', offset: 0, length: byteLength, section: '' }];
  const end = { trailer: trailer?.tail.start, hasFooter: repair === undefined || trailer !== undefined };
  const rows = keysFacts(identity, container, trailer?.info.key)?.entryBytes ?? 0;
  return filePartsOf(identity, byteLength, end, rows);
}

/** In the order of their offsets, as far as they are there; `rows`: bytes of an entry of the index. */
function filePartsOf(
  identity: Identity,
  size: number,
  { trailer, hasFooter }: FileEnd,
  rows: number,
): FilePart[] {
  const parts: FilePart[] = [];
  const add = (name: string, offset: number, length: number, section: string) => {
    const there = Math.min(length, size - offset);
    if (there > 0 && offset >= 0) parts.push({ name, offset, length: there, section });
  };
  if (identity.kind !== 'array') {
    const { entries, indexOffset } = identity.keys;
    add('header', 0, MAPPER_HEADER, '11');
    add('keys', MAPPER_HEADER, indexOffset - MAPPER_HEADER, '11');
    add('index', indexOffset, entries * rows, '11');
  }
  if (identity.kind === 'mapping') {
    for (const [kind, { start, length }] of identity.sections) {
      const name = nameOfKind(kind);
      add(`${name} header`, start - SECTION_HEADER, SECTION_HEADER, '13');
      add(name, start, length, sectionOfKind(kind));
    }
  }
  if (identity.kind !== 'idMapper') {
    arrayParts(identity.header, identity.kind === 'mapping' ? identity.array : 0, add);
  }
  const footer = identity.kind === 'mapping' && hasFooter ? FOOTER : 0;
  if (trailer !== undefined) add('trailer', trailer, size - footer - trailer, '14');
  add('footer', size - footer, footer, '11');
  parts.sort((a, b) => a.offset - b.offset);
  // What a damaged length has reach into the next part ends there.
  const apart = parts.map((part, at) => {
    const next = parts[at + 1]?.offset ?? size;
    return { ...part, length: Math.min(part.length, next - part.offset) };
  });
  return withGaps(apart, size);
}

function arrayParts(
  { indexOffset, length, schemaOffset, schemaSize }: ArrayHeader,
  start: number,
  add: (name: string, offset: number, length: number, section: string) => void,
): void {
  add('array header', start, ARRAY_HEADER, '10');
  const end = schemaOffset > ARRAY_HEADER ? Math.min(indexOffset, schemaOffset) : indexOffset;
  if (end > ARRAY_HEADER) add('records', start + ARRAY_HEADER, end - ARRAY_HEADER, '10');
  add('record index', start + indexOffset, length * 8, '10');
  add('schema', start + schemaOffset, schemaSize, '12');
}

/** What lies between parts, which is padding as a rule. */
function withGaps(parts: readonly FilePart[], size: number): FilePart[] {
  const all: FilePart[] = [];
  let end = 0;
  for (const part of [...parts, { name: '', offset: size, length: 0, section: '' }]) {
    if (part.offset > end) {
      const name = padded(end) >= part.offset || part.offset - end < 64 ? 'padding' : 'unknown';
      all.push({ name, offset: end, length: part.offset - end, section: '11' });
    }
    if (part.length > 0) all.push(part);
    end = Math.max(end, part.offset + part.length);
  }
  return all;
}
