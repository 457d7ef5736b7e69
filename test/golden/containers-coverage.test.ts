/** That every golden array, id mapper and mapping is tested, or listed with what it waits for. */
import { describe, expect, test } from 'vitest';
import { containers } from './containers.js';
import { isLaterReading, isLaterWriting, LATER_READING, LATER_WRITING } from './later-containers.js';

describe('golden arrays, id mappers and mappings', () => {
  test('are read, or wait for a kind of key, value or file that does not exist yet', () => {
    for (const each of containers) {
      const { id, file = '' } = each;
      expect(isLaterReading(id), id).toBe(file.endsWith('.zip'));
    }
  });

  test('are written, or wait for an option that does not exist yet', () => {
    for (const { id, call } of containers) {
      if (isLaterReading(id)) continue;
      expect(isLaterWriting(id), id).toBe(/write\(b'P'/.test(call));
    }
  });

  test('figures: how many', () => {
    const read = containers.filter(({ id }) => !isLaterReading(id));
    const count = (kind: string) => read.filter((each) => each.kind === kind).length;
    expect([count('array'), count('idmapper'), count('mapping')]).toEqual([12, 63, 37]);
    expect(containers).toHaveLength(read.length + LATER_READING.length);
    expect(LATER_WRITING.every(({ id }) => read.some((each) => each.id === id))).toBe(true);
  });
});
