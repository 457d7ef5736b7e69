/** Where the headers of a file's parts lie, to be fetched together. */
import { SECTION_HEADER } from '../../mappers/tables/sections.js';
import type { RemoteFile } from '../remote-file.js';
import type { RemoteRange } from '../sources/remote-source.js';

/** Bytes at the start of a part that opening looks at. */
const HEADER_BYTES = 64;
/** Far more than an honest schema takes. */
const LONGEST_SCHEMA = 2 ** 20;

/** What opening is going to read, as far as a trailer tells: fetched together, it takes one round trip. */
export function likelyHeaders({ trailer, memory }: RemoteFile): RemoteRange[] {
  // The index has no header, and a request more than are answered at a time would take a round trip of its own.
  const parts = Object.entries(trailer?.info.parts ?? {}).filter(([name]) => name !== 'index');
  const starts = parts.flatMap(([name, [offset, length]]) => [
    { offset: Math.max(0, offset - SECTION_HEADER), length: HEADER_BYTES },
    ...(name === 'schema' || name === 'about' ? [{ offset, length }] : []),
  ]);
  const inside = ({ offset, length }: RemoteRange) =>
    length > 0 && length <= LONGEST_SCHEMA && offset + length <= memory.byteLength;
  return [{ offset: 0, length: HEADER_BYTES }, ...starts].filter(inside);
}
