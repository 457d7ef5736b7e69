/** Checking all of what a memory holds, whatever it is. */
import type { Source } from '../bytes/container-source.js';
import { identify } from '../containers/identify/identify-container.js';
import { findZipEnd } from '../containers/identify/zip-directory.js';
import { findTail } from '../trailer/tail.js';
import { type Finding, Findings } from './findings.js';
import { verifyBundle } from './verify-bundle.js';
import { type ContainerResult, type Step, verifyContainer } from './verify-container.js';
import { type ChecksumState, verifyTrailer } from './verify-trailer.js';

/** What `verify` has found. */
export interface VerifyResult {
  /** Whether nothing was found wrong. */
  readonly ok: boolean;
  /** What the file is; `undefined` where that cannot be told. */
  readonly kind: 'array' | 'mapping' | 'idMapper' | 'bundle' | undefined;
  /** The first thousand, in the order they were found. */
  readonly findings: readonly Finding[];
  /** Findings beyond those. */
  readonly leftOff: number;
  /** Entries of the index; in bundles of all. */
  readonly entries: number;
  /** Records that were looked at. */
  readonly records: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /**
   * `ok`: each block of 64 KiB has the checksum it was built with. `damaged`: one has not, or the checksums are damaged
   * themselves. `changed`: the file was opened to be changed, so that they say nothing. `none`: there are none, as in files
   * by Python, and in bundles, whose entries have their own.
   */
  readonly checksums: ChecksumState;
  /** Which build the file comes from. */
  readonly buildId?: string | undefined;
  /** When it was built. */
  readonly builtAt?: Date | undefined;
}

export function* verifyMemory(source: Source): Generator<Step, VerifyResult> {
  const { memory } = source;
  const findings = new Findings();
  const bytes = memory.byteLength;
  if (isBundle(source)) {
    const counts = yield* verifyBundle(memory, findings);
    return { ...resultOf(findings), kind: 'bundle', bytes, checksums: 'none', ...counts };
  }
  const work = verifyContainer(source, findings);
  let done: ContainerResult = { kind: undefined, entries: 0, records: 0, checksums: 'none' };
  try {
    done = yield* work;
  } catch (error) {
    // What damage does to the checks themselves.
    findings.add('not-readable', (error as Error).message, 0);
  }
  const { kind, entries, records, checksums, info } = done;
  return {
    ...resultOf(findings),
    kind,
    entries,
    records,
    bytes,
    checksums,
    ...(info && { buildId: info.buildId }),
    ...(info?.time !== undefined && { builtAt: new Date(info.time) }),
  };
}

/** Only whether all bytes have the checksums they were built with; yields between some of them. */
export function* verifyChecksums({
  memory,
}: Source): Generator<unknown, Pick<VerifyResult, 'findings' | 'checksums'>> {
  const findings = new Findings();
  const { checksums } = yield* verifyTrailer(memory, findings);
  return { findings: findings.list, checksums };
}

/** Zip files end with their directory; a container that looks like one is none. */
function isBundle({ memory }: Source): boolean {
  if (memory.byteLength === 0 || findTail(memory) !== undefined) return false;
  try {
    return findZipEnd(memory) >= 0 && identify(memory) === undefined;
  } catch {
    return true;
  }
}

function resultOf({ count, list, leftOff }: Findings) {
  return { ok: count === 0, findings: list, leftOff };
}
