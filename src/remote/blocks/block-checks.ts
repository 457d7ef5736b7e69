/** Holding blocks against the checksums that a file ends with (docs/format.md 14), as they arrive. */
import { CorruptBufferError, RemoteError } from '../../errors.js';
import { xxh64 } from '../../hash/xxh64.js';
import { BLOCK_BYTES, CHECKSUM_BYTES, type Tail, TRAILER_HEADER } from '../../trailer/tail.js';

export class BlockChecks {
  readonly #name: string;
  /** What blocks cover ends here; what follows has checksums of its own. */
  readonly #end: number;
  readonly #table: DataView;
  readonly #sum = new Uint32Array(2);

  /** `table`: the checksums of all blocks. Throws `CorruptBufferError` where they are not those that were built. */
  constructor(name: string, { start, tableSum }: Tail, table: Uint8Array) {
    this.#name = name;
    this.#end = start + TRAILER_HEADER;
    this.#table = new DataView(table.buffer, table.byteOffset, table.length);
    if (!this.#holds(table, tableSum[0], tableSum[1])) {
      throw new CorruptBufferError(`the table of checksums in the trailer of ${name} is damaged`, this.#end);
    }
  }

  /** Throws `CorruptBufferError`, which names the block, for other bytes than were built. */
  check(block: number, bytes: Uint8Array): void {
    const position = block * BLOCK_BYTES;
    if (position >= this.#end) return;
    const covered = bytes.subarray(0, this.#end - position);
    const at = block * CHECKSUM_BYTES;
    const table = this.#table;
    if (this.#holds(covered, table.getUint32(at, true), table.getUint32(at + 4, true))) return;
    throw new CorruptBufferError(
      `block ${block} of ${this.#name}, the ${covered.length} bytes from position ${position}, is not as it was built: ` +
        'the server, or a cache on the way, has other bytes',
      position,
    );
  }

  #holds(bytes: Uint8Array, low: number, high: number): boolean {
    xxh64(bytes, 0, bytes.length, this.#sum);
    return this.#sum[0] === low && this.#sum[1] === high;
  }
}

/** The tail of a file whose blocks can be checked. Throws `RemoteError` for others. */
export function checkedTail(name: string, tail: Tail | undefined): Tail {
  if (tail?.sealed) return tail;
  const why =
    tail === undefined
      ? 'has no checksums, as files without a trailer have none'
      : 'was opened to be changed after it was built, so that its checksums may no longer hold';
  throw new RemoteError(`${name} ${why}: it cannot be read with verifyBlocks`);
}
