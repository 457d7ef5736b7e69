/** Files of more than 5 GiB, with holes: records beyond what one window, or 32 bits, can address. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  array,
  CorruptBufferError,
  idMapper,
  MissingFieldError,
  mapping,
  Sharing,
  struct,
  t,
} from 'sharedbuffers';
import { openArray, openIdMapper, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WINDOW_BYTES, WINDOW_STEP } from '../bytes/window.js';
import { mmapSystem } from './mapping/mmap-system.js';

const GIB = 2 ** 30;
const Row = struct({
  id: t.uint32,
  score: t.float64,
  city: t.string,
  tags: t.list,
  note: t.string.optional(),
});
type Row = { id: number; score: number; city: string; tags: unknown[]; note?: string };
/** A list in every record is one object, so later records point back to the first, over gibibytes. */
const TAGS = ['shared', 'by all'];

/** Offsets of records from the array's start, on both sides of every border, and not in ascending order at the end. */
const OFFSETS = [
  56,
  WINDOW_STEP - 1024,
  WINDOW_STEP - 8,
  WINDOW_STEP + 248,
  WINDOW_BYTES - 1024,
  WINDOW_BYTES - 8,
  WINDOW_BYTES + 248,
  3 * GIB - 8,
  4 * GIB - 1024,
  4 * GIB - 8,
  4 * GIB + 248,
  5 * GIB - 8,
  5 * GIB + 4096,
  2 * GIB + 64 * 1024,
  4096,
];
const rows = OFFSETS.map((_, id): Row => {
  const row = { id, score: id / 2, city: id % 2 === 0 ? 'Montevideo, Uruguay' : `city ${id}`, tags: TAGS };
  return id % 3 === 0 ? { ...row, note: `note ${id}` } : row;
});
const INDEX = 5 * GIB + 8192;

/** Writes the array into a file that has nothing but holes, from `start` on; returns where it ends. */
function writeArray(fd: number, start: number): number {
  const put = (bytes: Uint8Array, offset: number): number =>
    writeSync(fd, bytes, 0, bytes.length, start + offset);
  const sharing = new Sharing();
  OFFSETS.forEach((offset, id) => {
    put(Row.pack(rows[id]!, { sharing, implicitOffset: offset }), offset);
  });
  const index = new DataView(new ArrayBuffer(8 * OFFSETS.length));
  for (const [id, offset] of OFFSETS.entries()) index.setBigUint64(8 * id, BigInt(offset), true);
  put(new Uint8Array(index.buffer), INDEX);
  const packed = array(Row).pack([]);
  const view = new DataView(packed.buffer);
  const schemaSize = Number(view.getBigUint64(48, true));
  const schema = packed.subarray(Number(view.getBigUint64(40, true)));
  const schemaOffset = INDEX + index.byteLength;
  put(schema, schemaOffset);
  const end = schemaOffset + schemaSize;
  const header = [end, INDEX, OFFSETS.length, 2, 2, schemaOffset, schemaSize];
  put(new Uint8Array(BigUint64Array.from(header, BigInt).buffer), 0);
  return start + end;
}

