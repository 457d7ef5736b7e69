/** Checking a zip bundle: its directory against the headers of its entries, their checksums, and every entry. */
import type { Memory } from '../bytes/memory.js';
import { identify } from '../containers/identify/identify-container.js';
import { LOCAL_BYTES } from '../containers/identify/zip-constants.js';
import { dataStart, readZipDirectory, type ZipPlace } from '../containers/identify/zip-directory.js';
import { crc32 } from '../hash/crc32.js';
import { findTail } from '../trailer/tail.js';
import { Findings } from './findings.js';
import { type Step, verifyContainer } from './verify-container.js';

const CHUNK_BYTES = 2 ** 20;

export interface BundleCounts {
  entries: number;
  records: number;
}

/** Steps are those of each entry in turn. */
export function* verifyBundle(memory: Memory, findings: Findings): Generator<Step, BundleCounts> {
  const counts = { entries: 0, records: 0 };
  const places = findings.guard('bundle', 0, '', () => readZipDirectory(memory));
  for (const [name, place] of places ?? []) {
    const start = findings.guard('bundle', place.position, name, () => dataStart(memory, place));
    if (start === undefined) continue;
    compareHeader(memory, place, name, findings);
    if (place.refused !== undefined) continue;
    const slice = findings.guard('bundle', start, name, () => memory.slice(start, place.length, name));
    if (slice === undefined) continue;
    yield* verifyData(slice, place, name, start, findings);
    // Other files may lie in a bundle as well; one of this library that is damaged where it begins has its trailer still.
    if (findings.guard('bundle', start, name, () => identify(slice) ?? findTail(slice)) === undefined)
      continue;
    const source = {
      memory: slice,
      notMappedBecause: undefined,
      from: 'bundle' as const,
      close: () => slice.close(),
    };
    const result = yield* verifyContainer(source, new Findings(start, name, findings));
    counts.entries += result.entries;
    counts.records += result.records;
  }
  return counts;
}

/** The header of an entry repeats what the directory says, but where it leaves lengths to what follows the data. */
function compareHeader(memory: Memory, place: ZipPlace, name: string, findings: Findings): void {
  const local = memory.peek(place.position, LOCAL_BYTES, 'the header of an entry').view;
  const central = memory.peek(place.central, 46, 'the directory of a zip file').view;
  // Version, flags, method, time, date; CRC-32 and sizes; length of the name.
  const DEFERRED = 8;
  const fields =
    (local.getUint16(6, true) & DEFERRED) === 0
      ? [4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26]
      : [4, 6, 8, 10, 12, 26];
  if (fields.every((at) => local.getUint16(at, true) === central.getUint16(at + 2, true))) return;
  findings.add('bundle', 'the header of the entry is not what the directory says', place.position, name);
}

function* verifyData(
  memory: Memory,
  place: ZipPlace,
  name: string,
  start: number,
  findings: Findings,
): Generator<Step> {
  let sum = 0;
  for (let at = 0; at < memory.byteLength; at += CHUNK_BYTES) {
    const length = Math.min(CHUNK_BYTES, memory.byteLength - at);
    sum = crc32(memory.peek(at, length, 'an entry').bytes, sum);
    yield { phase: 'checksums', done: at / memory.byteLength };
  }
  if (sum !== place.crc32)
    findings.add('checksum', 'the data are not those of the entry’s CRC-32', start, name);
}
