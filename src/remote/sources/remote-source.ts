/** Where bytes come from that are far away. */

/** A stretch of bytes, as it came. */
export interface RemoteBytes {
  /** The bytes themselves. */
  readonly bytes: Uint8Array;
  /** Bytes of the whole, where the answer says so. */
  readonly size?: number | undefined;
  /** A strong validator, such as a strong ETag: another one means other bytes. */
  readonly etag?: string | undefined;
}

/** Reads stretches of bytes; URLs, blobs and file handles are sources already, others can be written. */
export interface RemoteSource {
  /** For messages: a URL, or a name. */
  readonly name: string;
  /** Bytes of the whole, where that is known from the start. */
  readonly size?: number | undefined;
  /**
   * The bytes from `offset` on, `length` of them, or fewer where the whole ends. A negative `offset` counts from the end:
   * the last bytes. Rejects where they cannot be read.
   */
  read(offset: number, length: number, options: { readonly signal: AbortSignal }): Promise<RemoteBytes>;
  /**
   * Several stretches at once, in their order; `undefined` where the source finds that it cannot do that, and is to be asked for each.
   *
   * @param ranges What to read.
   */
  readMany?(
    ranges: readonly RemoteRange[],
    options: { readonly signal: AbortSignal },
  ): Promise<readonly RemoteBytes[] | undefined>;
}

/** `length` bytes from `offset` on. */
export interface RemoteRange {
  /** From the start of the whole, in bytes. */
  readonly offset: number;
  /** How many bytes. */
  readonly length: number;
}
