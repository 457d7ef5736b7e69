/** Files that are read over a network, against the same files in memory. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  ArgumentError,
  array,
  as,
  ClosedError,
  CorruptBufferError,
  idMapper,
  mapping,
  Registry,
  SchemaError,
  SharedBuffersError,
  struct,
  t,
} from 'sharedbuffers';
import { openRemote, RemoteError, type RemoteMapping } from 'sharedbuffers/remote';
import { afterEach, describe, expect, test } from 'vitest';
import { type RangeServer, serveRanges } from '../../test/range-server.js';

const Inner = struct({ x: t.float64, label: t.string });
const City = struct({
  name: t.string,
  population: t.uint32,
  tags: t.set(t.string),
  words: t.list(t.string).optional(),
  inner: Inner,
  extra: t.any.nullable(),
  at: t.listView(t.float64),
});
const Cities = mapping({ key: t.string, value: City });

function city(index: number) {
  return {
    name: `City ${index}`,
    population: index,
    tags: new Set([`tag ${index % 7}`, 'all']),
    ...(index % 3 === 0 && {
      words: Array.from({ length: index % 50 }, (_, word) => `word ${word} of ${index}`),
    }),
    inner: { x: index / 2, label: 'label '.repeat(index % 100) },
    extra: index % 5 === 0 ? new Map([['k', [index, 'deep']]]) : null,
    at: [index, index + 0.5],
  };
}

const COUNT = 3000;
const keyOf = (index: number): string => `key/${index}`;
const rows = Array.from({ length: COUNT }, (_, index) => [keyOf(index), city(index)] as const);
const packed = Cities.pack(rows);
const local = Cities.fromBuffer(packed);

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function serve(bytes: Uint8Array = packed): Promise<RangeServer> {
  const server = await serveRanges(bytes);
  opened.push(server);
  return server;
}

type Remote = RemoteMapping<string, InstanceType<typeof City>>;
async function remote(url: string, options = {}): Promise<Remote> {
  const cities = await openRemote(url, Cities, { retries: 1, ...options });
  opened.push(cities);
  return cities;
}

describe('a remote mapping', () => {
  test('gives what the mapping gives', async () => {
    const { url } = await serve();
    const cities = await remote(url);
    expect([cities.size, cities.buildId]).toEqual([local.size, local.buildId]);
    for (const index of [0, 1, 2, 5, 45, 149, 1500, 2999]) {
      const record = await cities.get(keyOf(index));
      expect(record!.toObject()).toEqual(local.get(keyOf(index))!.toObject());
      expect(record).toBeInstanceOf(City);
    }
    expect(await cities.get('none')).toBe(undefined);
    expect([await cities.has(keyOf(3)), await cities.has('none')]).toEqual([true, false]);
    const keys = [keyOf(9), 'none', keyOf(2000), keyOf(9)];
    expect((await cities.getMany(keys)).map((record) => record?.name)).toEqual(
      local.getMany(keys).map((record) => record?.name),
    );
    expect(await cities.hasMany(keys)).toEqual([true, false, true, true]);
    expect((await cities.getAll(keyOf(7))).map(({ name }) => name)).toEqual(['City 7']);
    expect(await cities.getAll('none')).toEqual([]);
  });

  test('iterates in the order of the records', async () => {
    const { url } = await serve();
    const cities = await remote(url);
    const entries: [string, object][] = [];
    for await (const [key, record] of cities) entries.push([key, record.toObject()]);
    expect(entries).toEqual(
      [...local.entries({ order: 'sequential' })].map(([key, record]) => [key, record.toObject()]),
    );
    const keys: string[] = [];
    for await (const key of cities.keys()) keys.push(key);
    expect(keys).toEqual(rows.map(([key]) => key));
    for await (const record of cities.values()) {
      expect(record.name).toBe('City 0');
      break;
    }
  });

  test('gives records by position, and columns', async () => {
    const { url } = await serve();
    const { array: records } = await remote(url);
    expect((await records.at(5))!.toObject()).toEqual(local.array.at(5)!.toObject());
    expect((await records.at(-1))!.name).toBe('City 2999');
    expect(await records.at(COUNT)).toBe(undefined);
    expect((await records.slice(10, 13)).map(({ name }) => name)).toEqual(['City 10', 'City 11', 'City 12']);
    expect((await records.slice(-2)).map(({ name }) => name)).toEqual(['City 2998', 'City 2999']);
    expect(await records.slice(5, 5)).toEqual([]);
    expect(await records.column('population')).toEqual(local.array.column('population'));
    expect(await records.column('name')).toEqual(local.array.column('name'));
    await expect(records.column('nothing' as 'name')).rejects.toThrow(ArgumentError);
  });

  test.each([3, 20_000])('takes one request to open a file of %d records', async (count) => {
    const Named = struct({ name: t.string });
    const many = Array.from({ length: count }, (_, index) => [index, { name: `City ${index}` }] as const);
    const numbered = mapping({ key: t.uint32, value: Named });
    const named = mapping({ key: t.string, value: Named });
    const files = [
      [numbered, numbered.pack(many)],
      [numbered, numbered.pack(many.map(([key, row]) => [key * 99_991, row]))],
      [named, named.pack(many.map(([key, row]) => [keyOf(key), row]))],
      [
        named,
        named.pack(
          many.map(([key, row]) => [keyOf(key), row]),
          { ordered: true },
        ),
      ],
      [
        array(Named),
        array(Named).pack(
          many.map(([, row]) => row),
          { checksums: true },
        ),
      ],
    ] as const;
    for (const [declaration, bytes] of files) {
      const { url, state } = await serve(bytes);
      const opening = openRemote(url, declaration as typeof named, { retries: 0 });
      opened.push(await opening);
      expect(state.requests).toEqual(['bytes=-65536']);
    }
  });

  test('takes one request to open, two round trips to a record, one to a miss', async () => {
    const { url, state } = await serve();
    const cities = await remote(url);
    expect(state.requests).toEqual(['bytes=-65536']);
    const misses = Array.from({ length: 20 }, (_, index) => `none ${index}`);
    for (const key of misses) expect(await cities.get(key)).toBe(undefined);
    // Another key may share a byte of the hash.
    expect(state.requests.length).toBeLessThanOrEqual(1 + 20 + 3);
    const before = state.requests.length;
    await cities.get(keyOf(1234));
    expect(state.requests.length - before).toBeLessThanOrEqual(3);
    await cities.prefetchIndex();
    const cached = state.requests.length;
    await cities.get(keyOf(777));
    expect(state.requests.length).toBe(cached + 1);
    await cities.get('still none');
    expect(state.requests.length).toBe(cached + 1);
    expect(cities.stats).toEqual({
      requests: state.requests.length,
      bytes: state.sent,
      cacheHits: expect.any(Number),
      cacheMisses: expect.any(Number),
    });
  });

  test('takes three requests for a thousand keys once the index is here, of a server of several ranges', async () => {
    const Named = struct({ name: t.string });
    const Names = mapping({ key: t.string, value: Named });
    const { url, state } = await serve(
      Names.pack(Array.from({ length: 100_000 }, (_, index) => [keyOf(index), { name: `City ${index}` }])),
    );
    state.multipart = true;
    const names = await openRemote(url, Names);
    opened.push(names);
    const ask = async (first: number): Promise<number> => {
      const indices = Array.from({ length: 1000 }, (_, index) => (first + index * 7919) % 100_000);
      const before = state.requests.length;
      const records = await names.getMany(indices.map(keyOf));
      expect(records.map((record) => record!.name)).toEqual(indices.map((index) => `City ${index}`));
      return state.requests.length - before;
    };
    expect(await ask(0)).toBeLessThanOrEqual(30);
    await names.prefetchIndex();
    expect(await ask(3)).toBeLessThanOrEqual(3);
  });

  test('asks for several stretches at once where the server can', async () => {
    const { url, state } = await serve();
    state.multipart = true;
    const cities = await remote(url, { gap: 0 });
    const keys = Array.from({ length: 200 }, (_, index) => keyOf(index * 15));
    const records = await cities.getMany(keys);
    expect(records.map((record) => record!.name)).toEqual(keys.map((key) => local.get(key)!.name));
    expect(state.requests.some((range) => range.includes(','))).toBe(true);
    state.multipart = false;
    const single = await remote(url, { gap: 0 });
    expect((await single.getMany(keys)).map((record) => record!.name)).toEqual(
      records.map((record) => record!.name),
    );
    expect(state.requests.length).toBeGreaterThan(100);
  });

  test('asks for fewer stretches at once where a server refuses many, and for each where it takes one', async () => {
    const { url, state } = await serve();
    state.multipart = true;
    const keys = Array.from({ length: 600 }, (_, index) => keyOf(index * 5));
    const names = keys.map((key) => local.get(key)!.name);
    for (const [most, refuse] of [
      [200, 'all'],
      [200, 431],
      [1, 400],
    ] as const) {
      state.handle = (request, response) => {
        const ranges = String(request.headers.range).split(',').length;
        if (ranges <= most) return false;
        if (refuse === 'all') response.writeHead(200, { 'Content-Length': packed.length }).end(packed);
        else response.writeHead(refuse).end();
        return true;
      };
      const cities = await remote(url);
      await cities.prefetchIndex();
      const before = state.requests.length;
      expect((await cities.getMany(keys)).map((record) => record!.name)).toEqual(names);
      const asked = state.requests.slice(before).map((range) => range.split(',').length);
      expect(Math.max(...asked)).toBeGreaterThan(200);
      expect(asked.filter((ranges) => ranges > most).length).toBeLessThanOrEqual(4);
    }
  });

  test('reads on while little is cached, and many read at once', async () => {
    const { url } = await serve();
    const cities = await remote(url, { cacheBytes: 65_536, concurrency: 2 });
    const indices = Array.from({ length: 300 }, (_, index) => (index * 7919) % COUNT);
    const records = await Promise.all(indices.map((index) => cities.get(keyOf(index))));
    expect(records.map((record) => record!.toObject())).toEqual(
      indices.map((index) => local.get(keyOf(index))!.toObject()),
    );
  });

  test('many requests at a time, and many reads with one signal, warn of no leak', async () => {
    const { url } = await serve();
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    const cities = await remote(url, { concurrency: 50, gap: 0 });
    const { signal } = new AbortController();
    const indices = Array.from({ length: 100 }, (_, index) => index * 29);
    await Promise.all(indices.map((index) => cities.get(keyOf(index), { signal })));
    await cities.getMany(indices.map((index) => keyOf(index + 3)));
    // Warnings are told of in a turn of their own.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  test('records stay readable after it is closed', async () => {
    const { url } = await serve();
    const cities = await remote(url);
    const record = await cities.get(keyOf(45));
    cities.close();
    cities.close();
    expect(record!.toObject()).toEqual(local.get(keyOf(45))!.toObject());
    await expect(cities.get(keyOf(46))).rejects.toThrow(ClosedError);
  });
});

const Numbers = struct({ id: t.uint32, score: t.float64 });
const numberRows = Array.from({ length: 5000 }, (_, id) => [id * 977, { id, score: id / 3 }] as const);
describe.each([
  ['a table', {}],
  ['a compact index', { index: 'compact' }],
  ['no sections', { sections: false }],
  ['columns', { columns: ['score'] }],
] as const)('integer keys with %s', (_, options) => {
  const Scores = mapping({ key: t.uint32, value: Numbers });
  const bytes = Scores.pack(numberRows, options as object);

  test('a source that gives something else than bytes is told so', async () => {
    for (const given of [packed, undefined, null, {}, { bytes: 'text' }]) {
      const source = { name: 'mine', size: packed.length, read: async () => given as never };
      await expect(openRemote(source, Cities)).rejects.toThrow(
        /read of mine gives \{ bytes \} with a Uint8Array/,
      );
      await expect(openRemote(source, Cities)).rejects.toThrow(ArgumentError);
    }
  });

  test('are found', async () => {
    const { url, state } = await serve(bytes);
    const scores = await openRemote(url, Scores);
    opened.push(scores);
    const keys = [0, 977, 5, 977 * 4999, 977 * 2500];
    expect((await scores.getMany(keys)).map((record) => record?.id)).toEqual([0, 1, undefined, 4999, 2500]);
    expect((await scores.get(977 * 77))!.score).toBe(77 / 3);
    const before = state.requests.length;
    const column = await scores.array.column('score');
    expect(column).toEqual(Float64Array.from(numberRows, ([, { score }]) => score));
    if ('columns' in options) expect(state.requests.length - before).toBeLessThanOrEqual(2);
  });
});

test('multi mappings, dense keys, and undeclared ones', async () => {
  const Multi = mapping({ key: t.string, value: Numbers, multi: true });
  const many = await openRemote(
    new Blob([Multi.pack(numberRows.map(([, row]) => [`k${row.id % 10}`, row])) as Uint8Array<ArrayBuffer>]),
    Multi,
  );
  expect((await many.getAll('k3')).length).toBe(500);
  const Dense = mapping({ key: t.uint32, value: Numbers });
  const { url } = await serve(Dense.pack(numberRows.map(([, row]) => [row.id, row])));
  const undeclared = await openRemote(url);
  opened.push(undeclared);
  expect((await undeclared.get(4321))!.toObject()).toEqual({ id: 4321, score: 1440.3333333333333 });
});

test('arrays and id mappers; files and sources of the user', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'remote-'));
  try {
    const path = join(folder, 'array.sb');
    writeFileSync(
      path,
      array(Numbers).pack(
        numberRows.map(([, row]) => row),
        { checksums: true },
      ),
    );
    const handle = await open(path);
    const records = await openRemote(handle, array(Numbers));
    expect(records.length).toBe(5000);
    expect((await records.at(4000))!.id).toBe(4000);
    let sum = 0;
    for await (const { id } of records) sum += id;
    expect(sum).toBe((4999 * 5000) / 2);
    await handle.close();
    const Ids = idMapper({ key: t.string });
    const bytes = Ids.pack(numberRows.map(([, { id }]) => [`k${id}`, id]));
    const source = {
      name: 'mine',
      size: bytes.length,
      read: async (offset: number, length: number) => ({
        bytes: offset < 0 ? bytes.slice(offset) : bytes.slice(offset, offset + length),
      }),
    };
    const ids = await openRemote(source, Ids);
    expect([await ids.get('k17'), await ids.get('none'), await ids.has('k4999')]).toEqual([
      17,
      undefined,
      true,
    ]);
    expect(await ids.getMany(['k1', 'x'])).toEqual([1, undefined]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('structs within any, lists and dicts are there, however far their text lies', async () => {
  const registry = new Registry();
  const Inside = struct({ text: t.string, more: t.any }, { name: 'Inside', registry });
  registry.register(Inside, 0x90);
  const Outer = struct({ any: t.any, list: t.list(Inside), views: t.listView(Inside) }, { registry });
  const long = (n: number): string => Array.from({ length: 3000 }, (_, at) => (at * n) % 977).join(' ');
  const plain = (n: number) => ({ text: long(n), more: n });
  const inside = (n: number) =>
    as(Inside, { text: long(n), more: [as(Inside, { text: long(n + 1), more: 0 })] });
  const Deep = mapping({ key: t.string, value: Outer });
  const bytes = Deep.pack([
    ['k', { any: new Map([['m', inside(3)]]), list: [plain(5), plain(7)], views: [plain(9)] }],
  ]);
  const { url } = await serve(bytes);
  const deep = await openRemote(url, Deep);
  const record = (await deep.get('k'))!;
  deep.close();
  expect(record.toObject()).toEqual(Deep.fromBuffer(bytes).get('k')!.toObject());
});

describe('servers that misbehave', () => {
  test('that give more than they were asked for, or have no end', async () => {
    const { url, state } = await serve();
    const from = packed.length - 65_536;
    state.handle = (_, response) => {
      response.writeHead(206, { 'Content-Range': `bytes ${from}-${packed.length - 1}/${packed.length}` });
      const write = (): void => {
        if (!response.destroyed && response.write(Buffer.alloc(65_536))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
      return true;
    };
    await expect(remote(url, { retries: 0 })).rejects.toThrow(/gave more bytes where it said 65536/);
    state.handle = undefined;
    const cities = await remote(url, { retries: 0 });
    state.handle = (_, response) => {
      response
        .writeHead(206, { 'Content-Range': `bytes 0-${packed.length - 1}/${packed.length}` })
        .end(packed);
      return true;
    };
    await expect(cities.get(keyOf(1))).rejects.toThrow(/gave those from 0|was asked for/);
  });

  test('that know one range only are asked for several once', async () => {
    const { url, state } = await serve();
    state.handle = (request, response) => {
      if (!String(request.headers.range).includes(',')) return false;
      response.writeHead(416).end();
      return true;
    };
    const cities = await remote(url, { gap: 0 });
    const keys = Array.from({ length: 200 }, (_, index) => keyOf(index * 15));
    expect((await cities.getMany(keys)).map((record) => record!.name)).toEqual(
      keys.map((key) => local.get(key)!.name),
    );
    const several = state.requests.filter((range) => range.includes(','));
    expect(several.length).toBeGreaterThan(0);
    const before = state.requests.length;
    await cities.getMany(keys.map((key) => `${key}0`));
    expect(state.requests.slice(before).filter((range) => range.includes(','))).toEqual([]);
    expect(cities.stats.requests).toBe(state.requests.length);
  });

  test('without ranges', async () => {
    const { url, state } = await serve();
    state.handle = (_, response) => {
      response.writeHead(200, { 'Content-Length': packed.length }).end(packed);
      return true;
    };
    await expect(remote(url)).rejects.toThrow(/does not serve ranges/);
  });

  test.each([404, 403, 416])('with status %d', async (status) => {
    const { url, state } = await serve();
    state.handle = (_, response) => {
      response.writeHead(status).end('no');
      return true;
    };
    const error = await remote(url).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RemoteError);
    expect([error.status, error.message]).toEqual([status, expect.stringContaining(`${status}`)]);
    expect(state.requests.length).toBe(1);
  });

  test('with trouble that passes', async () => {
    const { url, state } = await serve();
    const troubles = [503, 429, 'hang up'];
    state.handle = (request, response) => {
      const trouble = troubles.shift();
      if (trouble === undefined) return false;
      if (typeof trouble === 'number') response.writeHead(trouble).end();
      else request.socket.destroy();
      return true;
    };
    const cities = await remote(url, { retries: 3 });
    expect((await cities.get(keyOf(1)))!.name).toBe('City 1');
  });

  test('with trouble that stays', async () => {
    const { url, state } = await serve();
    state.handle = (_, response) => {
      response.writeHead(500).end();
      return true;
    };
    await expect(remote(url, { retries: 1 })).rejects.toThrow(/500/);
    expect(state.requests.length).toBe(2);
  });

  test('that compress, give other parts, or say nothing of them', async () => {
    const { url, state } = await serve();
    const bad = async (headers: Record<string, string>, body = packed.slice(0, 100)) => {
      state.handle = (_, response) => {
        response.writeHead(206, headers).end(body);
        return true;
      };
      return (await remote(url, { retries: 0 }).catch((error) => error)).message as string;
    };
    expect(await bad({ 'Content-Encoding': 'br', 'Content-Range': `bytes 0-99/${packed.length}` })).toMatch(
      /compressed|cannot be reached|broke off/,
    );
    expect(await bad({})).toMatch(/does not say which part/);
    expect(await bad({ 'Content-Range': 'bytes nonsense' })).toMatch(/nonsense/);
    expect(await bad({ 'Content-Range': `bytes 0-99/${packed.length}` })).toMatch(/gave those from 0/);
    const from = packed.length - 65_536;
    expect(await bad({ 'Content-Range': `bytes ${from}-${packed.length - 1}/${packed.length}` })).toMatch(
      /gave 100 bytes where it said 65536/,
    );
  });

  test('that are slow: a read can be given up, and others go on', async () => {
    const { url, state } = await serve();
    const cities = await remote(url);
    state.latency = 50;
    const controller = new AbortController();
    const aborted = cities.get(keyOf(8), { signal: controller.signal });
    const other = cities.get(keyOf(8));
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    expect((await other)!.name).toBe('City 8');
  });

  test('that are not there', async () => {
    const server = await serveRanges(packed);
    await server.close();
    await expect(remote(server.url, { retries: 0 })).rejects.toThrow(/cannot be reached/);
  });
});

test('other files, damaged ones and wrong arguments', async () => {
  const text = await serve(new TextEncoder().encode('no file of ours '.repeat(100)));
  await expect(remote(text.url)).rejects.toThrow(CorruptBufferError);
  const { url } = await serve();
  await expect(openRemote(url, mapping({ key: t.uint32, value: City }))).rejects.toThrow(SchemaError);
  await expect(openRemote(url, array(City))).rejects.toThrow(SchemaError);
  await expect(openRemote(url, City as never)).rejects.toThrow(ArgumentError);
  await expect(openRemote('cities.sb', Cities)).rejects.toThrow(/no URL/);
  await expect(openRemote(5 as never, Cities)).rejects.toThrow(ArgumentError);
  await expect(openRemote(url, Cities, { concurrency: 0 })).rejects.toThrow(ArgumentError);
});

test('a length that is damaged does not fetch a file that has no end', async () => {
  const Texts = array(struct({ text: t.string }));
  const bytes = Texts.pack([{ text: randomBytes(30_000).toString('base64') }]);
  const size = 2 ** 40;
  let read = 0;
  // What Python would have written, with much foreign data behind, in which the text's length leads far.
  const source = {
    name: 'large',
    size,
    read: async (offset: number, length: number) => {
      read += length;
      const from = offset < 0 ? size + offset : offset;
      const part = new Uint8Array(length);
      part.set(bytes.subarray(Math.min(from, bytes.length), Math.min(from + length, bytes.length)));
      return { bytes: part };
    },
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = bytes.findIndex((_, index) => index > 56 && view.getUint16(index, true) === 0x7fff);
  view.setBigUint64(at + 2, 2n ** 39n, true);
  view.setBigUint64(0, BigInt(size), true);
  const records = await openRemote(source, Texts);
  await expect(records.at(0)).rejects.toThrow(/give a larger cacheBytes/);
  expect(read).toBeLessThan(2 ** 20);
});

test('damage is told or read as elsewhere, never a hang', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const bytes = packed.slice();
      bytes[at] = bytes[at]! ^ flip;
      const attempt = async () => {
        const cities = await openRemote(new Blob([bytes as Uint8Array<ArrayBuffer>]), Cities);
        const records = await cities.getMany([keyOf(0), keyOf(1500), 'none']);
        return records.map((record) => record?.toObject());
      };
      const far: unknown = await attempt().catch((error) => error);
      if (!Array.isArray(far)) expect(far).toBeInstanceOf(SharedBuffersError);
    }),
    { numRuns: 60 },
  );
});
