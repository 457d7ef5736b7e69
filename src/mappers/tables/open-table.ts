/**
 * Table sections: from a key straight to its record, past the sorted index and the array's own. What look-ups cost
 * is cache misses that wait for one another; a table has two where the plain layout has four or five.
 */
import type { Memory } from '../../bytes/memory.js';
import type { MapperParts } from '../id-mapper.js';
import { hasTextKeys, type KeySpec } from '../key-kind.js';
import { BucketTable } from './bucket-table.js';
import { readBuckets } from './buckets.js';
import { DirectTable } from './direct-table.js';
import { HashTable } from './earlier/hash-table.js';
import { IntegerTable } from './earlier/integer-table.js';
import { SeededIntegerTable } from './earlier/seeded-integer-table.js';
import { FormKeys, FormTable } from './form-keys.js';
import { IntegerKeys } from './integer-keys.js';
import type { RecordTable } from './record-table.js';
import { type Section, SectionKind } from './sections.js';
import { TextKeys } from './text-keys.js';

/**
 * The table among a mapping's sections; `undefined` where there is none for keys of this kind. `records`: position of
 * the array.
 */
export function openTable(
  memory: Memory,
  sections: ReadonlyMap<number, Section>,
  spec: KeySpec,
  parts: MapperParts,
  records: number,
): RecordTable | undefined {
  if (spec.approximate || spec.kind === 'object') return undefined;
  const text = hasTextKeys(spec);
  const section = sections.get(SectionKind.bucketTable);
  if (section !== undefined) {
    const buckets = readBuckets(memory, section);
    const { multipliers } = buckets;
    const keys = text ? new TextKeys(parts, multipliers) : new IntegerKeys(parts, multipliers);
    const formed = spec.form && keys instanceof IntegerKeys ? new FormKeys(keys, spec.form) : keys;
    return new BucketTable(memory, buckets, formed, records);
  }
  const direct = text ? undefined : sections.get(SectionKind.directTable);
  if (direct === undefined) return spec.form ? undefined : earlierTable(memory, sections, spec, records);
  const table = new DirectTable(memory, direct);
  return spec.form === undefined ? table : new FormTable(table, spec.form);
}

/** As this library wrote them before there were buckets. */
function earlierTable(
  memory: Memory,
  sections: ReadonlyMap<number, Section>,
  spec: KeySpec,
  records: number,
): RecordTable | undefined {
  if (hasTextKeys(spec)) {
    const section = sections.get(SectionKind.hashTable);
    return section && new HashTable(memory, section, spec.width === 4, records);
  }
  const section = sections.get(SectionKind.integerTable);
  if (section === undefined) return undefined;
  return section.version === 1 ? new IntegerTable(memory, section) : new SeededIntegerTable(memory, section);
}
