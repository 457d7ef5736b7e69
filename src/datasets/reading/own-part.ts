/** Whether a file is the shard that a manifest says it is. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CorruptBufferError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import type { Manifest, Part } from '../../shards/manifest.js';

/** What tells one shard from another without reading all of it. */
export interface PartFacts {
  readonly bytes: number;
  readonly buildId: string | undefined;
  readonly entries: number;
  readonly width: number;
}

/** Throws `CorruptBufferError` for another file than the manifest's part. */
export function checkOwn(
  { run, key }: Manifest,
  part: Part,
  path: string,
  { bytes, buildId, entries, width }: Partial<PartFacts>,
): void {
  const facts: readonly [what: string, own: unknown, wanted: unknown][] = [
    ['bytes', bytes, part.bytes],
    ['build', buildId, part.buildId ?? undefined],
    ['entries', entries, part.entries],
    ['width', width, key.width],
  ];
  for (const [what, own, wanted] of facts) {
    if (own === undefined || wanted === undefined || own === wanted) continue;
    throw new CorruptBufferError(
      `${path} is not shard ${part.shard} of run ${run}: it is of ${what} ${own}, and the manifest says ${wanted}. Copy it again, or build anew`,
    );
  }
}

/** Looks for all parts of a run. Throws `FileError` for one that is missing, `CorruptBufferError` for one of another length. */
export function checkPresent(folder: string, manifest: Manifest): void {
  for (const part of manifest.parts) {
    const path = join(folder, part.path);
    const { size } = orFileError('open', path, () => statSync(path));
    checkOwn(manifest, part, path, { bytes: size });
  }
}
