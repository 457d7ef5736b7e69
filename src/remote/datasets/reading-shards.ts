/** Reading several shards of one version as one. */
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { Key } from '../../mappers/id-mapper.js';
import { checkKeys } from '../../mappers/many-keys.js';
import { checkedRange, type RangeOptions } from '../../mappers/ordered/range-options.js';
import { byKey, mainOrder } from '../../shards/key-order.js';
import { keysByShard } from '../../shards/keys-by-shard.js';
import { mergedLater } from '../../shards/merge.js';
import { shardsWithin } from '../../shards/ordered-shards.js';
import { type ReadOptions, rangeOf, signalOf } from '../read-options.js';
import type { RemoteMapping } from '../remote-mapping.js';
import type { RemoteShards } from './remote-shards.js';

/** What each of some shards gives, which are read side by side. */
export async function each<K extends Key, V extends object, X extends IndexKeys, T>(
  shards: RemoteShards<K, V, X>,
  numbers: readonly number[],
  read: (mapping: RemoteMapping<K, V, X>) => Promise<T>,
  options: ReadOptions,
): Promise<T[]> {
  const signal = signalOf(options);
  return await Promise.all(numbers.map(async (number) => await read(await shards.at(number, signal))));
}

/** What `look` gives for keys, in their order: it is asked once for all keys of a shard. */
export async function many<K extends Key, V extends object, X extends IndexKeys, T>(
  shards: RemoteShards<K, V, X>,
  keys: ArrayLike<K>,
  look: (mapping: RemoteMapping<K, V, X>, keys: K[]) => Promise<readonly T[]>,
  options: ReadOptions,
): Promise<T[]> {
  const signal = signalOf(options);
  checkKeys(keys);
  const result = new Array<T>(keys.length);
  const lookIn = async ([shard, places]: readonly [number, readonly number[]]) => {
    const mapping = await shards.at(shard, signal);
    const found = await look(
      mapping,
      places.map((at) => keys[at]!),
    );
    places.forEach((at, index) => {
      result[at] = found[index]!;
    });
  };
  await Promise.all(Array.from(keysByShard(keys, shards.count), lookIn));
  return result;
}

/** All shards; the next one is opened while one is read. */
export async function* inTurn<K extends Key, V extends object, X extends IndexKeys>(
  shards: RemoteShards<K, V, X>,
  options: ReadOptions,
): AsyncGenerator<RemoteMapping<K, V, X>> {
  const signal = signalOf(options);
  let next = shards.at(0, signal);
  for (let shard = 0; shard < shards.count; shard += 1) {
    const mapping = await next;
    if (shard + 1 < shards.count) {
      next = shards.at(shard + 1, signal);
      // Whoever stops here does not wait for it.
      next.catch(() => {});
    }
    yield mapping;
  }
}

/** Rows of the shards that can have keys from `from` to before `to`, in the order of their keys. */
export async function* inOrder<K extends Key, V extends object, X extends IndexKeys>(
  shards: RemoteShards<K, V, X>,
  [from, to]: readonly [from: K | undefined, to: K | undefined],
  rowsOf: (mapping: RemoteMapping<K, V, X>) => AsyncGenerator<[K, V]>,
  options: RangeOptions & ReadOptions,
): AsyncGenerator<[K, V]> {
  const [given, signal] = rangeOf(options);
  const { limit, reverse } = checkedRange(given);
  const order = mainOrder(shards.manifest);
  const within = await shards.all(shardsWithin(shards.manifest, order, from, to), signal);
  yield* mergedLater(within.map(rowsOf), byKey<K, V>(order.compare, reverse), limit);
}
