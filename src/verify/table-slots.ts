/**
 * Walking the slots of a table from the first to the last: that each lies where a search comes by, how many are taken, and
 * what looking up every key would cost. Linear, whatever the slots hold. A layout more is a walk more in `walkOf`.
 */
import type { Memory } from '../bytes/memory.js';
import { keyHasher } from '../hash/key-hasher.js';
import { hasTextKeys, type KeySpec } from '../mappers/key-kind.js';
import { DIRECT_HEADER } from '../mappers/tables/direct-table.js';
import { mixInteger } from '../mappers/tables/earlier/integer-table.js';
import { hashInteger } from '../mappers/tables/earlier/seeded-integer-table.js';
import {
  homeOf,
  RECORD_AT,
  SEEDED_HEADER,
  SLOT_BYTES,
  SlotRegion,
  TABLE_HEADER,
} from '../mappers/tables/earlier/slots.js';
import { type Section, SectionKind } from '../mappers/tables/sections.js';
import { BucketWalk, type HashAt } from './bucket-slots.js';
import type { Findings } from './findings.js';
import type { StoredKeys } from './stored-keys.js';
import { type SlotCount, TableContents } from './table-contents.js';

/** A walk over the slots; yields how many it has passed. */
export interface SlotWalk {
  readonly slots: number;
  readonly work: Generator<number, SlotCount>;
}

/** Slots between pauses, and those that are read through one window. */
const CHUNK = 2 ** 14;
const CELL_BYTES = 4;

/** The walk over the table that `openTable` takes; `undefined` where there is none. Throws where its header is damaged. */
export function walkOf(
  memory: Memory,
  sections: ReadonlyMap<number, Section>,
  spec: KeySpec,
  keys: StoredKeys,
  findings: Findings,
): SlotWalk | undefined {
  if (spec.approximate || spec.kind === 'object') return undefined;
  const text = hasTextKeys(spec);
  const buckets = sections.get(SectionKind.bucketTable);
  if (buckets !== undefined) {
    const hashAt: HashAt = (key, multipliers) => keys.tableHash(key, multipliers);
    const walk = new BucketWalk(memory, buckets, text, hashAt, findings);
    return { slots: walk.slots, work: walk.work() };
  }
  const direct = text ? undefined : sections.get(SectionKind.directTable);
  if (direct !== undefined) {
    const slots = Math.floor((direct.length - DIRECT_HEADER) / CELL_BYTES);
    return { slots, work: walkCells(memory, direct, slots) };
  }
  const section = sections.get(text ? SectionKind.hashTable : SectionKind.integerTable);
  if (section === undefined) return undefined;
  const region = new SlotRegion(memory, section);
  const { seed } = region;
  const hashOf: HashOf = text
    ? (first) => first
    : seed === undefined
      ? (low, high) => mixInteger(high, low)
      : (low, high) => {
          hashInteger(high, low, seed);
          return keyHasher.high;
        };
  const slots = region.length / SLOT_BYTES;
  return { slots, work: walkSlots(memory, section, region, text, hashOf, findings) };
}

/** The hash that slots are ordered by, of the two words in front of the record. */
type HashOf = (first: number, second: number) => number;

function* walkSlots(
  memory: Memory,
  section: Section,
  { buckets, length, reach, unit }: SlotRegion,
  text: boolean,
  hashOf: HashOf,
  findings: Findings,
): Generator<number, SlotCount> {
  const start = section.start + (section.version === 1 ? TABLE_HEADER : SEEDED_HEADER);
  const slots = length / SLOT_BYTES;
  const contents = new TableContents(text ? 'offset' : 'integer');
  let [taken, steps, longest] = [0, 0, 0];
  let lastHash = -1;
  /** Taken slots since the last free one, and those with the hash of the last. */
  let [since, run] = [0, 0];
  for (let from = 0; from < slots; from += CHUNK) {
    const count = Math.min(CHUNK, slots - from);
    const { view } = memory.peek(start + from * SLOT_BYTES, count * SLOT_BYTES, 'a hash table');
    for (let at = 0; at < count; at += 1) {
      const offset = at * SLOT_BYTES;
      const record = view.getUint32(offset + RECORD_AT, true);
      if (record === 0) {
        since = 0;
        continue;
      }
      const [first, second] = [view.getUint32(offset, true), view.getUint32(offset + 4, true)];
      const hash = hashOf(first, second);
      contents.add(text ? 0 : second, text ? second : first, record * unit);
      const distance = from + at - homeOf(hash, buckets);
      taken += 1;
      run = hash === lastHash ? run + 1 : 1;
      if (distance < 0 || distance > since || distance > reach || hash < lastHash) {
        findings.add(
          'table',
          'the slot is not where a search for its hash comes by',
          start + (from + at) * SLOT_BYTES,
          `slot ${from + at}`,
        );
      }
      // Of several entries with one hash, each may have a key of its own, whose search passes the others.
      steps += Math.max(0, distance) + 2 * run;
      lastHash = hash;
      since += 1;
      longest = Math.max(longest, since);
    }
    yield from + count;
  }
  return { taken, steps, longest, contents };
}

function* walkCells(memory: Memory, { start }: Section, cells: number): Generator<number, SlotCount> {
  let taken = 0;
  for (let from = 0; from < cells; from += CHUNK) {
    const count = Math.min(CHUNK, cells - from);
    const at = start + DIRECT_HEADER + from * CELL_BYTES;
    const { view } = memory.peek(at, count * CELL_BYTES, 'a direct table');
    for (let cell = 0; cell < count; cell += 1) {
      if (view.getUint32(cell * CELL_BYTES, true) !== 0) taken += 1;
    }
    yield from + count;
  }
  return { taken, steps: taken, longest: 1 };
}
