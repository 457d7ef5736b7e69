/** Writable maps: assigned fields reach the file and all who map it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  ArgumentError,
  atomicAdd,
  atomicCompareExchange,
  ClosedError,
  FileError,
  mapping,
  PackError,
  shareBuffer,
  struct,
  t,
} from 'sharedbuffers';
import { buildArray, buildMapping, openArray, openMapping } from 'sharedbuffers/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

const WRITABLE = { writable: true } as const;

class Stats extends struct({
  name: t.string,
  hits: t.uint32,
  total: t.bigint64,
  mean: t.float64,
  open: t.bool,
  last: t.int64.optional(),
  place: struct({ lat: t.float64, floor: t.int8 }),
}) {
  get label(): string {
    return `${this.name}: ${this.hits}`;
  }
}
const AllStats = mapping({ key: t.string, value: Stats });
const row = (id: number) => ({
  name: `row ${id}`,
  hits: id,
  total: BigInt(id),
  mean: id / 2,
  open: id % 2 === 0,
  place: { lat: id, floor: 1 },
});
const PLAIN = { checksums: false };
const ENTRIES = Array.from({ length: 20 }, (_, id) => [`key ${id}`, row(id)] as const);

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'writable-'));
});
beforeEach(async () => {
  path = join(folder, 'stats.sb');
  await buildMapping(path, AllStats, ENTRIES, PLAIN);
});
afterEach(() => vi.unstubAllGlobals());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a mapping opened writable', () => {
  test('has fields that are assigned in the file, and seen by those who have it open', () => {
    using reader = openMapping(path, AllStats);
    const seen = reader.get('key 7')!;
    using other = openMapping(path, AllStats, WRITABLE);
    using stats = openMapping(path, AllStats, WRITABLE);
    const mine = stats.get('key 7')!;
    expect(stats.mapped).toBe(true);
    fc.assert(
      fc.property(
        fc.nat(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.double(),
        fc.boolean(),
        fc.integer({ min: -128, max: 127 }),
        (hits, total, mean, open, floor) => {
          mine.hits = hits;
          mine.total = total;
          mine.mean = mean;
          mine.open = open;
          mine.place.floor = floor;
          const now = { ...row(7), hits, total, mean, open, place: { lat: 7, floor } };
          expect(mine.toObject()).toEqual(now);
          expect(seen.toObject()).toEqual(now);
          expect(other.get('key 7')!.toObject()).toEqual(now);
          expect(AllStats.fromBuffer(readFileSync(path)).get('key 7')!.toObject()).toEqual(now);
        },
      ),
      { numRuns: 30 },
    );
    expect(mine.label).toBe(`row 7: ${mine.hits}`);
    // All else is as it was built.
    mine.hits = 7;
    mine.total = 7n;
    mine.mean = 3.5;
    mine.open = false;
    mine.place.floor = 1;
    expect(new Uint8Array(readFileSync(path))).toEqual(AllStats.pack(ENTRIES, PLAIN));
  });

  test('is changed by whatever gives its records', () => {
    using stats = openMapping(path, AllStats, WRITABLE);
    for (const record of stats.array.cursor()) record.hits += 100;
    for (const record of stats.array) record.place.lat *= 2;
    for (const [, record] of stats) record.mean = 1;
    for (const record of stats.values()) atomicAdd(record, 'total', 1);
    for (const record of stats.getAll('key 3')) record.hits = 0;
    stats.forEach((record) => {
      atomicAdd(record.place, 'floor', 2);
    });
    const expected = ENTRIES.map(([key, record], id) => [
      key,
      {
        ...record,
        hits: id === 3 ? 0 : id + 100,
        mean: 1,
        total: BigInt(id + 1),
        place: { lat: 2 * id, floor: 3 },
      },
    ]);
    using read = openMapping(path, AllStats);
    expect(ENTRIES.map(([key]) => [key, read.get(key)!.toObject()])).toEqual(expected);
  });

  test('gives what it is changed to as columns too', () => {
    using stats = openMapping(path, AllStats, WRITABLE);
    for (const record of stats.array.cursor()) record.hits = 9;
    expect([...stats.array.column('hits')]).toEqual(ENTRIES.map(() => 9));
  });

  test('refuses what does not fit, and leaves the file alone', () => {
    using stats = openMapping(path, AllStats, WRITABLE);
    const record = stats.get('key 1')!;
    const bytes = readFileSync(path);
    expect(() => {
      record.hits = -1;
    }).toThrow(PackError);
    expect(() => {
      record.place.floor = 128;
    }).toThrow('floor: 128 does not fit int8');
    expect(() => {
      record.last = 5;
    }).toThrow(ArgumentError);
    expect(() => {
      (record as { name: string }).name = 'x';
    }).toThrow('Stats.name is of type string: only numbers and bools can be assigned in place');
    expect(() => atomicAdd(record, 'hits', 2 ** 32)).toThrow(PackError);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('cannot be changed once closed', () => {
    const stats = openMapping(path, AllStats, WRITABLE);
    const record = stats.get('key 1')!;
    const { place } = record;
    stats.close();
    expect(() => {
      record.hits = 1;
    }).toThrow(ClosedError);
    expect(() => atomicAdd(place, 'lat', 1)).toThrow(ClosedError);
    expect(new Uint8Array(readFileSync(path))).toEqual(AllStats.pack(ENTRIES, PLAIN));
  });

  test('is read by a schema from the file', () => {
    using stats = openMapping(path, undefined, WRITABLE);
    const record = stats.get('key 4')!;
    record.hits = 44;
    expect(atomicAdd(record, 'total', 2n ** 62n)).toBe(4);
    expect(atomicAdd(record, 'total', 1)).toBe(2n ** 62n + 4n);
    expect(atomicCompareExchange(record, 'mean', 2, 2.5)).toBe(2);
    using read = openMapping(path, AllStats);
    expect(read.get('key 4')!.toObject()).toMatchObject({ hits: 44, total: 2n ** 62n + 5n, mean: 2.5 });
  });
});

test('the records of a file that is not opened writable are refused, and the file is not changed', () => {
  const bytes = readFileSync(path);
  for (const options of [undefined, {}, { writable: false }, { mmap: false }]) {
    using stats = openMapping(path, AllStats, options);
    const record = stats.get('key 1') as { hits: number };
    expect(() => {
      record.hits = 1;
    }).toThrow(`Stats.hits cannot be assigned: ${path} was not opened { writable: true }`);
    expect(() => atomicAdd(record, 'hits', 1)).toThrow(ArgumentError);
  }
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('a file that is not mapped is not opened writable, nor one that may not be written', () => {
  expect(() => openMapping(path, AllStats, { writable: true, mmap: false })).toThrow(FileError);
  writeFileSync(join(folder, 'empty'), '');
  expect(() => openMapping(join(folder, 'empty'), AllStats, WRITABLE)).toThrow(FileError);
  expect(() => openMapping(join(folder, 'none'), AllStats, WRITABLE)).toThrow('there is no such file');
});

test('an array is opened writable, with and without its schema', async () => {
  const Point = struct({ x: t.float32, n: t.uint16 });
  await buildArray(path, Point, [
    { x: 1, n: 1 },
    { x: 2, n: 2 },
  ]);
  using points = openArray(path, Point, WRITABLE);
  points.at(-1)!.x = 7;
  using any = openArray(path, undefined, WRITABLE);
  any.at(0)!.n = 3;
  atomicAdd(any.at(0)!, 'n', 1);
  expect(Array.from(openArray(path, Point), (point) => point.toObject())).toEqual([
    { x: 1, n: 4 },
    { x: 7, n: 2 },
  ]);
});

test('a build replaces a file that is open writable, whose changes then go to the old one', async () => {
  using old = openMapping(path, AllStats, WRITABLE);
  await buildMapping(path, AllStats, ENTRIES, PLAIN);
  old.get('key 1')!.hits = 99;
  expect(old.get('key 1')!.hits).toBe(99);
  expect(openMapping(path, AllStats).get('key 1')!.hits).toBe(1);
});

describe('a buffer read writable', () => {
  test('is changed itself, whatever kind it is', () => {
    const packed = AllStats.pack(ENTRIES, PLAIN);
    for (const data of [packed.slice(), packed.slice().buffer, shareBuffer(packed), Buffer.from(packed)]) {
      const record = AllStats.fromBuffer(data, WRITABLE).get('key 5')!;
      record.hits = 50;
      record.place.lat = -5;
      atomicAdd(record, 'hits', 5);
      expect(AllStats.fromBuffer(data).get('key 5')!.toObject()).toEqual({
        ...row(5),
        hits: 55,
        place: { lat: -5, floor: 1 },
      });
    }
  });

  test('is not, without the option', () => {
    const packed = AllStats.pack(ENTRIES, PLAIN);
    const record = AllStats.fromBuffer(packed).get('key 5') as { hits: number };
    expect(() => {
      record.hits = 1;
    }).toThrow('the buffer was not opened { writable: true }');
  });
});

test('a shared buffer is a copy that threads can share', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5);
  for (const data of [bytes, bytes.buffer, bytes.subarray(1, 4), new Uint8Array()]) {
    const shared = shareBuffer(data);
    expect(shared).toBeInstanceOf(SharedArrayBuffer);
    expect(new Uint8Array(shared)).toEqual(new Uint8Array(data));
  }
  new Uint8Array(shareBuffer(bytes))[0] = 9;
  expect(bytes[0]).toBe(1);
  expect(new Float64Array(shareBuffer(Float64Array.of(1.5, -2)))).toEqual(Float64Array.of(1.5, -2));
});

test('bytes are not shared where there is no SharedArrayBuffer, as in pages that are not isolated', () => {
  vi.stubGlobal('SharedArrayBuffer', undefined);
  expect(() => shareBuffer(new Uint8Array(1))).toThrow(ArgumentError);
  expect(() => shareBuffer(new Uint8Array(1))).toThrow('cross-origin isolated');
});
