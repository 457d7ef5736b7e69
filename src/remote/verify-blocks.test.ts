/** Blocks that are held against their checksums as they arrive: wrong bytes never become wrong values. */
import fc from 'fast-check';
import { array, CorruptBufferError, mapping, struct, t } from 'sharedbuffers';
import { openRemote, RemoteError } from 'sharedbuffers/remote';
import { afterEach, describe, expect, test } from 'vitest';
import { serveRanges } from '../../test/range-server.js';

const City = struct({ name: t.string, population: t.uint32, notes: t.string });
const Cities = mapping({ key: t.string, value: City });
const COUNT = 2000;
const rows = Array.from({ length: COUNT }, (_, index) => {
  const notes = Array.from({ length: 20 }, (__, word) => `${index * 7919 + word}`).join(' ');
  return [`key/${index}`, { name: `City ${index}`, population: index, notes }] as const;
});
const packed = Cities.pack(rows, { columns: ['population'] });
const BLOCK = 65_536;

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

async function open(bytes: Uint8Array, options = {}) {
  const server = await serveRanges(bytes);
  closing.push(server);
  const cities = await openRemote(server.url, Cities, { retries: 0, verifyBlocks: true, ...options });
  closing.push(cities);
  return { cities, server };
}

/** The bytes with one bit of another value. */
function flipped(at: number): Uint8Array {
  const bytes = packed.slice();
  bytes[at] = bytes[at]! ^ 4;
  return bytes;
}

test('what is right reads as ever, by whole blocks', async () => {
  expect(packed.length).toBeGreaterThan(5 * BLOCK);
  const { cities, server } = await open(packed);
  const keys = rows.map(([key]) => key);
  const records = await cities.getMany(keys);
  expect(records.map((record) => record!.toObject())).toEqual(rows.map(([, row]) => row));
  expect(await cities.get('none')).toBe(undefined);
  expect(await cities.array.column('population')).toEqual(Uint32Array.from(rows, (_, index) => index));
  for (const range of server.state.requests.slice(1)) {
    const [from, to] = range.slice('bytes='.length).split('-').map(Number) as [number, number];
    expect([from % BLOCK, (to + 1) % BLOCK === 0 || to + 1 === packed.length]).toEqual([0, true]);
  }
});

test('small files come whole with the first request', async () => {
  const few = Cities.pack(rows.slice(0, 10));
  const { cities, server } = await open(few);
  expect((await cities.get('key/3'))!.name).toBe('City 3');
  expect(server.state.requests.length).toBe(1);
  const damaged = few.slice();
  damaged[few.length >> 1]! ^= 1;
  await expect(open(damaged)).rejects.toThrow(/block 0 of .*cities\.sb, the \d+ bytes from position 0/);
});

describe('wrong bytes', () => {
  test('are an error that names their block', async () => {
    const { cities, server } = await open(packed);
    server.state.bytes = flipped(2 * BLOCK + 77);
    const read = cities.getMany(rows.map(([key]) => key));
    await expect(read).rejects.toThrow(/block 2 of .*the 65536 bytes from position 131072, is not as it was/);
    await expect(read).rejects.toBeInstanceOf(CorruptBufferError);
    await expect(cities.prefetchIndex().then(() => cities.array.slice())).rejects.toThrow(/block 2 /);
    // What is right again is read again.
    server.state.bytes = packed;
    expect((await cities.array.slice()).length).toBe(COUNT);
  });

  test('in answers of several parts, too', async () => {
    const { cities, server } = await open(packed, { gap: 0 });
    server.state.multipart = true;
    server.state.bytes = flipped(3 * BLOCK + 1);
    await expect(cities.array.slice()).rejects.toThrow(/block 3 /);
  });

  test('anywhere never give wrong values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), async (at) => {
        const blob = new Blob([flipped(at) as Uint8Array<ArrayBuffer>]);
        const read = async () => {
          const cities = await openRemote(blob, Cities, { verifyBlocks: true });
          const records = await cities.getMany(rows.map(([key]) => key));
          return records.map((record) => record?.toObject());
        };
        const result: unknown = await read().catch((error) => error);
        if (Array.isArray(result)) expect(result).toEqual(rows.map(([, row]) => row));
        else expect(result).toBeInstanceOf(CorruptBufferError);
      }),
      { numRuns: 25 },
    );
  });
});

test('files without checksums are refused, and so are options that are none', async () => {
  const plain = Cities.pack(rows.slice(0, 5), { checksums: false });
  await expect(open(plain)).rejects.toThrow(RemoteError);
  await expect(open(plain)).rejects.toThrow(/has no checksums/);
  const Writable = array(struct({ n: t.uint32 }));
  const changed = Writable.pack([{ n: 1 }], { checksums: true });
  Writable.fromBuffer(changed, { writable: true });
  const blob = new Blob([changed as Uint8Array<ArrayBuffer>]);
  await expect(openRemote(blob, Writable, { verifyBlocks: true })).rejects.toThrow(/opened to be changed/);
  await expect(openRemote(blob, Writable, { verifyBlocks: 1 as never })).rejects.toThrow(/true or false/);
});
