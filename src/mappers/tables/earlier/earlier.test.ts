/** Files that this library wrote before there were bucket tables, whose tables it goes on reading. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Key, mapping, struct, t } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../bench/paths.js';

const Row = struct({ id: t.uint32 });
const rows = Array.from({ length: 200 }, (_, id) => id);

/** Kind and version of the tables in a mapping. */
function tables(bytes: Uint8Array): [number, number][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: [number, number][] = [];
  for (let at = 0; at + 32 <= bytes.length; at += 32) {
    if (view.getUint32(at, true) !== 0x45534253 || view.getUint32(at + 8, true) === 1) continue;
    found.push([view.getUint32(at + 8, true), view.getUint32(at + 12, true)]);
  }
  return found;
}

/** Integers that the mix of the first table turned into one number. */
const crowded = (high: number): number =>
  high * 2 ** 32 + ((12345 ^ Math.imul(high ^ 0x9e3779b9, 0x85ebca6b)) >>> 0);

test.each([
  ['texts', { key: t.string }, [2, 1], rows.map((id) => `ключ ${id}`), 'ключ 200'],
  ['narrow-texts', { key: t.string, width: 32 }, [2, 1], rows.map((id) => `user:${id}`), 'user:200'],
  ['several-texts', { key: t.string, multi: true }, [2, 1], rows.map((id) => `group:${id % 60}`), 'group:60'],
  ['bytes', { key: t.bytes }, [2, 1], rows.map((id) => Uint8Array.of(id, 255, id * 3)), Uint8Array.of(1, 2)],
  ['chosen-bytes', { key: t.bytes }, [2, 2], undefined, new Uint8Array(16)],
  ['integers', { key: t.uint64 }, [3, 1], rows.map((id) => id * 2_654_435_761), 5],
  [
    'several-integers',
    { key: t.uint64, multi: true },
    [3, 1],
    rows.map((id) => (id % 60) * 2_654_435_761),
    5,
  ],
  ['chosen-integers', { key: t.uint64 }, [3, 2], rows.map(crowded), 5],
] as [string, object, [number, number], Key[] | undefined, Key][])(
  '%s',
  async (name, type, table, given, other) => {
    const bytes = readFileSync(join(ROOT, 'test/fixtures/earlier', `${name}.sb`));
    expect(tables(bytes)).toEqual([table]);
    const map = mapping({ ...type, value: Row } as never).fromBuffer(bytes);
    const stored = new Map([...map].map(([key, row]) => [(row as { id: number }).id, key as Key]));
    const keys = given ?? rows.map((id) => stored.get(id)!);
    const ids = (key: Key) => map.getAll(key as never).map((row) => (row as { id: number }).id);
    const same = (id: number) => rows.filter((each) => String(keys[each]) === String(keys[id]));
    for (const id of rows) {
      expect(ids(keys[id]!)).toEqual(same(id));
      expect((map.get(keys[id]! as never) as { id: number }).id).toBe(same(id)[0]);
    }
    expect([map.get(other as never), map.has(other as never), ids(other)]).toEqual([undefined, false, []]);
    // By blocks, whose ends lie in the midst of slots.
    using far = await openRemote(
      new Blob([bytes as Uint8Array<ArrayBuffer>]),
      mapping({ ...type, value: Row } as never),
    );
    for (const id of rows) {
      const found = await far.getAll(keys[id]! as never);
      expect(found.map((row) => (row as { id: number }).id)).toEqual(same(id));
    }
    expect(await far.getAll(other as never)).toEqual([]);
  },
);
