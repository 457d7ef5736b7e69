import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../paths.js';
import { compare, guard, limitsOf, listing, type Measure, middle, type Ratios } from './compare.js';

/** Gives the ratios of one attempt after the other, and counts the attempts. */
function attempts(...ratios: Ratios[]): { measure: Measure; taken: () => number } {
  let taken = 0;
  const measure = async () => {
    const ratio = ratios[Math.min(taken, ratios.length - 1)]!;
    taken += 1;
    return ratio;
  };
  return { measure, taken: () => taken };
}

const good = (findings: { name: string; good: boolean }[]) =>
  Object.fromEntries(findings.map(({ name, good }) => [name, good]));

test('a ratio above its limit is not good, one at its limit is', () => {
  expect(good(compare({ a: 1.01, b: 1, c: 0.2 }, { a: 1, b: 1, c: 1 }))).toEqual({
    a: false,
    b: true,
    c: true,
  });
});

test('what is not measured, has no limit or is not a number is not good', () => {
  const findings = compare({ a: 1, n: Number.NaN }, { b: 1, n: 5 });
  expect(good(findings)).toEqual({ a: false, b: false, n: false });
});

test('a ratio that is above its limit at every attempt fails', async () => {
  const slow = attempts({ a: 3 }, { a: 2.5 }, { a: 4 });
  const [finding] = await guard([slow.measure], { a: 2 }, 3);
  expect(finding).toEqual({ name: 'a', measured: 2.5, limit: 2, good: false });
  expect(slow.taken()).toBe(3);
});

test('one attempt below the limit is enough, and ends the attempts', async () => {
  const noisy = attempts({ a: 3, b: 1 }, { a: 1.5, b: 9 }, { a: 9, b: 9 });
  const calm = attempts({ c: 1 });
  const findings = await guard([noisy.measure, calm.measure], { a: 2, b: 2, c: 2 }, 3);
  expect(findings.map(({ measured }) => measured)).toEqual([1.5, 1, 1]);
  expect(findings.every((finding) => finding.good)).toBe(true);
  expect([noisy.taken(), calm.taken()]).toEqual([2, 1]);
});

test('a first attempt without a number is replaced by a later one', async () => {
  const findings = await guard([attempts({ a: Number.NaN }, { a: 1 }).measure], { a: 2 }, 2);
  expect(good(findings)).toEqual({ a: true });
});

test('limits leave room for noise, but not for twice the time', () => {
  const limits = limitsOf({ a: 1, b: 0.0004 });
  expect(good(compare({ a: 1.5, b: 0.0006 }, limits))).toEqual({ a: true, b: true });
  expect(good(compare({ a: 2, b: 0.0008 }, limits))).toEqual({ a: false, b: false });
});

test('limits are made from the median of attempts', () => {
  expect(
    middle([
      { a: 9, b: 1 },
      { a: 2, b: 3 },
      { a: 1, b: 2 },
    ]),
  ).toEqual({ a: 2, b: 2 });
});

test('the list names what is bad', () => {
  const lines = listing(compare({ slow: 3, fast: 1 }, { slow: 2, fast: 2, gone: 1 })).split('\n');
  expect(lines.map((line) => line.trim().split(/ +/).at(-1))).toEqual(['BAD', 'good', 'BAD']);
});

test('the limits that are kept are numbers above zero', () => {
  const all = JSON.parse(readFileSync(join(ROOT, 'bench/guard/limits.json'), 'utf8')) as Record<
    string,
    Ratios
  >;
  expect(Object.keys(all)).toEqual(['node20', 'node26']);
  const [first, ...others] = Object.values(all).map((limits) => Object.keys(limits));
  expect(first!.length).toBeGreaterThan(8);
  for (const names of others) expect(names).toEqual(first);
  for (const limits of Object.values(all)) {
    for (const limit of Object.values(limits)) expect(limit).toBeGreaterThan(0);
  }
});