let folder: string;
let arrayPath: string;
let mappingPath: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-large-'));
  arrayPath = join(folder, 'array');
  let fd = openSync(arrayPath, 'w');
  ftruncateSync(fd, writeArray(fd, 0));
  closeSync(fd);
  mappingPath = join(folder, 'mapping');
  fd = openSync(mappingPath, 'w');
  const ids = idMapper({ key: t.string }).pack(rows.map(({ id }) => [`key ${id}`, id]));
  writeSync(fd, ids, 0, ids.length, 0);
  // The array lies beyond 4 GiB itself, in a gap larger than any section.
  const start = 4 * GIB + 32;
  const end = writeArray(fd, start);
  writeSync(fd, new Uint8Array(BigUint64Array.of(BigInt(start)).buffer), 0, 8, end);
  closeSync(fd);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(!(mmapSystem() instanceof Error))('an array of more than 5 GiB', () => {
  test('is read record by record', () => {
    using read = openArray(arrayPath, Row);
    expect(read.length).toBe(rows.length);
    for (const [id, row] of rows.entries()) {
      expect(read.at(id)!.toObject()).toEqual(row);
      expect(read.at(id - rows.length)!.toObject()).toEqual(row);
    }
    expect(Array.from(read, (each) => each.toObject())).toEqual(rows);
  });

  test('is read by a cursor, forwards over the borders and back', () => {
    using read = openArray(arrayPath, Row);
    expect(Array.from(read.cursor(), (each) => each.toObject())).toEqual(rows);
    for (let pass = 0; pass < 3; pass += 1) {
      const mask = rows.map((_, id) => id % 3 === pass);
      const expected = rows.filter((_, id) => mask[id]).map(({ city }) => city);
      expect(Array.from(read.cursor({ mask }), ({ city }) => city)).toEqual(expected);
    }
    const cursor = read.cursor();
    for (const [id, row] of rows.entries()) {
      expect(cursor.at(rows.length - 1 - id)?.toObject()).toEqual(rows.at(-1 - id));
      expect(cursor.next().value?.toObject()).toEqual(row);
    }
  });

  test('has columns', () => {
    using read = openArray(arrayPath, Row);
    expect(read.column('score')).toEqual(Float64Array.from(rows, ({ score }) => score));
    expect(read.column('id')).toEqual(Uint32Array.from(rows, ({ id }) => id));
    expect(read.column('city')).toEqual(rows.map(({ city }) => city));
    expect(read.column('note')).toEqual(rows.map(({ note }) => note));
  });

  test('is read by the schema in the file', () => {
    using read = openArray(arrayPath);
    expect(Array.from(read, (each) => each.toObject())).toEqual(rows);
  });

  test('refuses pointers that lead outside', () => {
    const fd = openSync(arrayPath, 'r+');
    const place = OFFSETS[12]! + 8;
    const far = new Uint8Array(BigInt64Array.of(-6n * BigInt(GIB)).buffer);
    writeSync(fd, far, 0, 8, place);
    closeSync(fd);
    using read = openArray(arrayPath, Row);
    expect(() => read.at(12)!.city).toThrow(CorruptBufferError);
    expect(read.at(12)!.id).toBe(12);
  });

  test('has columns of records that all lie far, in any order', () => {
    // 4 GiB before one of the records, but in the same 32 bits.
    const twin = OFFSETS[12]! - 4 * GIB;
    const order = rows.map((_, index) => [10, 12, 11, 12][index % 4]!);
    const write = (offsets: number[]) => {
      const fd = openSync(arrayPath, 'r+');
      const index = new Uint8Array(BigUint64Array.from(offsets, BigInt).buffer);
      writeSync(fd, index, 0, index.length, INDEX);
      closeSync(fd);
    };
    const far = order.map((id) => OFFSETS[id]!);
    write(far);
    using read = openArray(arrayPath, Row);
    expect(read.column('id')).toEqual(Uint32Array.from(order));
    write(far.with(5, twin));
    expect(() => read.column('id')).toThrow(MissingFieldError);
    write(far.with(5, OFFSETS[2]!));
    expect(read.column('id')).toEqual(Uint32Array.from(order.with(5, 2)));
  });
});

describe.runIf(!(mmapSystem() instanceof Error))('a mapping of more than 9 GiB', () => {
  test('is read by key', () => {
    using map = openMapping(mappingPath, mapping({ key: t.string, value: Row }));
    expect(map.size).toBe(rows.length);
    for (const row of rows) {
      expect(map.get(`key ${row.id}`)!.toObject()).toEqual(row);
      expect(map.getAll(`key ${row.id}`)).toHaveLength(1);
    }
    const cursor = map.cursor();
    for (const row of rows.toReversed()) expect(cursor.get(`key ${row.id}`)?.toObject()).toEqual(row);
    expect([map.get('key 99'), map.has('key 0')]).toEqual([undefined, true]);
    const read = [...map].map(([key, value]) => [key, value.toObject()]);
    expect(new Map(read as [string, object][])).toEqual(new Map(rows.map((row) => [`key ${row.id}`, row])));
  });
});

describe.runIf(!(mmapSystem() instanceof Error))(
  'an id mapper of 2^28 entries, almost all of them zero',
  () => {
    const TAIL = 1000;
    const COUNT = 2 ** 28 + TAIL;
    const ids = idMapper({ key: t.uint64, multi: true });
    let path: string;
    beforeAll(() => {
      path = join(folder, 'ids');
      const fd = openSync(path, 'w');
      writeSync(fd, new Uint8Array(BigUint64Array.of(BigInt(COUNT), 16n).buffer));
      const tail = Array.from({ length: TAIL }, (_, i) => [BigInt(i + 1) * 10n, BigInt(i)]).flat();
      writeSync(fd, new Uint8Array(BigUint64Array.from(tail).buffer), 0, 16 * TAIL, 16 + 2 ** 32);
      closeSync(fd);
    });

    test('is searched over windows', () => {
      using read = openIdMapper(path, ids);
      expect(read.size).toBe(COUNT);
      for (let i = 0; i < TAIL; i += 37) {
        expect([read.get((i + 1) * 10), read.getAll((i + 1) * 10)]).toEqual([i, [i]]);
        expect([read.get((i + 1) * 10 - 1), read.has((i + 1) * 10 + 1)]).toEqual([undefined, false]);
      }
      expect([read.get(0), read.get(TAIL * 10 + 10), read.get(2 ** 40)]).toEqual([0, undefined, undefined]);
    });

    test('is refused when the file ends before its entries', () => {
      const fd = openSync(path, 'r+');
      ftruncateSync(fd, 16 + 16 * COUNT - 1);
      closeSync(fd);
      expect(() => openIdMapper(path, ids)).toThrow(CorruptBufferError);
    });
  },
);
