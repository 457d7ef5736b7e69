/** Streams that are set aside in a temporary file, so that they can be read twice. */
import { dirname } from 'node:path';
import { SharedBuffersError } from '../../../errors.js';
import { untilAborted } from '../../../files/building/run-build.js';
import { Spool } from '../../../files/building/spool.js';
import { fileError } from '../../../files/file-error.js';
import { chunked, type Input, type InputPlace } from '../input-file.js';
import { LineLengths } from '../rows.js';

/** Any number of streams in one file. */
export class SetAside {
  readonly #place: InputPlace;
  #spool: Spool | undefined;

  constructor(place: InputPlace) {
    this.#place = place;
  }

  /** Takes a stream of text to its end. Throws `InputError` for a line without end, `FileError` where room runs out. */
  async text(name: string, stream: AsyncIterable<Uint8Array>): Promise<Input> {
    const lengths = new LineLengths(name);
    return this.#take(name, stream, (chunk) => lengths.check(chunk));
  }

  /** Takes a stream of any bytes to its end. */
  bytes(name: string, stream: AsyncIterable<Uint8Array>): Promise<Input> {
    return this.#take(name, stream, () => {});
  }

  discard(): void {
    this.#spool?.discard();
  }

  async #take(
    name: string,
    stream: AsyncIterable<Uint8Array>,
    check: (chunk: Uint8Array) => void,
  ): Promise<Input> {
    const { target, room, signal } = this.#place;
    this.#spool ??= new Spool(dirname(target), target);
    const spool = this.#spool;
    const start = spool.length;
    try {
      for await (const chunk of untilAborted(stream, signal)) {
        // Before the disk is full of a line that has no end.
        check(chunk);
        spool.append(chunk);
        room.wrote(chunk.length);
      }
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw cause instanceof SharedBuffersError ? cause : fileError('read', name, cause);
    }
    const byteLength = spool.length - start;
    const read = (position: number, into: Uint8Array) =>
      spool.read(start + position, into.subarray(0, Math.max(0, byteLength - position)));
    return { name, byteLength, read, chunks: () => chunked(read), close() {} };
  }
}
