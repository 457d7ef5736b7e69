/** Writable maps of more than 5 GiB, with holes: fields beyond what one window, or 32 bits, can address. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, atomicAdd, atomicCompareExchange, struct, t } from 'sharedbuffers';
import { openArray } from 'sharedbuffers/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

const GIB = 2 ** 30;
const Row = struct({ n: t.uint32, total: t.bigint64, tiny: t.int8 });
const RECORD = Row.pack({ n: 0, total: 0n, tiny: 0 }).length;
const OFFSETS = [
  56,
  GIB - 8,
  GIB + 64,
  2 * GIB - 16,
  2 * GIB + 32,
  3 * GIB - 8,
  4 * GIB - 16,
  4 * GIB + 64,
  5 * GIB,
];
const INDEX = 5 * GIB + 4096;

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'writable-large-'));
  path = join(folder, 'array');
  const fd = openSync(path, 'w');
  const put = (bytes: Uint8Array, offset: number): number => writeSync(fd, bytes, 0, bytes.length, offset);
  OFFSETS.forEach((offset, id) => {
    put(Row.pack({ n: id, total: BigInt(-id), tiny: 1 }), offset);
  });
  put(new Uint8Array(BigUint64Array.from(OFFSETS, BigInt).buffer), INDEX);
  const packed = array(Row).pack([]);
  const schemaStart = Number(new DataView(packed.buffer).getBigUint64(40, true));
  const schema = packed.subarray(schemaStart);
  const schemaOffset = INDEX + 8 * OFFSETS.length;
  put(schema, schemaOffset);
  const header = [schemaOffset + schema.length, INDEX, OFFSETS.length, 2, 2, schemaOffset, schema.length];
  put(new Uint8Array(BigUint64Array.from(header, BigInt).buffer), 0);
  closeSync(fd);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('fields of every record are changed in their place in the file', () => {
  using rows = openArray(path, Row, { writable: true });
  OFFSETS.forEach((_, id) => {
    const row = rows.at(id)!;
    row.n = 1000 + id;
    expect(atomicAdd(row, 'total', 2n ** 40n)).toBe(BigInt(-id));
    expect(atomicAdd(row, 'n', 1)).toBe(1000 + id);
    expect(atomicCompareExchange(row, 'tiny', 1, -id)).toBe(1);
  });
  const expected = OFFSETS.map((_, id) => ({ n: 1001 + id, total: 2n ** 40n - BigInt(id), tiny: 0 - id }));
  using read = openArray(path, Row);
  expect(Array.from(read, (row) => row.toObject())).toEqual(expected);
  const fd = openSync(path, 'r');
  OFFSETS.forEach((offset, id) => {
    const bytes = new Uint8Array(RECORD);
    readSync(fd, bytes, 0, RECORD, offset);
    expect(bytes).toEqual(Row.pack(expected[id]!));
  });
  closeSync(fd);
});
