/** Containers within larger files, opened by where they start and how long they are. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';
import { buildBundle, openArray, openFile, openIdMapper, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32, name: t.string });
const Named = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.uint64 });
const rows = Array.from({ length: 3 }, (_, id) => ({ id, name: `name ${id}` }));
const CONTAINERS = {
  array: array(Row).pack(rows),
  mapping: Named.pack(rows.map((row) => [row.name, row])),
  idMapper: Ids.pack(rows.map(({ id }) => [id, id * 2])),
};

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'open-stretch-'));
  writeFileSync(path('array'), CONTAINERS.array);
  await buildBundle(path('bundle'), Object.entries(CONTAINERS));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([true, false])('a stretch of a file, with mmap %s', (mmap) => {
  const front = 12_345;

  test('is opened by its offset and length', async () => {
    const bytes: Record<string, Uint8Array> = { ...CONTAINERS, bundle: readFileSync(path('bundle')) };
    for (const [name, content] of Object.entries(bytes)) {
      const file = path(`in-${name}`);
      writeFileSync(file, Buffer.concat([Buffer.alloc(front, 7), content, Buffer.alloc(777, 9)]));
      const options = { offset: front, length: content.length, mmap };
      using found = openFile(file, options);
      expect(found.kind).toBe(name);
      if (found.kind === 'bundle') expect(found.array('array').length).toBe(3);
    }
    const options = { offset: front, length: CONTAINERS.array.length, mmap };
    using list = openArray(path('in-array'), Row, options);
    expect(Array.from(list, (row) => row.toObject())).toEqual(rows);
    using map = openMapping(path('in-mapping'), Named, { ...options, length: CONTAINERS.mapping.length });
    expect(map.get('name 1')?.toObject()).toEqual(rows[1]);
    using ids = openIdMapper(path('in-idMapper'), Ids, { ...options, length: CONTAINERS.idMapper.length });
    expect(ids.get(2)).toBe(4);
  });

  test('goes to the end of the file when no length is given', () => {
    writeFileSync(path('tail'), Buffer.concat([Buffer.alloc(96), CONTAINERS.mapping]));
    using map = openMapping(path('tail'), Named, { offset: 96, mmap });
    expect(map.get('name 1')?.toObject()).toEqual(rows[1]);
  });

  test('outside of it, or none at all, is refused', () => {
    const size = CONTAINERS.array.length;
    for (const options of [
      { offset: -1 },
      { offset: 1.5 },
      { length: -1 },
      { offset: Number.NaN },
      { offset: '5' as never },
      { offset: size + 1 },
      { offset: 1, length: size },
      { length: 2 ** 53 },
    ]) {
      expect(() => openArray(path('array'), Row, { ...options, mmap })).toThrow(
        /number of bytes|cannot be opened from byte/,
      );
    }
    expect(() => openArray(path('array'), Row, { offset: size, mmap })).toThrow(/is empty/);
  });
});

test.runIf(process.platform === 'linux')('a stretch opened for writing changes the file there', () => {
  const front = 4_096 + 64;
  const file = path('written');
  writeFileSync(file, Buffer.concat([Buffer.alloc(front), CONTAINERS.array]));
  using list = openArray(file, Row, { offset: front, writable: true });
  list.at(2)!.id = 77;
  using again = array(Row).fromBuffer(readFileSync(file).subarray(front));
  expect(again.at(2)?.id).toBe(77);
});
