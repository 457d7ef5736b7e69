/** Where a dump goes: standard output, or a file that appears whole or not at all. */
import { AtomicFile } from '../../files/building/atomic-file.js';
import type { ByteTarget } from '../../tables/output/sink.js';
import type { Io } from '../io.js';
import { flushed, write } from '../output.js';

export interface DumpTarget extends ByteTarget {
  /** Puts the file in its place. */
  publish(): Promise<void>;
  /** Removes what was written of the file; nothing after `publish`. */
  discard(): void;
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
