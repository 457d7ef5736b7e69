/** Which of many keys are in which shard. */
import { shardFor } from './shard-of.js';

/** The places of keys by the number of their shard; only of shards that have some. Throws as `shardFor`. */
export function keysByShard(keys: ArrayLike<unknown>, shards: number): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (let at = 0; at < keys.length; at += 1) {
    const shard = shardFor(keys[at], shards);
    const own = places.get(shard);
    if (own === undefined) places.set(shard, [at]);
    else own.push(at);
  }
  return places;
}
