/**
 * Table sections: from a key straight to its record, past the sorted index and the array's own. What look-ups cost
 * is cache misses that wait for one another; a table has two or three where the plain layout has four or five.
 */
import type { Memory } from '../../bytes/memory.js';
import { hasTextKeys, type KeySpec } from '../key-kind.js';
import { DirectTable } from './direct-table.js';
import { HashTable } from './hash-table.js';
import { IntegerTable } from './integer-table.js';
import type { RecordTable } from './record-table.js';
import { type Section, SectionKind } from './sections.js';
import { SeededIntegerTable } from './seeded-integer-table.js';

/**
 * The table among a mapping's sections; `undefined` where there is none for keys of this kind. `records`: position of
 * the array.
 */
export function openTable(
  memory: Memory,
  sections: ReadonlyMap<number, Section>,
  spec: KeySpec,
  records: number,
): RecordTable | undefined {
  if (spec.approximate || spec.kind === 'object') return undefined;
  if (hasTextKeys(spec)) {
    const section = sections.get(SectionKind.hashTable);
    return section && new HashTable(memory, section, spec.width === 4, records);
  }
  const direct = sections.get(SectionKind.directTable);
  if (direct !== undefined) return new DirectTable(memory, direct);
  const section = sections.get(SectionKind.integerTable);
  if (section === undefined) return undefined;
  return section.version === 1 ? new IntegerTable(memory, section) : new SeededIntegerTable(memory, section);
}
