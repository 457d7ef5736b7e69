/** Checking secondary indexes: each as a mapper, its lists, and those by fields against the records. */
import type { Memory } from '../bytes/memory.js';
import type { Mapping } from '../containers/mapping.js';
import type { RecordArray } from '../containers/record-array.js';
import type { RecordLists } from '../containers/secondary/record-lists.js';
import type { OpenedIndex } from '../containers/secondary/stored-indexes.js';
import { CorruptBufferError } from '../errors.js';
import type { Key, Places } from '../mappers/id-mapper.js';
import { Findings } from './findings.js';
import { fieldPairs, PairSum } from './index-pairs.js';
import { verifyMapper } from './verify-mapper.js';

/** Share of the work on an index that goes to the mapper. */
const OF_MAPPER = 0.5;
const PAUSE = 2048;

/** Gives the share that is done, from 0 to 1. */
export function* verifyIndexes(
  memory: Memory,
  { secondary, array }: Mapping<Key, object>,
  findings: Findings,
): Generator<number> {
  if (secondary === undefined || !findings.guard('secondary', 0, '', () => secondary.live)) return;
  const entries = findings.guard('secondary', 0, '', () => secondary.entries) ?? [];
  const names = new Set<string>();
  for (const [at, entry] of entries.entries()) {
    const own = new Findings(0, `index ${entry.name}`, findings);
    const twice = names.has(entry.name);
    names.add(entry.name);
    // Records are compared with each index: a name that is there a thousand times would be so a thousand times.
    if (twice) own.add('secondary', 'there are several indexes of this name', 0);
    const opened = twice
      ? undefined
      : own.guard('secondary', 0, '', () => secondary.open(entry, array.length));
    if (opened === undefined) continue;
    for (const done of verifyIndex(memory, opened, array, own)) yield (at + done) / entries.length;
  }
}

function* verifyIndex(
  memory: Memory,
  opened: OpenedIndex,
  array: RecordArray<object>,
  findings: Findings,
): Generator<number> {
  const { mapper, spec, sections, lists, entries, field } = opened;
  const { start } = mapper.parts;
  const before = findings.whole.count;
  const places = new ListPlaces(lists);
  const checks = { mapper, spec, sections, text: spec.kind === 'string', start, places };
  for (const { total, work } of verifyMapper(memory, checks, findings)) {
    for (const done of work) yield (OF_MAPPER * done) / Math.max(1, total);
  }
  if (findings.whole.count > before) return;
  if (places.words !== lists.words || places.entries !== entries) {
    const message = `its keys lead to ${places.entries} records, in ${places.words} words of lists: it says ${entries}, in ${lists.words}`;
    findings.add('secondary', message, start);
    return;
  }
  if (field !== undefined) yield* compareFields(opened, field, array, findings);
}

/** What each code stands for, checked: all lists together must be all there is of lists. */
class ListPlaces implements Places {
  readonly #lists: RecordLists;
  words = 0;
  entries = 0;

  constructor(lists: RecordLists) {
    this.#lists = lists;
  }

  follow(value: number | bigint): number {
    const code = Number(value);
    const count = this.#lists.count(code);
    if (count > 1) this.words += count + 1;
    if (this.words > this.#lists.words) {
      throw new CorruptBufferError('the lists of several keys are the same', undefined);
    }
    for (const _ of this.#lists.numbers(code)) this.entries += 1;
    return code;
  }
}

/** Compares all (key, record) pairs with those that the records have, as sums of their hashes. */
function* compareFields(
  { mapper, lists, entries, spec }: OpenedIndex,
  field: string,
  array: RecordArray<object>,
  findings: Findings,
): Generator<number> {
  const { index, columns, start } = mapper.parts;
  const stored = new PairSum();
  for (let entry = 0; entry < mapper.size; entry += 1) {
    const [high, low] = [index.high(entry, 0), index.low(entry, 0)];
    for (const record of lists.numbers(Number(index.exact(entry, columns - 1))))
      stored.add(high, low, record);
    if (entry % PAUSE === 0) yield OF_MAPPER;
  }
  const own = new PairSum();
  const pairs = fieldPairs(array, field, spec, own);
  for (;;) {
    const { done, value } = pairs.next();
    if (!done) {
      yield OF_MAPPER + ((1 - OF_MAPPER) * value) / Math.max(1, array.length);
      continue;
    }
    // What cannot be read of records is found with them.
    if (value === 'read' && !own.equals(stored)) {
      const message = `the index has ${entries} entries that are not those of the field ${field} of the records, which has ${own.pairs}`;
      findings.add('secondary', message, start);
    } else if (value === 'too much') {
      findings.add(
        'too-much',
        'the records share more keys than the file is worth: they were not compared',
        start,
      );
    }
    return;
  }
}
