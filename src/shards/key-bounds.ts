/** The least and the greatest key of a shard, as manifests say them (docs/datasets.md 3). */
import type { Mapping } from '../containers/mapping.js';
import type { Key } from '../mappers/id-mapper.js';
import type { KeyFacts } from '../trailer/trailer-info.js';

/** Text as it is, bytes in hexadecimal digits, integers in decimal ones. */
export interface KeyBounds {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

const UTF8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/** None where the keys are in no order, or there are none. The keys of text are read as bytes. */
export function keyBounds(mapping: Mapping<Key, object>, { key: kind }: KeyFacts): KeyBounds {
  if (!mapping.hasOrder || mapping.size === 0) return {};
  return { min: boundText(mapping.first()![0], kind), max: boundText(mapping.last()![0], kind) };
}

function boundText(key: Key, kind: string): string {
  if (!(key instanceof Uint8Array)) return String(key);
  if (kind === 'string') return UTF8.decode(key);
  return Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A key as manifests say it, to be compared; undefined where it is not said, or makes no sense. */
export function boundKey(text: string | undefined, { key: kind }: KeyFacts): Key | undefined {
  if (text === undefined || kind === 'string') return text;
  if (kind !== 'bytes') return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (!/^([0-9a-f]{2})*$/.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
