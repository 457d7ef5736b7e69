/** Bytes of a file that is inspected: any stretch, its schema, and a record with what each byte of it is. */
import type { RecordArray } from '../../containers/record-array.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import { ArgumentError } from '../../errors.js';
import type { RemoteFile } from '../remote-file.js';
import type { FoundContainer } from './open-found.js';
import type { ByteSpan } from './tracing/byte-spans.js';
import { traceRecord } from './tracing/trace-record.js';

/** A record's place and its bytes. */
export interface RecordBytes {
  /** Where the record starts, in bytes from the start of the file. */
  readonly offset: number;
  /** What its bytes are, in their order; what it points to follows. */
  readonly spans: readonly ByteSpan[];
}

/** Bytes that are read at once at most. */
const MOST_BYTES = 2 ** 24;

/** Throws `ArgumentError` for what is no stretch. */
export async function stretchOf(
  file: RemoteFile,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (!(Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && length <= MOST_BYTES)) {
    throw new ArgumentError(`${length} bytes from ${offset} are not a stretch of up to ${MOST_BYTES}`);
  }
  const count = Math.min(length, file.memory.byteLength - offset);
  if (count <= 0) return new Uint8Array(0);
  return await file.attempt(() => file.memory.bytes(offset, count), signal);
}

export async function schemaOf(
  file: RemoteFile,
  { identity, container, repair }: FoundContainer,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  if (container === undefined || identity === undefined || identity.kind === 'idMapper') return undefined;
  const { schemaOffset, schemaSize } = identity.header;
  const start = identity.kind === 'mapping' ? identity.array : 0;
  const memory = repair?.over(file.memory) ?? file.memory;
  const read = () => memory.peek(start + schemaOffset, schemaSize, 'an embedded schema').bytes.slice();
  return await file.attempt(read, signal);
}

/** The records of what was found, if it has any. */
export function recordsIn({ container }: FoundContainer): RecordArray<UndeclaredRecord> | undefined {
  if (container?.kind === 'mapping') return container.array;
  return container?.kind === 'array' ? container : undefined;
}

/** Throws `ArgumentError` for a number that no record has. */
export async function recordBytesOf(
  file: RemoteFile,
  array: RecordArray<object> | undefined,
  index: number,
  signal: AbortSignal | undefined,
): Promise<RecordBytes> {
  if (!(array !== undefined && Number.isInteger(index) && index >= 0 && index < array.length)) {
    throw new ArgumentError(`there is no record ${index} among ${array?.length ?? 0}`);
  }
  return await file.attempt(() => {
    const offset = array.places.positionOf(index);
    return { offset, spans: traceRecord(file.memory, array, offset) };
  }, signal);
}
