/** Stored columns in files: typed arrays over mapped memory. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, mapping, struct, t } from 'sharedbuffers';
import {
  buildBundle,
  buildMapping,
  buildMappingFromChunks,
  openBundle,
  openMapping,
} from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const Row = struct({
  name: t.string,
  note: t.string.optional(),
  score: t.float64,
  id: t.uint64,
  small: t.int8,
});
const Rows = mapping({ key: t.string, value: Row });
/** Columns of more than a spool keeps in memory. */
const COUNT = 200_003;
const columns = ['small', 'score', 'id'] as const;

function* rows(count = COUNT) {
  for (let id = 0; id < count; id += 1) {
    const row = { name: `row ${id % 7}`, score: id / 8, id: id * 3, small: (id % 256) - 128 };
    yield [`${id}`, id % 3 === 0 ? { ...row, note: 'x' } : row] as const;
  }
}

let folder: string;
let path: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'columns-'));
  path = join(folder, 'rows.sb');
  await buildMapping(path, Rows, rows(), { columns });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(array: ReturnType<typeof openRows>['array']): void {
  expect(array.column('score')).toEqual(Float64Array.from({ length: COUNT }, (_, id) => id / 8));
  expect(array.column('id')).toEqual(Float64Array.from({ length: COUNT }, (_, id) => id * 3));
  expect(array.column('small')).toEqual(Int8Array.from({ length: COUNT }, (_, id) => (id % 256) - 128));
}
const openRows = (file = path, options: { mmap?: boolean } = {}) => openMapping(file, Rows, options);

describe('columns of a file', () => {
  test('are the same bytes each time', () => {
    using map = openRows();
    check(map.array);
    const [one, two] = [map.array.column('score'), map.array.column('score')];
    expect(one.buffer).toBe(two.buffer);
    expect(one.byteOffset % 64).toBe(0);
    expect(map.get('100000')!.score).toBe(12_500);
    expect(map.array.column('name')).toHaveLength(COUNT);
  });

  test('are read without mmap, too', () => {
    using map = openRows(path, { mmap: false });
    check(map.array);
  });

  test('hold nothing of the file after close', () => {
    const map = openRows();
    const column = map.array.column('score');
    map.close();
    // Detached where the runtime can, else zeros.
    expect(map.mapped ? [undefined, 0] : [12_500]).toContain(column[100_000]);
  });

  test('stay as they are in the file when they are written to', () => {
    const before = readFileSync(path);
    using map = openRows();
    map.array.column('score')[5] = -1;
    expect(readFileSync(path).equals(before)).toBe(true);
    using other = openRows();
    expect(other.array.column('score')[5]).toBe(0.625);
  });

  test('come from chunks', async () => {
    const target = join(folder, 'chunks.sb');
    const all = [...rows()];
    const chunks = [all.slice(0, 5), all.slice(5)].map((entries) => Rows.packChunk(entries));
    await buildMappingFromChunks(target, Rows, chunks, { columns });
    using map = openRows(target);
    check(map.array);
    const { array } = map;
    expect(array.column('score').buffer).toBe(array.column('id').buffer);
  });

  test('lie in bundles', async () => {
    const target = join(folder, 'bundle.zip');
    await buildBundle(target, [['rows.sb', path]]);
    using bundle = await openBundle(target);
    const { array } = bundle.mapping('rows.sb', Rows);
    check(array);
    expect(array.column('score').buffer).toBe(array.column('id').buffer);
  });

  test('go for all readers when the file is opened writable', () => {
    const target = join(folder, 'written.sb');
    writeFileSync(target, readFileSync(path));
    using reader = openRows(target);
    if (!reader.mapped) return;
    expect(reader.array.column('score')[7]).toBe(0.875);
    using writer = openMapping(target, Rows, { writable: true });
    writer.get('7')!.score = 1000;
    for (const map of [reader, writer]) {
      expect(map.array.column('score')[7]).toBe(1000);
      expect(map.array.column('score').buffer).not.toBe(map.array.column('score').buffer);
    }
    using later = openRows(target);
    expect(later.array.column('score')[7]).toBe(1000);
    expect(later.get('7')!.score).toBe(1000);
  });

  test('that cannot be are refused before any row is taken, and the target stays', async () => {
    const before = readFileSync(path);
    let taken = 0;
    function* counted() {
      for (const row of rows(3)) {
        taken += 1;
        yield row;
      }
    }
    // @ts-expect-error: text is in no column.
    await expect(buildMapping(path, Rows, counted(), { columns: ['note'] })).rejects.toThrow(ArgumentError);
    // @ts-expect-error: there is no such field.
    await expect(buildMapping(path, Rows, counted(), { columns: ['heart'] })).rejects.toThrow(
      'here score, id, small',
    );
    expect(taken).toBe(0);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});
