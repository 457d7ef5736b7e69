/** Checking an id mapper with its table: their slots first, then the entries of one against the other. */
import type { Memory } from '../bytes/memory.js';
import { Filter } from '../mappers/filters/filter.js';
import type { IdMapper, Key, Places } from '../mappers/id-mapper.js';
import { hasKeyData, type KeySpec } from '../mappers/key-kind.js';
import { openTable } from '../mappers/tables/open-table.js';
import { type Section, SectionKind } from '../mappers/tables/sections.js';
import type { Findings } from './findings.js';
import { StoredKeys } from './stored-keys.js';
import { TableCheck } from './table-check.js';
import { walkOf } from './table-slots.js';
import { verifyEntries } from './verify-entries.js';
import { verifyOrder } from './verify-order.js';

export interface MapperChecks {
  readonly mapper: IdMapper<Key>;
  readonly spec: KeySpec;
  readonly sections: ReadonlyMap<number, Section>;
  /** Whether keys are known to be text, and not any bytes. */
  readonly text: boolean;
  /** Position that the table's records count from. */
  readonly start: number;
  /** Where what values number lies; not of lone id mappers. */
  readonly places: Places | undefined;
}

/** How much there is of a phase, and what does it. */
export interface Work {
  readonly phase: 'table' | 'entries' | 'order';
  readonly total: number;
  readonly work: Generator<number, void>;
}

/** Gives one work after another, each to be done before the next is asked for. */
export function* verifyMapper(memory: Memory, checks: MapperChecks, findings: Findings): Generator<Work> {
  const { mapper, spec, sections, text, start, places } = checks;
  const keys = new StoredKeys(mapper, spec, text);
  const table = findings.guard('table', start, '', () =>
    openTable(memory, sections, { ...spec, form: undefined }, mapper.parts, start),
  );
  const position = tablePosition(sections);
  const walk =
    table && findings.guard('table', position, '', () => walkOf(memory, sections, spec, keys, findings));
  let check: TableCheck | undefined;
  if (table !== undefined && walk !== undefined) {
    const filtered = sections.get(SectionKind.filter);
    const filter =
      filtered && findings.guard('table', filtered.start, '', () => new Filter(memory, filtered));
    const work = (function* () {
      check = new TableCheck(table, filter, mapper, yield* walk.work, position, findings);
    })();
    yield { phase: 'table', total: walk.slots, work };
  }
  const directory = sections.has(SectionKind.directory);
  const work = verifyEntries({ mapper, keys, places, table: check, directory }, findings);
  yield { phase: 'entries', total: mapper.size, work };
  const order = sections.get(SectionKind.order);
  if (order !== undefined && hasKeyData(spec) && spec.kind !== 'object') {
    yield { phase: 'order', total: mapper.size, work: verifyOrder(mapper, order, findings) };
  }
}

function tablePosition(sections: ReadonlyMap<number, Section>): number {
  const kinds = [
    SectionKind.bucketTable,
    SectionKind.hashTable,
    SectionKind.integerTable,
    SectionKind.directTable,
  ];
  return kinds.map((kind) => sections.get(kind)?.start).find((start) => start !== undefined) ?? 0;
}
