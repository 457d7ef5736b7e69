/** Where a dump goes: standard output, or a file that appears whole or not at all. */
import { AtomicFile } from '../../../files/building/atomic-file.js';
import { isTarget, targetOf } from '../../../files/temporary/target.js';
import type { ByteTarget } from '../../../tables/output/sink.js';
import { Failure } from '../../failure.js';
import type { Io } from '../../io.js';
import { flushed, write } from '../../output.js';

export interface DumpTarget extends ByteTarget {
  /** Puts the file in its place. */
  publish(): Promise<void>;
  /** Removes what was written of the file; nothing after `publish`. */
  discard(): void;
}

/**
 * Throws a usage `Failure` where a file that is to be written is one that is read, under whatever name, or is to be written
 * twice: what is there would be lost. Standard streams are no files.
 */
export function checkTargets(
  outputs: readonly (string | undefined)[],
  inputs: readonly (string | undefined)[],
): void {
  const seen = new Map<string, string>();
  for (const output of outputs) {
    if (output === undefined) continue;
    const target = targetOf(output);
    const read = inputs.find((input) => input !== undefined && input !== '-' && isTarget(target, input));
    if (read !== undefined) {
      throw new Failure(
        'CLI_USAGE',
        `${output} is the same file as ${read}, which is read: give another --output`,
      );
    }
    const twice = seen.get(target.path);
    if (twice !== undefined) {
      throw new Failure('CLI_USAGE', `${output} and ${twice} are one file: give each a name of its own`);
    }
    seen.set(target.path, output);
  }
}

/** `clean`: what makes text harmless for terminals. */
export function dumpTarget(
  output: string | undefined,
  io: Io,
  clean: (text: string) => string | Uint8Array,
): DumpTarget {
  const cleaned = (piece: string | Uint8Array) => (typeof piece === 'string' ? clean(piece) : piece);
  if (output === undefined) {
    return {
      async write(piece) {
        await write(io.stdout, cleaned(piece));
        await flushed(io.signal);
      },
      publish: () => Promise.resolve(),
      discard: () => {},
    };
  }
  const file = AtomicFile.create(output);
  return {
    async write(piece) {
      const bytes = cleaned(piece);
      file.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
      await flushed(io.signal);
    },
    publish: () => file.publish(),
    discard: () => file.discard(),
  };
}
