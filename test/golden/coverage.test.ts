import { describe, expect, test } from 'vitest';
import { isLater, isLaterError, LATER_CASES, LATER_ERRORS, lacksSupport } from './later.js';
import { goldenBytes, manifest } from './manifest.js';

describe('golden cases', () => {
  test('are tested or wait for a kind that does not exist yet, all of them', () => {
    const wrong = manifest.cases.filter((each) => isLater(each) !== lacksSupport(each)).map(({ id }) => id);
    expect(wrong).toEqual([]);
  });

  test('are all there, with their bytes', () => {
    expect(manifest.cases).toHaveLength(991);
    expect(new Set(manifest.cases.map(({ id }) => id)).size).toBe(991);
    expect(manifest.errors).toHaveLength(74);
    for (const each of manifest.cases) expect(goldenBytes(each).length, each.id).toBe(each.size);
  });

  test.each(LATER_CASES)('wait for $waitsFor: $ids', ({ ids }) => {
    expect(manifest.cases.some(({ id }) => ids.test(id))).toBe(true);
  });

  test.each(LATER_ERRORS)('refusals wait for $waitsFor: $ids', ({ ids }) => {
    expect(manifest.errors.some(({ id }) => ids.test(id))).toBe(true);
  });

  test('figures: how many are tested', () => {
    const tested = manifest.cases.filter((each) => !isLater(each));
    const counts = Object.fromEntries(
      ['prim', 'rtti', 'schema'].map((kind) => [kind, tested.filter((each) => each.kind === kind).length]),
    );
    expect(counts).toEqual({ prim: 407, rtti: 371, schema: 100 });
    expect(manifest.errors.filter((each) => !isLaterError(each))).toHaveLength(69);
  });
});
