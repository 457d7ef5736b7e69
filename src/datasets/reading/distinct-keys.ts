/** The keys of indexes of several files, each once. */
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keyOrder } from '../../shards/key-order.js';
import { merged } from '../../shards/merge.js';

/** A key, and the integer that it has in its index: a hash, or what it is stored as. */
interface Indexed<K> {
  readonly high: number;
  readonly low: number;
  readonly key: K;
}

/** In the order of the indexes, by which equal keys come together. */
export function* distinctKeys<K extends Key>(indexes: readonly SecondaryIndex<K, object>[]): Generator<K> {
  const byPlace = (one: Indexed<K>, other: Indexed<K>) => one.high - other.high || one.low - other.low;
  const filled = indexes.filter(({ size }) => size > 0);
  if (filled.length === 0) return;
  const { compare } = keyOrder(filled[0]!.parts.spec);
  let place: Indexed<K> | undefined;
  let seen: K[] = [];
  for (const next of merged(filled.map(indexed), byPlace)) {
    if (place === undefined || byPlace(place, next) !== 0) seen = [];
    place = next;
    if (seen.some((key) => compare(key, next.key) === 0)) continue;
    seen.push(next.key);
    yield next.key;
  }
}

function* indexed<K extends Key>({ parts: { mapper } }: SecondaryIndex<K, object>): Generator<Indexed<K>> {
  const { index } = mapper.parts;
  const { key } = mapper.steps();
  for (let entry = 0; entry < mapper.size; entry += 1) {
    yield { high: index.high(entry, 0), low: index.low(entry, 0), key: key(entry) as K };
  }
}
