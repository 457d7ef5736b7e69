/** What a trailer says of an id mapper. */
import type { TrailerFacts } from '../../trailer/trailer-info.js';
import { keyFacts } from '../key-facts.js';
import type { KeySpec } from '../key-kind.js';
import { MAPPER_HEADER } from '../mapper-header.js';

/** Of one at position 0, with so many bytes of keys, whose index ends at `end`. */
export function mapperFacts(
  spec: KeySpec,
  entries: number,
  keyBytes: number,
  indexOffset: number,
  end: number,
): TrailerFacts {
  const keys = keyBytes === 0 ? {} : { keys: [MAPPER_HEADER, keyBytes] as const };
  const parts = { ...keys, index: [indexOffset, end - indexOffset] as const };
  return { kind: 'idMapper', entries, key: keyFacts(spec), parts };
}
