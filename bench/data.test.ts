import { expect, test } from 'vitest';
import { entries, userAt } from './data.js';

test('records follow from their number alone, and no two have one id', () => {
  const users = [...entries('random', 20_000)];
  expect(users[4321]![1]).toEqual(userAt(4321));
  expect(new Set(users.map(([key]) => key)).size).toBe(20_000);
  expect(users.every(([key, { id }]) => key === id && Number.isSafeInteger(id))).toBe(true);
});

test('four records have each group', () => {
  const counts = new Map<unknown, number>();
  for (const [key] of entries('multi', 3 * 4096)) counts.set(key, (counts.get(key) ?? 0) + 1);
  expect(counts.size).toBe(3 * 1024);
  expect(new Set(counts.values())).toEqual(new Set([4]));
});
