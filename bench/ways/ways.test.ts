import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadContender } from '../contenders/index.js';
import { userAt } from '../data.js';
import { buildPlaces, placeAt } from '../places.js';
import { GROUPS, loadWays, type WayGroup } from './index.js';
import type { Files } from './way.js';

const RECORDS = 3000;
let folder: string;
let files: Files;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bench-ways-'));
  const [users, flatbuffers, places] = ['users', 'flatbuffers', 'places'].map((name) => join(folder, name));
  await (await loadContender('sharedbuffers')).build(users!, 'string', RECORDS);
  await (await loadContender('flatbuffers')).build(flatbuffers!, 'string', RECORDS);
  await buildPlaces(places!, RECORDS);
  files = { users: users!, flatbuffers: flatbuffers!, places: places!, records: RECORDS };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sumOf = (count: number, value: (item: number) => number) =>
  Array.from({ length: count }, (_, item) => value(item)).reduce((sum, each) => sum + each, 0);

/** What some groups must answer, from the records themselves. */
const EXPECTED: Partial<Record<WayGroup, number>> = {
  text: sumOf(RECORDS, (item) => 12 + placeAt(item).code.charCodeAt(11)),
  member: sumOf(RECORDS, (item) => Number(userAt(item).tags.has(item % 192))),
  pack: 20_000,
};

describe.each(GROUPS)('%s', (group) => {
  test('all ways give one answer, each time', async () => {
    const answers = new Map<string, number>();
    for (const way of await loadWays(group)) {
      const { count, run } = await way.setUp(files);
      expect(count).toBeGreaterThan(0);
      answers.set(way.name, run());
      expect(run()).toBe(answers.get(way.name));
    }
    const [first] = answers.values();
    expect(Number.isFinite(first)).toBe(true);
    expect([...new Set(answers.values())]).toEqual([EXPECTED[group] ?? first]);
  });
});
