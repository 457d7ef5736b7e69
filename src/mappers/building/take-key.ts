/** Keys on their way into a mapper. */
import { PackError } from '../../errors.js';
import { MAX_KEY_BYTES } from '../../hash/encode-key.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { setKey } from '../../values/compare/key-match.js';

/** Puts a key of text or bytes into the hasher. Throws `PackError` for one that cannot be stored. */
export function takeKey(key: unknown): void {
  if (!setKey(key)) throw new PackError('a lone surrogate in the key has no UTF-8 form');
  const { length } = keyHasher;
  if (length > MAX_KEY_BYTES) throw new PackError(`a key of ${length} bytes is longer than ${MAX_KEY_BYTES}`);
}
