import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapping, Registry, struct, t } from 'sharedbuffers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Storage } from '../../bytes/build-storage.js';
import { ArrayBuilder } from '../../containers/building/array-builder.js';
import type { Finishable } from '../../containers/building/build-in-memory.js';
import { MappingBuilder } from '../../containers/building/mapping-builder.js';
import { ClosedError } from '../../errors.js';
import { HeapSpool, heapStorage } from '../../mappers/building/heap-storage.js';
import { MapperBuilder } from '../../mappers/building/mapper-builder.js';
import { keySpec } from '../../mappers/key-kind.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import { TYPE } from '../../schema/type.js';
import { writeSealed } from '../../trailer/write-trailer.js';
import { EntrySorter } from './external-sort.js';
import { fileStorage } from './spool-storage.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Storage in files whose sorters hold a few entries only, so that they spill. */
const tight = (maxEntries: number): Storage => ({
  ...fileStorage(folder),
  sorter: (words, keyWords) => new EntrySorter({ words, keyWords, folder, maxEntries }),
});

const Row = struct({ id: t.uint32, name: t.string }, { registry: new Registry() });
const codec = Row[TYPE].codec as StructCodec;

function write(builder: Finishable): Uint8Array {
  const sink = new HeapSpool();
  for (const _ of writeSealed(builder, sink, { reproducible: true }, true));
  builder.discard();
  return sink.toBytes();
}

describe('storage in files', () => {
  test('gives back what was put aside, from memory and from disk', () => {
    const [inFile, inHeap] = [fileStorage(folder).spool(), heapStorage.spool()];
    const chunk = new Uint8Array(300_001);
    for (let round = 0; round < 8; round += 1) {
      chunk.fill(round + 1);
      for (const spool of [inFile, inHeap]) spool.append(chunk);
    }
    expect(inFile.length).toBe(8 * chunk.length);
    const contents = [inFile, inHeap].map((spool) => {
      const sink = new HeapSpool();
      for (const each of spool.chunks()) sink.write(each);
      return Buffer.from(sink.toBytes());
    });
    expect(contents[0]!.equals(contents[1]!)).toBe(true);
    inFile.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('gives a file up once it was read, so that a result takes the room of what it is made from', () => {
    const spool = fileStorage(folder).spool();
    const mebibyte = new Uint8Array(2 ** 20);
    for (let count = 0; count < 70; count += 1) spool.append(mebibyte.fill(count));
    let position = 0;
    for (const chunk of spool.chunks()) {
      expect(chunk[0]).toBe(Math.floor(position / 2 ** 20));
      position += chunk.length;
    }
    expect([position, spool.length]).toEqual([70 * 2 ** 20, 70 * 2 ** 20]);
    expect(() => [...spool.chunks()]).toThrow(ClosedError);
    spool.discard();
  });

  test('sorts as storage in the heap does', () => {
    const sorters = [fileStorage(folder), tight(7), heapStorage].map((storage) => storage.sorter(3, 2));
    for (let n = 0; n < 1000; n += 1) {
      const entry = Uint32Array.of((n * 7919) % 5, Math.imul(n, 2654435761), n);
      for (const sorter of sorters) sorter.push(entry);
    }
    const [first, ...others] = sorters.map((sorter) => [...sorter.sorted()].flatMap((batch) => [...batch]));
    expect(first).toHaveLength(3000);
    for (const other of others) expect(other).toEqual(first);
    for (const sorter of sorters) sorter.discard();
  });
});

describe('builds that spill give the bytes of those that do not', () => {
  const kinds = [
    { key: t.string, of: (n: number) => `key ${n % 900}`, width: 64 },
    { key: t.string, of: (n: number) => `key ${n}`, width: 32 },
    { key: t.uint64, of: (n: number) => n >> 1, width: 64 },
    { key: t.uint64, of: (n: number) => (n % 700) * 2 ** 40, width: 64 },
    { key: t.uint32, of: (n: number) => (n * 7919) % 100_000, width: 32 },
    { key: t.biguint64, of: (n: number) => 2n ** 63n + BigInt(n * 31), width: 64 },
  ] as const;

  test.each(kinds)('mappings of $key, width $width', ({ key, of, width }) => {
    const spec = keySpec({ key, width });
    const build = (storage: Storage): Uint8Array => {
      const builder = new MappingBuilder(spec, codec, storage, {});
      for (let n = 0; n < 2000; n += 1) builder.add(of(n), { id: n, name: `name ${n}` });
      expect(builder.size).toBe(2000);
      return write(builder);
    };
    const bytes = build(heapStorage);
    for (const maxEntries of [11, 64, 1999]) {
      expect(Buffer.from(build(tight(maxEntries))).equals(bytes)).toBe(true);
    }
    const map = mapping({ key: key as typeof t.string, width, value: Row }).fromBuffer(bytes);
    expect(map.get(of(1999) as string)?.name).toMatch(/^name \d+$/);
  });

  test('id mappers', () => {
    const build = (storage: Storage): Uint8Array => {
      const builder = new MapperBuilder(keySpec({ key: t.bytes }), storage, 'none');
      for (let n = 0; n < 500; n += 1) builder.add(Uint8Array.of(n & 255, n & 3), n);
      return write(builder);
    };
    expect(Buffer.from(build(tight(13))).equals(build(heapStorage))).toBe(true);
  });

  test('arrays', () => {
    const build = (storage: Storage): Uint8Array => {
      const builder = new ArrayBuilder(codec, storage, {});
      for (let n = 0; n < 20_000; n += 1) builder.add({ id: n, name: 'x'.repeat(n % 90) });
      return write(builder);
    };
    expect(Buffer.from(build(fileStorage(folder))).equals(build(heapStorage))).toBe(true);
  });

  test('and leave nothing behind', () => {
    expect(readdirSync(folder)).toEqual([]);
  });
});
