/** Walks through a mapping, which read ahead: in the order of the index, keys and records can lie anywhere. */
import { AHEAD, AHEAD_FROM, readAhead } from '../bytes/read-ahead.js';
import type { EntrySteps, IterationOptions } from '../mappers/entry-steps.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { RecordPlaces } from './record-places.js';

/** Reads some of what the entries of `count` steps from one on lead to, `AHEAD` at most. */
type Look = (from: number, count: number) => void;

/** Whether reading ahead is worth its work, and can be done. */
export function looksAhead({ index, memory }: RecordPlaces): boolean {
  return index.length >= AHEAD_FROM && !memory.partial;
}

/** How the entries are looked at that steps come to; `keyed`: whether their keys are read. */
export function lookerOf<K extends Key>(
  mapper: IdMapper<K>,
  places: RecordPlaces,
  entryOf: (step: number) => number,
  keyed: boolean,
): Look {
  const { memory, index } = places;
  const items = new Float64Array(AHEAD);
  const positions = new Float64Array(2 * AHEAD);
  return (from, count) => {
    for (let at = 0; at < count; at += 1) {
      const entry = entryOf(from + at);
      const item = mapper.nearValue(entry);
      items[at] = item;
      positions[2 * at] = index.start + item * 8;
      positions[2 * at + 1] = keyed ? mapper.keyPosition(entry) : -1;
    }
    readAhead(memory, positions, 2 * count);
    for (let at = 0; at < count; at += 1) positions[at] = places.likelyPosition(items[at]!);
    readAhead(memory, positions, count);
  };
}

const same = (step: number): number => step;

/** What a walk through all entries of a mapping reads; `keyed`: whether keys are. Throws as `IdMapper.steps`. */
export function recordSteps<K extends Key>(
  mapper: IdMapper<K>,
  places: RecordPlaces,
  options: IterationOptions | undefined,
  keyed: boolean,
): EntrySteps<K> {
  const steps = mapper.steps(options);
  if (!steps.jumps || !looksAhead(places)) return steps;
  const { size } = mapper;
  const look = lookerOf(mapper, places, same, keyed);
  const entry = (step: number) => {
    if (step % AHEAD === 0) look(step, Math.min(AHEAD, size - step));
    return step;
  };
  return { ...steps, entry };
}
