/** What is taken for a buffer. */
import { ArgumentError } from '../errors.js';

/** A buffer's bytes. Throws `ArgumentError` for anything else. */
export function bytesOver(data: Uint8Array | ArrayBufferLike): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const kind = Object.prototype.toString.call(data).slice(8, -1);
  if (kind === 'ArrayBuffer' || kind === 'SharedArrayBuffer') return new Uint8Array(data);
  throw new ArgumentError(`a value of type ${kind} is not a Uint8Array, ArrayBuffer or SharedArrayBuffer`);
}
