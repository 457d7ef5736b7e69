/** From a declaration of keys to the mapper that reads them. */
import type { Source } from '../bytes/container-source.js';
import { ApproxMapper } from './approx-mapper.js';
import type { IdMapper, Key } from './id-mapper.js';
import type { KeySpec } from './key-kind.js';
import { NumericMapper } from './numeric-mapper.js';
import { ObjectMapper } from './object-mapper.js';
import { StringMapper } from './string-mapper.js';

/** The mapper at position `start`. Throws `CorruptBufferError` when the memory cannot hold what its header says. */
export function openMapper(
  source: Source,
  start: number,
  { kind, width, approximate, form }: KeySpec,
): IdMapper<Key> {
  if (kind === 'object') return new ObjectMapper(source, start);
  if (approximate) return new ApproxMapper(source, start, width);
  if (kind === 'string' || kind === 'bytes') {
    return new StringMapper(source, start, width, kind === 'bytes') as IdMapper<
      string | Uint8Array
    > as IdMapper<Key>;
  }
  return new NumericMapper(source, start, width, kind === 'bigint', form);
}
