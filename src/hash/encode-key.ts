/** Keys as bytes: text as UTF-8, bytes as they are. */
import { LONE_SURROGATE } from '../bytes/text/utf8.js';

/** Up to so many UTF-16 units a loop is faster than the call of a built-in function. */
const LOOP_UNITS = 32;
/** Bytes that a UTF-16 unit gives at most. */
const UNIT_BYTES = 3;
/** Builders take no longer keys, as readers and other tools hold a key whole; so none is found. */
export const MAX_KEY_BYTES: number = 2 ** 24;

const encoder = /* @__PURE__ */ new TextEncoder();

/**
 * The bytes of a key: `scratch`, with the key in front, where it surely has room; else an array of as many bytes as the key
 * has. `undefined` for what no table of text or bytes can hold. `encodedLength` has their number.
 */
export function encodeKey(key: unknown, scratch: Uint8Array): Uint8Array | undefined {
  if (typeof key === 'string') return encodeText(key, scratch);
  if (!(key instanceof Uint8Array) || key.length > MAX_KEY_BYTES) return undefined;
  encodedLength = key.length;
  if (key.length > scratch.length) return key;
  scratch.set(key);
  return scratch;
}

/** Bytes of the key that was encoded last. */
export let encodedLength = 0;

function encodeText(key: string, scratch: Uint8Array): Uint8Array | undefined {
  const { length } = key;
  if (length <= LOOP_UNITS) {
    encodedLength = encodeUnits(key, scratch);
    return encodedLength < 0 ? undefined : scratch;
  }
  if (length > MAX_KEY_BYTES) return undefined;
  const fits = length * UNIT_BYTES <= scratch.length;
  const bytes = fits ? scratch : encoder.encode(key);
  encodedLength = fits ? encoder.encodeInto(key, scratch).written : bytes.length;
  // As many bytes as units: ASCII, hence well-formed.
  return encodedLength !== length && LONE_SURROGATE.test(key) ? undefined : bytes;
}

/** −1 for a lone surrogate, which has no UTF-8 form. */
function encodeUnits(key: string, bytes: Uint8Array): number {
  let to = 0;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    if (unit < 0x80) {
      bytes[to++] = unit;
    } else if (unit < 0x800) {
      bytes[to++] = 0xc0 | (unit >> 6);
      bytes[to++] = 0x80 | (unit & 0x3f);
    } else if ((unit & 0xf800) !== 0xd800) {
      bytes[to++] = 0xe0 | (unit >> 12);
      bytes[to++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[to++] = 0x80 | (unit & 0x3f);
    } else {
      const low = key.charCodeAt(at + 1);
      if (unit >= 0xdc00 || (low & 0xfc00) !== 0xdc00) return -1;
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
      bytes[to++] = 0xf0 | (point >> 18);
      bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[to++] = 0x80 | (point & 0x3f);
      at += 1;
    }
  }
  return to;
}
