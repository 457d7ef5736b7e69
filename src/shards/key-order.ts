/** The order of keys, as files have it, for keys of several files. */
import type { Key } from '../mappers/id-mapper.js';
import type { KeySpec } from '../mappers/key-kind.js';
import { compareBytes, sharedBytes } from '../mappers/ordered/compare-bytes.js';
import type { KeyFacts } from '../trailer/trailer-info.js';

export interface KeyOrder {
  /** Below zero where the first comes before the second, zero where they are the same. */
  compare(one: Key, other: Key): number;
  /** Whether the one below a key is as close to it as the one above it. */
  isBelowNearer(below: Key, key: Key, above: Key): boolean;
}

const encoder = /* @__PURE__ */ new TextEncoder();

/** By the bytes of text, which is by code points, and of bytes; by value for all else. */
export function keyOrder({ kind, form }: Pick<KeySpec, 'kind' | 'form'>): KeyOrder {
  if (kind === 'string' || kind === 'bytes') return TEXT;
  if (form === undefined) return INTEGERS;
  const measure = (key: Key) => form.measure(form.bound(key));
  return {
    compare: (one, other) => {
      const [a, b] = [form.bound(one), form.bound(other)];
      return a.high - b.high || a.low - b.low;
    },
    isBelowNearer: (below, key, above) => {
      // Both are of one type, whichever it is.
      const at = measure(key) as number;
      return at - (measure(below) as number) <= (measure(above) as number) - at;
    },
  };
}

/** That of the keys by which rows are spread: text, bytes, and integers, of whatever sign. */
export function mainOrder({ key: { key: kind } }: { readonly key: KeyFacts }): KeyOrder {
  return kind === 'string' || kind === 'bytes' ? TEXT : INTEGERS;
}

/** Compares entries by their keys. */
export function byKey<K extends Key, V>(
  compare: KeyOrder['compare'],
  reverse: boolean | undefined,
): (one: [K, V], other: [K, V]) => number {
  return reverse ? (one, other) => compare(other[0], one[0]) : (one, other) => compare(one[0], other[0]);
}

const TEXT: KeyOrder = {
  compare: (one, other) => {
    if (typeof one === 'string' && typeof other === 'string') return compareText(one, other);
    const [a, b] = [bytesOf(one), bytesOf(other)];
    return compareBytes(a, 0, a.length, b, 0, b.length);
  },
  isBelowNearer: (below, key, above) => {
    const bytes = bytesOf(key);
    const shared = (other: Key) => {
      const own = bytesOf(other);
      return sharedBytes(own, 0, own.length, bytes);
    };
    return shared(below) >= shared(above);
  },
};

const INTEGERS: KeyOrder = {
  compare: (one, other) =>
    (one as number) < (other as number) ? -1 : (one as number) > (other as number) ? 1 : 0,
  isBelowNearer: (below, key, above) => {
    const at = BigInt(key as number);
    return at - BigInt(below as number) <= BigInt(above as number) - at;
  },
};

function bytesOf(key: Key): Uint8Array {
  return typeof key === 'string' ? encoder.encode(key) : (key as Uint8Array);
}

/** By code points, of which JavaScript's own order puts those past 2^16 before the last ones below. */
function compareText(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return ranked(a) - ranked(b);
  }
  return one.length - other.length;
}

/** Surrogates behind all other units. */
function ranked(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
