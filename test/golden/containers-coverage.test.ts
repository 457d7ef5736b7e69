/** That every golden array, id mapper and mapping is tested, or listed with the reason why not as the others. */
import { describe, expect, test } from 'vitest';
import { containers } from './containers.js';
import { isNotWritten, isReadElsewhere, NOT_WRITTEN, READ_ELSEWHERE } from './exceptions.js';

describe('golden arrays, id mappers and mappings', () => {
  test('are read here, but for the zip bundle', () => {
    for (const each of containers) {
      const { id, file = '' } = each;
      expect(isReadElsewhere(id), id).toBe(file.endsWith('.zip'));
    }
  });

  test('are written, but for those that Python wrote inside a file', () => {
    for (const { id, call } of containers) {
      if (isReadElsewhere(id)) continue;
      expect(isNotWritten(id), id).toBe(/write\(b'P'/.test(call));
    }
  });

  test('figures: how many', () => {
    const read = containers.filter(({ id }) => !isReadElsewhere(id));
    const count = (kind: string) => read.filter((each) => each.kind === kind).length;
    expect([count('array'), count('idmapper'), count('mapping')]).toEqual([12, 63, 37]);
    expect(containers).toHaveLength(read.length + READ_ELSEWHERE.length);
    expect(NOT_WRITTEN.every(({ id }) => read.some((each) => each.id === id))).toBe(true);
  });
});
