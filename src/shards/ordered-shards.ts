/** Which shards a range, or the ends of all keys, can lie in, and what is nearest among what each of them gives. */
import type { Key } from '../mappers/id-mapper.js';
import type { KeyBounds } from './key-bounds.js';
import { boundKey } from './key-bounds.js';
import type { KeyOrder } from './key-order.js';
import type { Manifest } from './manifest.js';

/** Numbers of the shards that can have a key with `from` <= key < `to`: at least one, which tells what is wrong with the ends. */
export function shardsWithin(
  { parts, key }: Pick<Manifest, 'parts' | 'key'>,
  order: KeyOrder,
  from: Key | undefined,
  to: Key | undefined,
): number[] {
  const [low, high] = [from, to].map((end) => (isPlain(end, key.key) ? end : undefined));
  const within = parts.filter((part) => {
    if (part.entries === 0) return false;
    const [min, max] = [boundKey(part.min, key), boundKey(part.max, key)];
    if (min === undefined || max === undefined) return true;
    return (
      (low === undefined || order.compare(max, low) >= 0) &&
      (high === undefined || order.compare(min, high) < 0)
    );
  });
  return within.length === 0 ? [0] : within.map(({ shard }) => shard);
}

/** Numbers of the shards that can have the first key of all, or the last. */
export function shardsAtEnd(
  { parts, key }: Pick<Manifest, 'parts' | 'key'>,
  order: KeyOrder,
  end: keyof KeyBounds,
): number[] {
  const filled = parts.filter(({ entries }) => entries > 0);
  const bounds = filled.map((part) => boundKey(part[end], key));
  const known = bounds.filter((bound) => bound !== undefined);
  if (known.length < filled.length || known.length === 0) {
    return filled.length === 0 ? [0] : filled.map(({ shard }) => shard);
  }
  const sign = end === 'min' ? 1 : -1;
  const best = known.reduce((a, b) => (sign * order.compare(b, a) < 0 ? b : a));
  return filled.filter((_, at) => order.compare(bounds[at]!, best) === 0).map(({ shard }) => shard);
}

type Entry<K extends Key, V> = [K, V];

/** The first of entries, one a shard; of equal keys that of the first shard. `sign` −1: the last, of the last shard. */
export function endmost<K extends Key, V>(
  entries: Iterable<Entry<K, V> | undefined>,
  order: KeyOrder,
  sign: 1 | -1,
): Entry<K, V> | undefined {
  let best: Entry<K, V> | undefined;
  for (const entry of entries) {
    if (entry === undefined) continue;
    const difference = best === undefined ? -1 : sign * order.compare(entry[0], best[0]);
    if (difference < 0 || (difference === 0 && sign < 0)) best = entry;
  }
  return best;
}

/** The nearest to a key of entries that are each the nearest of their shard. */
export function nearestOf<K extends Key, V>(
  entries: Iterable<Entry<K, V> | undefined>,
  order: KeyOrder,
  key: K,
): Entry<K, V> | undefined {
  const found = [...entries].filter((entry) => entry !== undefined);
  const below = endmost(found.filter((entry) => order.compare(entry[0], key) < 0).reverse(), order, -1);
  const above = endmost(
    found.filter((entry) => order.compare(entry[0], key) >= 0),
    order,
    1,
  );
  if (below === undefined || above === undefined) return below ?? above;
  const isThere = order.compare(above[0], key) === 0;
  return !isThere && order.isBelowNearer(below[0], key, above[0]) ? below : above;
}

/** Whether an end of a range can be compared here. */
function isPlain(end: unknown, kind: string): boolean {
  if (kind === 'string' || kind === 'bytes') return typeof end === 'string' || end instanceof Uint8Array;
  return typeof end === 'bigint' || Number.isSafeInteger(end);
}
