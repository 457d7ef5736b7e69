/** What is read after `close`: nothing, of any container, and the error says so. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { array, ClosedError, idMapper, type Key, type Mapping, mapping, struct, t } from 'sharedbuffers';
import { openArray, openIdMapper, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const Inner = struct({ x: t.uint8 });
const Row = struct({ id: t.uint32, name: t.string, tags: t.list, inner: Inner, wide: t.biguint64 });
const rows = Array.from({ length: 50 }, (_, id) => ({
  id,
  name: `name ${id}`,
  tags: [id, 'x'],
  inner: { x: id },
  wide: 2n ** 60n + BigInt(id),
}));
const Texts = mapping({ key: t.string, value: Row });
const Integers = mapping({ key: t.uint32, value: Row });
const Ids = idMapper({ key: t.string });

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'close-'));
  const named = rows.map((row) => [row.name, row] as const);
  writeFileSync(path('array'), array(Row).pack(rows));
  writeFileSync(path('texts'), Texts.pack(named));
  writeFileSync(path('bare'), Texts.pack(named, { sections: false }));
  writeFileSync(path('integers'), Integers.pack(rows.map((row) => [row.id, row])));
  writeFileSync(path('far'), Integers.pack(rows.map((row) => [row.id * 1000, row])));
  writeFileSync(path('ids'), Ids.pack(rows.map((row) => [row.name, row.id])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe.each([true, false])('after close, with mmap %s', (mmap) => {
  const closed = (call: () => unknown): void => {
    const error = errorOf(call);
    expect(error).toBeInstanceOf(ClosedError);
    expect(error.message).toMatch(/is closed: nothing can be read from it any more/);
  };

  test.each(['texts', 'bare', 'integers', 'far'])('%s reads nothing, and says so', (name) => {
    const numeric = name === 'integers' || name === 'far';
    const key: Key = name === 'integers' ? 7 : name === 'far' ? 7000 : 'name 7';
    const declaration = (numeric ? Integers : Texts) as unknown as typeof Texts;
    const map = openMapping(path(name), declaration, { mmap }) as Mapping<Key, InstanceType<typeof Row>>;
    const row = map.get(key)!;
    const { inner, tags } = row;
    const cursor = map.array.cursor();
    cursor.next();
    const iterator = map.entries();
    iterator.next();
    const { mapper, array: records } = map;
    map.close();
    map.close();
    map[Symbol.dispose]();
    for (const read of [
      () => map.get(key),
      () => map.has(key),
      () => map.getAll(key),
      () => [...map],
      () => [...map.keys()],
      () => [...map.values()],
      () => map.forEach(() => {}),
      () => iterator.next(),
      () => row.id,
      () => row.name,
      () => row.tags,
      () => row.inner,
      () => row.wide,
      () => inner.x,
      () => row.toObject(),
      () => JSON.stringify(row),
      () => row.equals(rows[7]),
      () => cursor.next(),
      () => records.at(0),
      () => [...records],
      () => records.cursor().next(),
      () => records.column('id'),
      () => records.column('name'),
      () => mapper.get(key),
      () => mapper.has(key),
      () => [...mapper],
    ]) {
      closed(read);
    }
    expect(inspect(row)).toContain('is closed');
    expect(tags).toEqual([7, 'x']);
    expect([map.size, records.length]).toEqual([50, 50]);
  });

  test('an array and an id mapper read nothing', () => {
    const read = openArray(path('array'), Row, { mmap });
    const row = read.at(-1)!;
    read.close();
    read.close();
    closed(() => row.name);
    closed(() => read.at(0));
    expect(read.at(50)).toBeUndefined();
    const ids = openIdMapper(path('ids'), Ids, { mmap });
    ids.close();
    ids.close();
    closed(() => ids.get('name 1'));
    closed(() => ids.get('no name'));
    closed(() => [...ids.keys()]);
  });

  test('using closes at the end of the block', () => {
    let outer: { at(index: number): unknown };
    {
      using read = openArray(path('array'), Row, { mmap });
      outer = read;
      expect(read.at(0)?.id).toBe(0);
    }
    closed(() => outer.at(0));
  });

  test('a buffer is the same', () => {
    const map = Texts.fromBuffer(Texts.pack([['a', rows[0]!]]));
    expect(map.mapped).toBe(false);
    const row = map.get('a')!;
    map.close();
    expect(() => row.id).toThrow(ClosedError);
    expect(() => map.get('a')).toThrow(ClosedError);
  });
});
