/** The least and the greatest key of a shard, as manifests say them (docs/datasets.md 3). */
import type { Mapping } from '../containers/mapping.js';
import type { Key } from '../mappers/id-mapper.js';
import type { KeyFacts } from '../trailer/trailer-info.js';

/** Text as it is, bytes in hexadecimal digits, integers in decimal ones. */
export interface KeyBounds {
  /**
   * The least key, where keys are in an order that the file holds; text as it is, bytes in hexadecimal digits,
   * integers in decimal ones.
   */
  readonly min?: string | undefined;
  /** The greatest key, likewise. */
  readonly max?: string | undefined;
}

const UTF8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * None where the keys are in no order, or there are none, and where one among keys of text is bytes that are no text, which manifests cannot
 * say. The keys of text are read as bytes.
 */
export function keyBounds(mapping: Mapping<Key, object>, { key: kind }: KeyFacts): KeyBounds {
  if (!mapping.hasOrder || mapping.size === 0) return {};
  const [min, max] = [mapping.first()!, mapping.last()!].map(([key]) => boundText(key, kind));
  return min === undefined || max === undefined ? {} : { min, max };
}

function boundText(key: Key, kind: string): string | undefined {
  if (!(key instanceof Uint8Array)) return String(key);
  if (kind === 'string') {
    try {
      return UTF8.decode(key);
    } catch {
      return undefined;
    }
  }
  return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A key as manifests say it, to be compared; undefined where it is not said, or makes no sense. */
export function boundKey(text: string | undefined, { key: kind }: KeyFacts): Key | undefined {
  if (text === undefined || kind === 'string') return text;
  if (kind !== 'bytes') return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (!/^([0-9a-f]{2})*$/.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
