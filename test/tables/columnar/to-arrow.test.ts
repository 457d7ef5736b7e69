import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableToIPC } from '@uwdata/flechette';
import * as arrow from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mapping, struct, t } from '../../../src/index.js';
import { buildMapping, openMapping } from '../../../src/node.js';
import { toArrow } from '../../../src/tables.js';

const City = struct({
  id: t.uint32,
  lat: t.float64,
  people: t.int64,
  small: t.int8,
  name: t.string,
  area: t.float64.optional(),
  at: t.datetime,
  tags: t.list(t.string).nullable(),
  more: t.any.optional(),
});
const Cities = mapping({ key: t.string, value: City });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'to-arrow-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([[[]], [['id', 'lat', 'people']]])(
  'records are read by apache-arrow: columns %j',
  async (columns) => {
    const path = join(folder, 'cities.sb');
    const rows = Array.from({ length: 100 }, (_, i) => ({
      id: i,
      lat: i / 3,
      people: i * 1e6,
      small: (i % 100) - 50,
      name: `city ${i}`,
      area: i % 2 === 0 ? undefined : i,
      at: new Date(i * 1000 + 1),
      tags: i % 3 === 0 ? null : ['a', `${i}`],
      more: i % 5 === 0 ? { length: i } : undefined,
    }));
    await buildMapping(
      path,
      Cities,
      rows.map((row) => [row.name, { ...row, more: row.more && new Map(Object.entries(row.more)) }]),
      { columns: columns as ['small'] },
    );
    const cities = await openMapping(path, Cities);
    const table = await toArrow(cities.array);
    if (columns.length > 0) {
      const { buffer } = cities.array.column('lat');
      expect(table.getChild('lat').data[0]!.values!.buffer).toBe(buffer);
    }
    const read = arrow.tableFromIPC(tableToIPC(table, { format: 'stream' })!);
    expect(read.numRows).toBe(100);
    const order = new Map(Array.from({ length: 100 }, (_, index) => [read.get(index)!.name, index]));
    for (const row of rows) {
      const found = read.get(order.get(row.name)!)!.toJSON();
      expect({ ...found, tags: found.tags && [...found.tags] }).toEqual({
        ...row,
        people: BigInt(row.people),
        area: row.area ?? null,
        at: row.at.getTime(),
        more: row.more === undefined ? null : JSON.stringify(row.more),
      });
    }
    cities.close();
  },
);
