/** What a zip file says twice: headers of entries against the directory, and the directory against the end record. */
import type { Memory } from '../bytes/memory.js';
import {
  ALIGN_FIELD,
  CENTRAL_BYTES,
  END_BYTES,
  LOCAL_BYTES,
  MAX_16,
  MAX_32,
} from '../containers/identify/zip-constants.js';
import { findZipEnd, type ZipPlace } from '../containers/identify/zip-directory.js';
import type { Findings } from './findings.js';

/** The sizes and CRC-32 of the header are left to what follows the data. */
const DEFERRED = 8;

/** The header of an entry repeats what the directory says, but where it leaves lengths to what follows the data. */
export function compareHeader(memory: Memory, place: ZipPlace, name: string, findings: Findings): void {
  const local = memory.peek(place.position, LOCAL_BYTES, 'the header of an entry').view;
  const central = memory.peek(place.central, CENTRAL_BYTES, 'the directory of a zip file').view;
  // Version, flags, method, time, date; CRC-32 and sizes; length of the name.
  const fields =
    (local.getUint16(6, true) & DEFERRED) === 0
      ? [4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26]
      : [4, 6, 8, 10, 12, 26];
  const names = central.getUint16(28, true);
  const same =
    fields.every((at) => local.getUint16(at, true) === central.getUint16(at + 2, true)) &&
    isSame(memory, place.position + LOCAL_BYTES, place.central + CENTRAL_BYTES, names) &&
    // The number of the disk.
    central.getUint16(34, true) === 0;
  if (!same) {
    findings.add('bundle', 'the header of the entry is not what the directory says', place.position, name);
    return;
  }
  if (isPadded(memory, place.position + LOCAL_BYTES + names, local.getUint16(28, true))) return;
  findings.add('bundle', "the padding in the entry's header is not zeros", place.position, name);
}

/** Whether the extra fields fill their room, but for zeros; and one that pads holds the alignment of what follows, and zeros. */
function isPadded(memory: Memory, start: number, length: number): boolean {
  const { bytes, view } = memory.peek(start, length, 'the header of an entry');
  let field = 0;
  while (field + 4 <= length) {
    const end = field + 4 + view.getUint16(field + 2, true);
    if (end > length) return false;
    if (view.getUint16(field, true) === ALIGN_FIELD && end >= field + 6) {
      const alignment = view.getUint16(field + 4, true);
      if ((start + length) % alignment !== 0 || bytes.subarray(field + 6, end).some((byte) => byte !== 0))
        return false;
    }
    field = end;
  }
  return bytes.subarray(field).every((byte) => byte === 0);
}

function isSame(memory: Memory, one: number, other: number, length: number): boolean {
  const { bytes } = memory.peek(other, length, 'the directory of a zip file');
  return memory.peek(one, length, 'the header of an entry').bytes.every((byte, at) => byte === bytes[at]);
}

/** The end record says how many bytes and entries the directory has; in large files another record does. */
export function compareEnd(memory: Memory, places: readonly ZipPlace[], findings: Findings): void {
  const at = findZipEnd(memory);
  const { view } = memory.peek(at, END_BYTES, 'the end record of a zip file');
  const [entries, size] = [view.getUint16(10, true), view.getUint32(12, true)];
  if (entries === MAX_16 || size === MAX_32 || view.getUint32(16, true) === MAX_32) return;
  let [first, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { central } of places) {
    const header = memory.peek(central, CENTRAL_BYTES, 'the directory of a zip file').view;
    const lengths = [28, 30, 32].map((field) => header.getUint16(field, true));
    first = Math.min(first, central);
    end = Math.max(end, central + lengths.reduce((sum, length) => sum + length, CENTRAL_BYTES));
  }
  const found = places.length === 0 ? 0 : end - first;
  const disks = view.getUint32(4, true);
  if (found === size && disks === 0 && view.getUint16(8, true) === entries) return;
  findings.add('bundle', `the end record says ${entries} entries in ${size} bytes, of ${found}`, at);
}
