/** Trailers: what they say is what there is, and nothing of a file reads otherwise for them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, CorruptBufferError, idMapper, mapping, struct, t } from 'sharedbuffers';
import {
  buildArray,
  buildIdMapper,
  buildMapping,
  openArray,
  openIdMapper,
  openMapping,
} from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Memory } from '../bytes/memory.js';
import { xxh64 } from '../hash/xxh64.js';
import { readTrailer } from './read-trailer.js';
import { BLOCK_BYTES, TRAILER_HEADER } from './tail.js';

const Row = struct({ id: t.uint32, name: t.string });
const Rows = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.uint64 });
const rows = (count: number) =>
  Array.from({ length: count }, (_, id): [string, { id: number; name: string }] => [
    `k${id}`,
    { id, name: `name of ${id}, `.repeat(1 + (id % 9)) },
  ]);
const SAME = { checksums: true, reproducible: true };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailer-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const trailerOf = (bytes: Uint8Array) => readTrailer(Memory.over(bytes))!;

function sumAt(bytes: Uint8Array, at: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(at, true), view.getUint32(at + 4, true)];
}

describe('the trailer', () => {
  test('has the checksum of each block of 64 KiB, by the hash in JavaScript', () => {
    for (const count of [0, 1, 2000, 4000]) {
      const bytes = Rows.pack(rows(count));
      const { tail } = trailerOf(bytes);
      const end = tail.start + TRAILER_HEADER;
      const out = new Uint32Array(2);
      for (let block = 0; block * BLOCK_BYTES < end; block += 1) {
        xxh64(bytes, block * BLOCK_BYTES, Math.min(end, (block + 1) * BLOCK_BYTES), out);
        expect(sumAt(bytes, end + block * 8)).toEqual([...out]);
      }
      xxh64(bytes, end, end + tail.tableBytes, out);
      expect(tail.tableSum).toEqual([...out]);
      expect(end + tail.tableBytes + tail.infoBytes + 64 + 8).toBe(bytes.length);
    }
  });

  test('says where the parts of a mapping lie, and what they are', () => {
    const bytes = Rows.pack(rows(500), { columns: ['id'] });
    const { info, schema } = trailerOf(bytes);
    const lengths = new Set(rows(500).map(([, row]) => Math.ceil((8 + 16 + 2 + row.name.length) / 8) * 8));
    expect(info).toMatchObject({
      kind: 'mapping',
      entries: 500,
      records: 500,
      key: { key: 'string', width: 64, multi: false },
      sharing: false,
    });
    expect(info.buildId).toMatch(/^[0-9a-f]{32}$/);
    expect(Math.abs(info.time! - Date.now())).toBeLessThan(60_000);
    expect(info.recordBytes!.max).toBeLessThanOrEqual(Math.max(...lengths) + 16);
    expect(info.recordBytes!.p99).toBeLessThanOrEqual(info.recordBytes!.max);
    const { parts } = info;
    const text = (name: string) => {
      const [position, length] = parts[name]!;
      return new TextDecoder().decode(bytes.subarray(position, position + length));
    };
    expect(Object.keys(parts).sort()).toEqual(
      [
        'about',
        'array',
        'bucketTable',
        'columns',
        'index',
        'keys',
        'recordIndex',
        'records',
        'schema',
      ].sort(),
    );
    expect(JSON.parse(text('about'))).toEqual(info.key);
    expect(text('keys').slice(2, 4)).toBe('k0');
    expect(parts.index![1]).toBe(500 * 24);
    expect(parts.recordIndex![1]).toBe(500 * 8);
    expect(Buffer.from(schema).toString('latin1')).toBe(
      Buffer.from(bytes.subarray(parts.schema![0], parts.schema![0] + parts.schema![1])).toString('latin1'),
    );
    expect(new DataView(bytes.buffer).getBigUint64(bytes.length - 8, true)).toBe(BigInt(parts.array![0]));
  });

  test('of arrays and id mappers says as much', () => {
    const list = trailerOf(
      array(Row).pack(
        rows(3).map(([, row]) => row),
        { checksums: true },
      ),
    ).info;
    expect(list).toMatchObject({ kind: 'array', records: 3, sharing: false });
    expect(list.key).toBeUndefined();
    const ids = trailerOf(Ids.pack([[7, 8]], { checksums: true })).info;
    expect(ids).toMatchObject({ kind: 'idMapper', entries: 1, key: { key: 'integer', width: 64 } });
    expect(ids.parts).toEqual({ index: [16, 16] });
  });

  test('is left out where it is not wanted, and in memory where the bytes are those of Python', async () => {
    const values = rows(3).map(([, row]) => row);
    const path = join(folder, 'plain');
    for (const options of [{ checksums: false }, { sections: false }]) {
      expect(Rows.fromBuffer(Rows.pack(rows(3), options)).buildId).toBeUndefined();
      await buildMapping(path, Rows, rows(3), options);
      expect(openMapping(path, Rows).buildId).toBeUndefined();
    }
    expect(array(Row).fromBuffer(array(Row).pack(values)).buildId).toBeUndefined();
    expect(Ids.fromBuffer(Ids.pack([[1, 2]])).buildId).toBeUndefined();
    expect(Rows.fromBuffer(Rows.pack(rows(3), { sections: false, checksums: true })).buildId).toBeDefined();
  });

  test('gives each build an id of its own, and a reproducible one the id of its content', async () => {
    const path = join(folder, 'ids');
    const values = rows(3).map(([, row]) => row);
    const ids = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      await buildMapping(path, Rows, rows(3));
      ids.add(openMapping(path, Rows).buildId!);
      await buildArray(path, Row, values);
      ids.add(openArray(path, Row).buildId!);
      await buildIdMapper(path, Ids, [[1, 2]]);
      ids.add(openIdMapper(path, Ids).buildId!);
    }
    expect(ids.size).toBe(9);
    await buildMapping(path, Rows, rows(3), SAME);
    expect(readFileSync(path).equals(Rows.pack(rows(3), SAME))).toBe(true);
    const other = Rows.fromBuffer(Rows.pack(rows(4), SAME)).buildId;
    expect(openMapping(path, Rows).buildId).toMatch(/^[0-9a-f]{32}$/);
    expect(openMapping(path, Rows).buildId).not.toBe(other);
  });

  test('says so when records may share what they hold', () => {
    const values = rows(3).map(([, row]) => row);
    const joined = (share: boolean) =>
      trailerOf(array(Row).joinChunks([array(Row).packChunk(values, { share })], { checksums: true })).info;
    expect([joined(true).sharing, joined(false).sharing]).toEqual([true, false]);
  });

  test('no longer vouches for a file that was opened to be changed', async () => {
    const path = join(folder, 'writable');
    await buildMapping(path, Rows, rows(5));
    const before = readFileSync(path);
    const { buildId } = openMapping(path, Rows);
    {
      using map = openMapping(path, Rows, { writable: true });
      map.get('k3')!.id = 77;
    }
    const after = readFileSync(path);
    expect([trailerOf(before).tail.sealed, trailerOf(after).tail.sealed]).toEqual([true, false]);
    using map = openMapping(path, Rows);
    expect([map.buildId, map.get('k3')?.id]).toEqual([buildId, 77]);
    const bytes = array(Row).pack([{ id: 1, name: 'a' }], { checksums: true });
    array(Row).fromBuffer(bytes, { writable: true });
    expect(trailerOf(bytes).tail.sealed).toBe(false);
  });

  test('that is damaged is an error, where it is asked for, and not before', () => {
    const bytes = Rows.pack(rows(5));
    const { tail } = trailerOf(bytes);
    const info = tail.start + TRAILER_HEADER + tail.tableBytes;
    for (const at of [
      tail.position + 9,
      tail.position + 20,
      tail.position + 63,
      info + 20,
      bytes.length - 1,
    ]) {
      const damaged = bytes.slice();
      damaged[at]! ^= 1;
      if (at < bytes.length - 8) expect(Rows.fromBuffer(damaged).get('k3')?.id).toBe(3);
      expect(() => readTrailer(Memory.over(damaged))).toThrow(CorruptBufferError);
      if (at < bytes.length - 8) expect(() => Rows.fromBuffer(damaged).buildId).toThrow(CorruptBufferError);
    }
    writeFileSync(join(folder, 'damaged'), bytes);
  });
});
