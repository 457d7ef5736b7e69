/** The headers of a file's parts, as its trailer tells them: nothing more is read to find them. */
import { ARRAY_HEADER, ARRAY_VERSION, type ArrayHeader } from '../containers/array-header.js';
import { SECTION_HEADER, SectionKind, sectionHeader } from '../mappers/tables/sections.js';
import type { Trailer } from '../trailer/read-trailer.js';

/** What takes bytes in the place of others. */
export interface Patched {
  patch(position: number, bytes: Uint8Array): void;
}

/** The versions of sections as this library writes them today, and wrote those that trailers describe. */
const VERSIONS: ReadonlyMap<string, number> = new Map([
  ['hashTable', 2],
  ['integerTable', 2],
]);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Makes the headers of all parts of a file and puts them into its memory, so that opening it reads nothing else. */
export function patchHeaders(memory: Patched, { info, schema }: Trailer): void {
  const { parts, heads = {}, records } = info;
  const { index, array, recordIndex, schema: schemaPart } = parts;
  if (index !== undefined && info.entries !== undefined) {
    memory.patch(0, lengths(info.entries, index[0]));
  }
  for (const [name, kind] of Object.entries(SectionKind)) {
    const part = parts[name];
    if (part === undefined) continue;
    const version = kind === SectionKind.about && info.key?.type !== undefined ? 2 : VERSIONS.get(name);
    memory.patch(part[0] - SECTION_HEADER, sectionHeader(kind, part[1], version));
    const head = heads[name];
    if (head !== undefined && BASE64.test(head)) {
      memory.patch(
        part[0],
        Uint8Array.from(atob(head), (byte) => byte.charCodeAt(0)),
      );
    }
  }
  if (parts.about !== undefined && info.key !== undefined) {
    const about = new TextEncoder().encode(JSON.stringify(info.key));
    if (about.length === parts.about[1]) memory.patch(parts.about[0], about);
  }
  if (array === undefined || recordIndex === undefined || schemaPart === undefined) return;
  const header = {
    totalSize: array[1],
    indexOffset: recordIndex[0] - array[0],
    length: records ?? 0,
    schemaOffset: schemaPart[0] - array[0],
    schemaSize: schemaPart[1],
  };
  memory.patch(array[0], arrayHeaderBytes(header));
  // Opening looks at where the first record lies, which tells arrays of version 0; those have no trailer.
  memory.patch(recordIndex[0], lengths(ARRAY_HEADER));
  if (schema.length === schemaPart[1]) memory.patch(schemaPart[0], schema);
}

/** The bytes of an array's header. */
export function arrayHeaderBytes(header: ArrayHeader): Uint8Array {
  const { totalSize, indexOffset, length, schemaOffset, schemaSize } = header;
  return lengths(totalSize, indexOffset, length, ARRAY_VERSION, ARRAY_VERSION, schemaOffset, schemaSize);
}

/** Numbers of 64 bits. */
export function lengths(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, at) => {
    view.setBigUint64(at * 8, BigInt(value), true);
  });
  return new Uint8Array(view.buffer);
}
