/** A file of more than 4 GiB, past which 32 bits do not reach: built in bounded memory, and read at both ends. */
import { randomFillSync } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderFor } from './faults.js';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const VALUE = 64 * MIB;
const COUNT = (4 * GIB) / VALUE + 2;
const Row = struct({ before: t.uint32, data: t.bytes, after: t.string });
const declaration = mapping({ key: t.string, value: Row });
const keyOf = (id: number) => `key ${id}`;
const ids = Array.from({ length: COUNT }, (_, id) => id);
/** Bytes that do not compress. */
const noise = randomFillSync(new Uint8Array(VALUE));

function* rows() {
  for (const id of ids) {
    const data = noise.slice();
    data.fill(id, 0, 8);
    data.fill(id, VALUE - 8);
    yield [keyOf(id), { before: id, data, after: `after ${id}` }] as const;
  }
}

let folder: string;
let target: string;
beforeAll(() => {
  folder = folderFor('large');
  target = join(folder, 'target.sb');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file of more than 4 GiB', () => {
  test('is built, opened, looked up and iterated', { timeout: 400_000 }, async () => {
    await buildMapping(target, declaration, rows());
    expect(statSync(target).size).toBeGreaterThan(4 * GIB);
    using map = openMapping(target, declaration);
    const seen = (record: { before: number; data: Uint8Array; after: string } | undefined) => {
      const { before, data, after } = record!;
      return [before, data.length, data[0], data[8] === noise[8], data.at(-1), after];
    };
    const expected = (id: number) => [id, VALUE, id, true, id, `after ${id}`];
    // Past 4 GiB first.
    for (const id of ids.toReversed()) expect(seen(map.get(keyOf(id)))).toEqual(expected(id));
    expect(map.get(keyOf(COUNT))).toBeUndefined();
    expect(new Set(map.keys())).toEqual(new Set(ids.map(keyOf)));
    const ends = ['before', 'after'] as const;
    const columns = ends.map((name) => map.array.column(name));
    expect(columns.map((values) => [...values].sort())).toEqual([
      ids.toSorted(),
      ids.map((id) => `after ${id}`).sort(),
    ]);
    for (const [key, record] of map) expect(key).toBe(keyOf(record.before));
  });
});
