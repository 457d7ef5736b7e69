/** What a mapper's entries are ordered by. */
import { ArgumentError } from '../../errors.js';
import { hasTextKeys, type KeySpec } from '../key-kind.js';
import type { Section } from '../tables/sections.js';
import { IntegerRanks } from './integer-ranks.js';
import { readOrder } from './order-section.js';
import { OrderedKeys } from './ordered-keys.js';
import type { OrderedMapper } from './ranks.js';
import { TextRanks } from './text-ranks.js';

/**
 * Searches by the order of a mapper's keys, with the section that has it in the memory of the mapper. Throws `ArgumentError` for
 * keys that have none: those of text and bytes without such a section, hashes, and keys of any type.
 */
export function openOrdered(
  mapper: OrderedMapper,
  spec: Pick<KeySpec, 'kind' | 'approximate' | 'type' | 'form'>,
  section: Section | undefined,
): OrderedKeys {
  const { memory, index } = mapper.parts;
  if (spec.kind === 'object' || spec.approximate) {
    throw new ArgumentError(
      `${spec.approximate ? 'approximate' : spec.type} keys have no order: integers have one, and text and bytes that were built with ordered: true`,
    );
  }
  if (!hasTextKeys(spec)) return new OrderedKeys(new IntegerRanks(index, spec.form)) as OrderedKeys;
  if (section === undefined) {
    throw new ArgumentError(
      `${memory.name} does not have the order of its keys: build it with ordered: true, as in buildMapping(path, declaration, rows, { ordered: true }); an index by indexes: [{ name, ordered: true }]`,
    );
  }
  return new OrderedKeys(new TextRanks(mapper, readOrder(memory, section, mapper.size))) as OrderedKeys;
}
