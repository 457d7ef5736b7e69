/** Checking a zip bundle: its directory against the headers of its entries, their checksums, and every entry. */
import type { Memory } from '../bytes/memory.js';
import { identify } from '../containers/identify/identify-container.js';
import {
  dataStart,
  readZipDirectory,
  shownName,
  type ZipPlace,
} from '../containers/identify/zip-directory.js';
import { crc32 } from '../hash/crc32.js';
import { findTail } from '../trailer/tail.js';
import { Findings } from './findings.js';
import { type Step, verifyContainer } from './verify-container.js';
import { compareEnd, compareHeader } from './verify-zip-headers.js';

const CHUNK_BYTES = 2 ** 20;

/** Of the work on an entry, what its CRC-32 takes. */
const CHECKSUM_SHARE = 0.2;

export interface BundleCounts {
  entries: number;
  records: number;
}

/** Entries are looked at in the order of the file; steps are those of each in turn. */
export function* verifyBundle(memory: Memory, findings: Findings): Generator<Step, BundleCounts> {
  const counts = { entries: 0, records: 0 };
  const places = findings.guard('bundle', 0, '', () => readZipDirectory(memory)) ?? [];
  findings.guard('bundle', 0, '', () =>
    compareEnd(
      memory,
      [...places].map(([, place]) => place),
      findings,
    ),
  );
  // Entries that lie over one another would be read as often as there are some: those of a kilobyte each, a thousand times.
  const inOrder = [...places].sort(([, one], [, other]) => one.position - other.position);
  let end = 0;
  for (const [entry, place] of inOrder) {
    const name = shownName(entry);
    const start = findings.guard('bundle', place.position, name, () => dataStart(memory, place));
    if (start === undefined) continue;
    findings.guard('bundle', place.position, name, () => compareHeader(memory, place, name, findings));
    if (place.position < end) {
      findings.add('bundle', 'the entry overlaps the one before it, and was not read', place.position, name);
      continue;
    }
    if (place.refused !== undefined) {
      const message = `the entry is ${place.refused}, and was not read: entries of bundles lie there as they are`;
      findings.add(place.refused === 'damaged' ? 'bundle' : 'not-checked', message, place.position, name);
      continue;
    }
    const slice = findings.guard('bundle', start, name, () => memory.slice(start, place.length, name));
    if (slice === undefined) continue;
    end = start + place.length;
    const share = (done: number) => (start + place.length * done) / memory.byteLength;
    yield* within(verifyData(slice, place, name, start, findings), (done) => share(done * CHECKSUM_SHARE));
    // Other files may lie in a bundle as well; one of this library that is damaged where it begins has its trailer still.
    if (findings.guard('bundle', start, name, () => identify(slice) ?? findTail(slice)) === undefined)
      continue;
    const source = {
      memory: slice,
      notMappedBecause: undefined,
      from: 'bundle' as const,
      close: () => slice.close(),
    };
    const result = yield* within(verifyContainer(source, new Findings(start, name, findings)), (done) =>
      share(CHECKSUM_SHARE + (1 - CHECKSUM_SHARE) * done),
    );
    counts.entries += result.entries;
    counts.records += result.records;
  }
  return counts;
}

/** Steps with another share done. */
function* within<R>(work: Generator<Step, R>, shareOf: (done: number) => number): Generator<Step, R> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    yield { phase: value.phase, done: shareOf(value.done) };
  }
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
