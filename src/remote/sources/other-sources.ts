/** Bytes that are not at a URL: blobs and open files. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import type { RemoteBytes, RemoteSource } from './remote-source.js';

/** What is used of a Node `FileHandle`. */
export interface ReadableHandle {
  /** Reads up to `length` bytes from `position` on into `buffer`, at `offset` there; says how many came. */
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{
    /** How many bytes came. */
    readonly bytesRead: number;
  }>;
  /** Says how many bytes the file has. */
  stat(): Promise<{
    /** Bytes of the file. */
    readonly size: number;
  }>;
}

class BlobSource implements RemoteSource {
  readonly name: string;
  readonly size: number;
  readonly #blob: Blob;

  constructor(blob: Blob & { readonly name?: string }) {
    this.#blob = blob;
    this.name = blob.name ?? 'the blob';
    this.size = blob.size;
  }

  async read(offset: number, length: number): Promise<RemoteBytes> {
    const from = offset < 0 ? Math.max(0, this.size + offset) : offset;
    const bytes = new Uint8Array(await this.#blob.slice(from, from + length).arrayBuffer());
    return { bytes, size: this.size };
  }
}

class HandleSource implements RemoteSource {
  readonly name = 'the file';
  readonly #handle: ReadableHandle;

  constructor(handle: ReadableHandle) {
    this.#handle = handle;
  }

  async read(offset: number, length: number): Promise<RemoteBytes> {
    const { size } = await this.#handle.stat();
    const from = offset < 0 ? Math.max(0, size + offset) : offset;
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - from)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { bytes: bytes.subarray(0, filled), size };
  }
}

/** Throws `ArgumentError` for what is neither a blob nor an open file. */
export function otherSource(input: unknown): RemoteSource {
  if (typeof Blob !== 'undefined' && input instanceof Blob) return new BlobSource(input);
  const { read, stat } = (input ?? {}) as Partial<ReadableHandle>;
  if (typeof read === 'function' && typeof stat === 'function')
    return new HandleSource(input as ReadableHandle);
  throw new ArgumentError(
    `a URL, a Blob, a file handle or a source with a name and read(offset, length) is opened, not ${describe(input)}`,
  );
}
