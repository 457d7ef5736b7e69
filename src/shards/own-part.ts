/** Whether a file, here or far away, is the shard that a manifest says it is. */
import { CorruptBufferError } from '../errors.js';
import type { Manifest, Part } from './manifest.js';

/** What tells one shard from another without reading all of it. */
export interface PartFacts {
  readonly bytes: number;
  /** Null for a file that has none. */
  readonly buildId: string | null;
  readonly entries: number;
  /** Bits of the integers in the index. */
  readonly width: number;
}

/** Throws `CorruptBufferError` for another file than the manifest's part, by what is known of it. */
export function checkOwn(
  { run, key }: Manifest,
  part: Part,
  path: string,
  { bytes, buildId, entries, width }: Partial<PartFacts>,
): void {
  const facts: readonly [what: string, own: unknown, wanted: unknown][] = [
    ['bytes', bytes, part.bytes],
    // What a manifest by another program does not say is not compared.
    ['build', part.buildId === null ? undefined : buildId, part.buildId],
    ['entries', entries, part.entries],
    ['width', width, key.width],
  ];
  for (const [what, own, wanted] of facts) {
    if (own === undefined || own === wanted) continue;
    throw new CorruptBufferError(
      `${path} is not shard ${part.shard} of run ${run}: it is of ${what} ${own}, and the manifest says ${wanted}. Copy it again, or build anew`,
    );
  }
}
