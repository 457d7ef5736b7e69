/** What forms in JSON are made of. */
import { bufferOver } from '../../bytes/text/utf8.js';

/** Bytes that become text at a time: a multiple of 3, so that base64 needs no padding in between. */
const PIECE = 3 * 2 ** 12;

/** Byte strings in JSON. */
export function base64(bytes: Uint8Array): string {
  const native = bufferOver(bytes)?.base64Slice?.(0, bytes.length);
  if (native !== undefined) return native;
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return text;
}

/** An own property whatever the name: `__proto__` is a field or key like any other. */
export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Elements of a numpy array: bigints as text, byte strings as base64. */
export function elementsToJson(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map(elementsToJson);
  if (typeof value !== 'object' || value === null) return value;
  const object = {};
  for (const [name, field] of Object.entries(value)) define(object, name, elementsToJson(field));
  return object;
}
