/**
 * Records packed apart from the array they will be part of, in a worker thread for instance: pointers are relative,
 * so the bytes of a chunk can be appended anywhere as they are. A chunk is plain data that can be posted.
 */
import { ArgumentError } from '../../errors.js';
import { schemaBytes } from '../../schema/stored/embedded-schema.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import { describe } from '../../values/base/codec.js';
import type { ChunkKeys } from '../secondary/row-keys.js';
import { recordUnit } from './relocatable-record.js';

/** Records packed apart from the file that they are to be in. */
export interface PackedChunk {
  /** The records; pass its buffer as transferable when posting. */
  readonly bytes: Uint8Array;
  /** Where each record starts in `bytes`. */
  readonly offsets: Float64Array;
  /** What the records are, as files embed it, to be compared when the chunk is added. */
  readonly schema: Uint8Array;
  /** Whether values of several records may be one; taken for granted where it is not said. */
  readonly shared?: boolean | undefined;
}

/** A chunk of a mapping. */
export interface PackedEntries<K> extends PackedChunk {
  /** The key of each record. */
  readonly keys: readonly K[];
  /** By the names of indexes whose keys a function gives, the keys of each record. */
  readonly indexKeys?: ChunkKeys | undefined;
}

/** How a chunk is packed. */
export interface ChunkOptions {
  /** Whether values that occur several times in the chunk are written once. Default true. */
  readonly share?: boolean | undefined;
}

/** Throws `ArgumentError` for what is no chunk. */
export function assertChunk(chunk: unknown): asserts chunk is PackedChunk {
  const { bytes, offsets, schema } = (chunk ?? {}) as Partial<PackedChunk>;
  if (bytes instanceof Uint8Array && offsets instanceof Float64Array && schema instanceof Uint8Array) return;
  throw new ArgumentError(`${describe(chunk)} is no chunk: give what packChunk gives`);
}

/** Throws `ArgumentError` for a chunk that was not packed by `codec`'s schema, or is damaged. */
export function checkChunk(codec: StructCodec, chunk: PackedChunk): void {
  assertChunk(chunk);
  const { bytes, offsets, schema } = chunk;
  const own = schemaBytes(codec.schema, false);
  if (schema.length !== own.length || !schema.every((byte, at) => byte === own[at])) {
    throw new ArgumentError('the chunk was packed by another schema: pack it by the one of the array');
  }
  const { alignment, header } = codec.schema.layout;
  const unit = recordUnit(codec);
  const whole = bytes.length % alignment === 0;
  const last = bytes.length - header;
  if (whole && offsets.every((offset) => offset >= 0 && offset <= last && offset % unit === 0)) return;
  throw new ArgumentError('the chunk is damaged: its offsets do not lead to records of its own');
}
