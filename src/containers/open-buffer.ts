/** Opening a buffer without knowing what it holds. */
import { type BufferOptions, heapSource } from '../bytes/container-source.js';
import { CorruptBufferError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { Writable } from '../schema/writable-types.js';
import { identify } from './identify/identify-container.js';
import { otherFormat } from './identify/wrong-kind.js';
import type { Mapping } from './mapping.js';
import type { RecordArray } from './record-array.js';
import type { UndeclaredRecord } from './record-type.js';
import { undeclaredContainer } from './undeclared.js';

/** A buffer's content as what it is, which `kind` says: `array`, `mapping` or `idMapper`. */
export type OpenedBuffer<V extends object = UndeclaredRecord> =
  | RecordArray<V>
  | Mapping<Key, V>
  | IdMapper<Key>;

/**
 * Finds out what the bytes of a whole file are and reads them in place, without a declaration, as `openFile` does
 * files.
 *
 * @param data The bytes, or a buffer that holds them.
 * @param options Where they lie in it, and whether fields may be assigned.
 * @throws `CorruptBufferError` when they are none of this library, or damaged.
 *
 * @example
 * const opened = openBuffer(await file.arrayBuffer());
 * if (opened.kind === 'mapping') console.log(opened.size);
 */
export function openBuffer(
  data: Uint8Array | ArrayBufferLike,
  options: BufferOptions & { readonly writable: true },
): OpenedBuffer<Writable<UndeclaredRecord>>;
export function openBuffer(data: Uint8Array | ArrayBufferLike, options?: BufferOptions): OpenedBuffer;
export function openBuffer(data: Uint8Array | ArrayBufferLike, options?: BufferOptions): OpenedBuffer {
  const source = heapSource(data, options);
  const identity = identify(source.memory);
  if (identity !== undefined) return undeclaredContainer(source, identity);
  const kinds = 'neither an array, nor a mapping, nor an id mapper';
  throw (
    otherFormat(source) ??
    new CorruptBufferError(`the buffer is no file of sharedbuffers, or is cut short: ${kinds}`)
  );
}
