/** Id mappers in files of their own, without the records of a mapping behind them. */
import type { Source } from '../bytes/container-source.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { KeySpec } from '../mappers/key-kind.js';
import { openMapper } from '../mappers/open-mapper.js';
import { otherKind } from './identify/wrong-kind.js';
import { keysThatFit, misfit } from './mapping-parts.js';
import { padded } from './part-positions.js';

/**
 * The id mapper that a source holds. Throws `SchemaError` for a mapping, which begins with one, and for a mapper whose
 * entries are not of the declared size.
 */
export function loneMapper(source: Source, spec: KeySpec): IdMapper<Key> {
  const { memory } = source;
  const mapper = openMapper(source, 0, spec);
  const whole = mapper.byteLength === memory.byteLength || padded(mapper.byteLength) === memory.byteLength;
  if (whole) return mapper;
  const other = otherKind(source, 'idMapper');
  if (other !== undefined) throw other;
  const fit = keysThatFit(memory, memory.byteLength);
  if (fit !== undefined) throw misfit(memory, spec, fit);
  return mapper;
}
