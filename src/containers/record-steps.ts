/** Walks through a mapping, which read ahead: in the order of the index, keys and records can lie anywhere. */
import { AHEAD, AHEAD_FROM, readAhead } from '../bytes/read-ahead.js';
import type { EntrySteps, IterationOptions } from '../mappers/entry-steps.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { RecordPlaces } from './record-places.js';

/** What a walk through all entries of a mapping reads; `keyed`: whether keys are. Throws as `IdMapper.steps`. */
export function recordSteps<K extends Key>(
  mapper: IdMapper<K>,
  places: RecordPlaces,
  options: IterationOptions | undefined,
  keyed: boolean,
): EntrySteps<K> {
  const steps = mapper.steps(options);
  if (!steps.jumps || places.index.length < AHEAD_FROM) return steps;
  const { memory, index } = places;
  const { size } = mapper;
  const items = new Float64Array(AHEAD);
  const positions = new Float64Array(2 * AHEAD);
  const look = (from: number) => {
    const count = Math.min(AHEAD, size - from);
    for (let at = 0; at < count; at += 1) {
      const item = mapper.nearValue(from + at);
      items[at] = item;
      positions[2 * at] = index.start + item * 8;
      positions[2 * at + 1] = keyed ? mapper.keyPosition(from + at) : -1;
    }
    readAhead(memory, positions, 2 * count);
    for (let at = 0; at < count; at += 1) positions[at] = places.likelyPosition(items[at]!);
    readAhead(memory, positions, count);
  };
  const entry = (step: number) => {
    if (step % AHEAD === 0) look(step);
    return step;
  };
  return { ...steps, entry };
}
