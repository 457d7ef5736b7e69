/** Keys as bytes: text as UTF-8, bytes as they are. */

/** What a key is encoded into. */
export interface KeyBuffer {
  bytes: Uint8Array;
  /** Makes `bytes` hold so many; what was in them is lost. */
  grow(length: number): void;
}

/** Up to so many UTF-16 units a loop is faster than the call of a built-in function. */
const LOOP_UNITS = 32;
/** Bytes that a UTF-16 unit gives at most. */
const UNIT_BYTES = 3;
/** With the `u` flag, surrogates match only where they are not one of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** A builder takes no longer keys, so none is found. */
const MAX_KEY_BYTES = 2 ** 24;

const encoder = /* @__PURE__ */ new TextEncoder();

/** Number of bytes of the key, which are put into the buffer; −1 for what no table of text or bytes can hold. */
export function encodeKey(key: unknown, into: KeyBuffer): number {
  if (typeof key === 'string') return encodeText(key, into);
  if (!(key instanceof Uint8Array) || key.length > MAX_KEY_BYTES) return -1;
  if (key.length > into.bytes.length) into.grow(key.length);
  into.bytes.set(key);
  return key.length;
}

function encodeText(key: string, into: KeyBuffer): number {
  const { length } = key;
  if (length <= LOOP_UNITS) return encodeUnits(key, into.bytes);
  if (length > MAX_KEY_BYTES) return -1;
  if (length * UNIT_BYTES > into.bytes.length) into.grow(length * UNIT_BYTES);
  const { written } = encoder.encodeInto(key, into.bytes);
  // As many bytes as units: ASCII, hence well-formed.
  return written !== length && LONE_SURROGATE.test(key) ? -1 : written;
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
