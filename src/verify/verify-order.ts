/** Checking the order of keys of text and bytes (docs/format.md 13.8): each entry once, and none before a smaller key. */
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { readOrder } from '../mappers/ordered/order-section.js';
import { TextRanks } from '../mappers/ordered/text-ranks.js';
import type { Section } from '../mappers/tables/sections.js';
import type { Findings } from './findings.js';

/** Ranks between pauses. */
const PAUSE = 2048;

/** Yields the number of ranks looked at so far. */
export function* verifyOrder(mapper: IdMapper<Key>, section: Section, findings: Findings): Generator<number> {
  const { memory } = mapper.parts;
  const { size } = mapper;
  const numbers = findings.guard('order', section.start, '', () => readOrder(memory, section, size));
  if (numbers === undefined) return;
  const ranks = new TextRanks(mapper, numbers);
  const seen = new Uint8Array(Math.ceil(size / 8));
  let before = -1;
  for (let rank = 0; rank < size; rank += 1) {
    const path = `rank ${rank}`;
    const wrong = (message: string): void => findings.add('order', message, numbers.start + rank * 4, path);
    const entry = findings.guard('order', numbers.start, path, () => ranks.entryAt(rank));
    if (entry !== undefined) {
      const bit = 1 << (entry & 7);
      if ((seen[entry >> 3]! & bit) !== 0) wrong(`entry ${entry} has an earlier rank as well`);
      seen[entry >> 3]! |= bit;
      const last = before;
      const order =
        last < 0 ? -1 : findings.guard('order', numbers.start, path, () => ranks.compareEntries(last, entry));
      if (order !== undefined && (order > 0 || (order === 0 && entry < last))) {
        wrong(`entry ${entry} comes before entry ${last} by its key`);
      }
      before = entry;
    }
    if (rank % PAUSE === 0) yield rank;
  }
}
