/** Id mappers in files of their own, without the records of a mapping behind them. */
import type { Source } from '../bytes/container-source.js';
import { SchemaError } from '../errors.js';
import { type IdMapper, type Key, MAPPER_ALIGNMENT } from '../mappers/id-mapper.js';
import type { KeySpec } from '../mappers/key-kind.js';
import { openMapper } from '../mappers/open-mapper.js';
import { otherKind } from './identify/wrong-kind.js';
import { indexEnd, ROWS } from './mapping-parts.js';

/**
 * The id mapper that a source holds. Throws `SchemaError` for a mapping, which begins with one, and for a mapper whose
 * entries are not of the declared size.
 */
export function loneMapper(source: Source, spec: KeySpec): IdMapper<Key> {
  const { memory } = source;
  const mapper = openMapper(source, 0, spec);
  const end = Math.ceil(mapper.byteLength / MAPPER_ALIGNMENT) * MAPPER_ALIGNMENT;
  if (end === memory.byteLength || mapper.byteLength === memory.byteLength) return mapper;
  const other = otherKind(source, 'idMapper');
  if (other !== undefined) throw other;
  const fit = ROWS.find(([row]) => indexEnd(memory, row) === memory.byteLength);
  if (fit === undefined) return mapper;
  throw new SchemaError(
    `the index of ${memory.name} is not one of ${spec.width * 8}-bit keys of type ${spec.type}; it fits ${fit[1]} keys`,
  );
}
