import { describe, expect, test } from 'vitest';
import {
  CONTAINER_CASES,
  CONTAINER_ERRORS,
  holdsContainer,
  isContainerCase,
  isContainerError,
} from './elsewhere.js';
import { goldenBytes, manifest } from './manifest.js';

describe('golden cases', () => {
  test('are tested as values or as containers, all of them', () => {
    const wrong = manifest.cases
      .filter((each) => isContainerCase(each) !== holdsContainer(each))
      .map(({ id }) => id);
    expect(wrong).toEqual([]);
  });

  test('are all there, with their bytes', () => {
    expect(manifest.cases).toHaveLength(991);
    expect(new Set(manifest.cases.map(({ id }) => id)).size).toBe(991);
    expect(manifest.errors).toHaveLength(74);
    for (const each of manifest.cases) expect(goldenBytes(each).length, each.id).toBe(each.size);
  });

  test.each(CONTAINER_CASES)('$ids are tested in $testedIn', ({ ids }) => {
    expect(manifest.cases.some(({ id }) => ids.test(id))).toBe(true);
  });

  test.each(CONTAINER_ERRORS)('refusals $ids are tested in $testedIn', ({ ids }) => {
    expect(manifest.errors.some(({ id }) => ids.test(id))).toBe(true);
  });

  test('figures: how many are tested as values', () => {
    const tested = manifest.cases.filter((each) => !isContainerCase(each));
    const counts = Object.fromEntries(
      ['prim', 'rtti', 'schema'].map((kind) => [kind, tested.filter((each) => each.kind === kind).length]),
    );
    expect(counts).toEqual({ prim: 407, rtti: 371, schema: 100 });
    expect(manifest.errors.filter((each) => !isContainerError(each))).toHaveLength(69);
  });
});
