/** Going through all keys of a mapper far away, whose bytes have been fetched. */
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import type { RemoteFile } from '../remote-file.js';

/**
 * The mapper over a copy of its bytes in one piece. Over blocks, each key that lies across two of them would begin the pass over all keys
 * anew.
 */
export function copied<K extends Key>(
  file: RemoteFile,
  mapper: IdMapper<K>,
  signal: AbortSignal | undefined,
): Promise<IdMapper<K>> {
  return file.attempt(() => mapper.copy(), signal);
}

/** Keys in the order in which they were written. */
export function* keysOf<K extends Key>(mapper: IdMapper<K>, signal: AbortSignal | undefined): Generator<K> {
  for (const key of mapper.keys({ order: 'sequential' })) {
    signal?.throwIfAborted();
    yield key;
  }
}
