/** Files that are replaced while they are read, and reads that are given up. */
import { array, idMapper, mapping, SchemaError, struct, t } from 'sharedbuffers';
import { ChangedError, openRemote } from 'sharedbuffers/remote';
import { afterEach, describe, expect, test } from 'vitest';
import { type RangeServer, serveRanges } from '../../test/range-server.js';

const City = struct({ name: t.string, version: t.uint32 });
const Cities = mapping({ key: t.string, value: City });
const COUNT = 20_000;
const keyOf = (index: number): string => `key/${index}`;
const build = (version: number, count = COUNT): Uint8Array =>
  Cities.pack(
    Array.from({ length: count }, (_, index) => [keyOf(index), { name: `City ${index}`, version }] as const),
    { columns: ['version'] },
  );
const first = build(1);
const second = build(2, COUNT + 5);

const closing: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0)) await each.close();
});

async function serve(bytes: Uint8Array): Promise<RangeServer> {
  const server = await serveRanges(bytes);
  server.state.etag = '"first"';
  closing.push(server);
  return server;
}

async function open(server: RangeServer, options = {}) {
  const cities = await openRemote(server.url, Cities, { retries: 0, ...options });
  closing.push(cities);
  return cities;
}

function replace({ state }: RangeServer, bytes: Uint8Array): void {
  state.bytes = bytes;
  state.etag = `"${String(Math.random())}"`;
}

describe('a file that is replaced', () => {
  test.each(['with its ETag', 'by another length alone'])('is opened anew: told %s', async (how) => {
    const server = await serve(first);
    if (how !== 'with its ETag') server.state.etag = 'W/"weak"';
    const cities = await open(server);
    expect((await cities.get(keyOf(1)))!.version).toBe(1);
    const { buildId } = cities;
    if (how === 'with its ETag') replace(server, second);
    else server.state.bytes = second;
    expect((await cities.get(keyOf(7)))!.version).toBe(2);
    expect([cities.size, cities.array.length]).toEqual([COUNT + 5, COUNT + 5]);
    expect(cities.buildId).not.toBe(buildId);
    expect((await cities.get(keyOf(1)))!.version).toBe(2);
    expect((await cities.array.at(-1))!.name).toBe(`City ${COUNT + 4}`);
    expect(cities.stats.requests).toBe(server.state.requests.length);
  });

  test('is opened once by all who read it at the time, whatever they read', async () => {
    const server = await serve(first);
    const cities = await open(server);
    replace(server, second);
    const [got, many, has, all, at, part, column] = await Promise.all([
      cities.get(keyOf(3)),
      cities.getMany([keyOf(500), 'none', keyOf(9000)]),
      cities.has(keyOf(COUNT + 1)),
      cities.getAll(keyOf(11_000)),
      cities.array.at(12_000),
      cities.array.slice(13_000, 13_002),
      cities.array.column('version'),
    ]);
    const records = [got, many[0], many[2], all[0], at, ...part];
    expect(records.map((record) => record!.version)).toEqual(records.map(() => 2));
    expect([has, column]).toEqual([true, new Uint32Array(COUNT + 5).fill(2)]);
    expect(server.state.requests.filter((range) => range === 'bytes=-65536').length).toBe(2);
  });

  test('of the same length without an ETag is told by its build, where a block does not hold', async () => {
    const server = await serve(first);
    server.state.etag = undefined;
    const cities = await open(server, { verifyBlocks: true });
    server.state.bytes = build(4);
    expect(server.state.bytes.length).toBe(first.length);
    expect((await cities.get(keyOf(9_999)))!.version).toBe(4);
    expect(cities.stats.requests).toBe(server.state.requests.length);
  });

  test('while it is gone through: another file is not gone on with', async () => {
    const server = await serve(first);
    const cities = await open(server);
    const seen: number[] = [];
    const walk = async () => {
      for await (const record of cities.array) {
        if (seen.length === 0) replace(server, second);
        seen.push(record.version);
      }
    };
    await expect(walk()).rejects.toThrow(ChangedError);
    expect(new Set(seen)).toEqual(new Set([1]));
    const versions = new Set<number>();
    for await (const [, { version }] of cities) versions.add(version);
    expect(versions).toEqual(new Set([2]));
  });

  test('again and again is an error', async () => {
    const server = await serve(first);
    const cities = await open(server);
    let answers = 0;
    server.state.handle = () => {
      answers += 1;
      server.state.etag = `"${answers}"`;
      return false;
    };
    await expect(cities.get(keyOf(5))).rejects.toThrow(ChangedError);
    expect(answers).toBeLessThan(8);
    server.state.handle = undefined;
    expect((await cities.get(keyOf(5)))!.version).toBe(1);
  });

  test.each(['416', '200'])('by a much shorter one, of which servers say %s', async (status) => {
    const server = await serve(first);
    const cities = await open(server);
    const short = build(3, 10);
    replace(server, short);
    server.state.etag = undefined;
    server.state.handle = (request, response) => {
      if (status === '416' || Number(request.headers.range!.slice(6).split('-')[0]) < short.length)
        return false;
      response.writeHead(200, { 'Content-Length': short.length }).end(short);
      return true;
    };
    expect((await cities.get(keyOf(3)))!.version).toBe(3);
  });

  test('by one of another schema says what differs', async () => {
    const server = await serve(first);
    const cities = await open(server);
    const Others = mapping({ key: t.string, value: struct({ name: t.uint32, version: t.uint32 }) });
    replace(server, Others.pack([['a', { name: 1, version: 1 }]]));
    await expect(cities.get(keyOf(1))).rejects.toThrow(SchemaError);
    replace(server, second);
    expect((await cities.get(keyOf(1)))!.version).toBe(2);
  });

  test('while it is opened is opened again', async () => {
    const records = Array.from({ length: 3000 }, (_, index) => ({ name: `${index}`, version: 1 }));
    // Longer than the first request, so that opening takes several.
    const Large = array(City);
    const server = await serve(Large.pack(records));
    server.state.handle = () => {
      if (server.state.requests.length <= 2) server.state.etag = `"${server.state.requests.length}"`;
      return false;
    };
    const opened = await openRemote(server.url, Large, { retries: 0 });
    closing.push(opened);
    expect((await opened.at(2999))!.name).toBe('2999');
  });

  test('is noticed by id mappers, too', async () => {
    const Ids = idMapper({ key: t.string });
    const entries = (by: number) =>
      Array.from({ length: 9000 }, (_, index) => [keyOf(index), index * by] as const);
    const server = await serve(Ids.pack(entries(1)));
    const ids = await openRemote(server.url, Ids, { retries: 0 });
    closing.push(ids);
    replace(server, Ids.pack([...entries(2), ['last', 1]]));
    expect([await ids.get(keyOf(70)), ids.size]).toEqual([140, 9001]);
  });
});

describe('a read that is given up', () => {
  /** A server whose answers wait until they are let go, and that counts requests that were broken off. */
  async function held() {
    const server = await serve(first);
    const cities = await open(server);
    const counts = { asked: 0, broken: 0 };
    const waiting: (() => void)[] = [];
    let asked = () => {};
    const first_ = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let broken = () => {};
    const gone = new Promise<void>((resolve) => {
      broken = resolve;
    });
    server.state.handle = (request, response) => {
      counts.asked += 1;
      asked();
      response.once('close', () => {
        if (response.writableFinished) return;
        counts.broken += 1;
        broken();
      });
      waiting.push(() => {
        server.state.handle = undefined;
        server.answer(request, response);
      });
      return true;
    };
    const letGo = () => {
      for (const each of waiting.splice(0)) each();
    };
    return { cities, counts, asked: first_, gone, letGo };
  }

  test('ends its requests where nobody else waits for them', async () => {
    const { cities, counts, asked, gone } = await held();
    const controller = new AbortController();
    const read = cities.get(keyOf(9), { signal: controller.signal });
    await asked;
    controller.abort(new Error('enough'));
    await expect(read).rejects.toThrow('enough');
    await gone;
    expect(counts.broken).toBe(1);
  });

  test('leaves those that others wait for', async () => {
    const { cities, counts, asked, letGo } = await held();
    const controller = new AbortController();
    const given = cities.get(keyOf(9), { signal: controller.signal });
    const kept = cities.get(keyOf(9));
    await asked;
    controller.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    letGo();
    expect((await kept)!.name).toBe('City 9');
    expect(counts).toEqual({ asked: 1, broken: 0 });
  });

  test('does not disturb who asks for the same a moment later', async () => {
    const server = await serve(first);
    const cities = await open(server);
    for (let index = 0; index < 20; index += 1) {
      const controller = new AbortController();
      const given = cities.get(keyOf(index * 900), { signal: controller.signal });
      await Promise.resolve();
      controller.abort(new Error('enough'));
      const kept = cities.get(keyOf(index * 900));
      await expect(given).rejects.toThrow('enough');
      expect((await kept)!.name).toBe(`City ${index * 900}`);
    }
  });

  test.each(['keys', 'entries', 'values'] as const)('holds for %s', async (what) => {
    const server = await serve(first);
    const cities = await open(server);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(cities[what]({ signal }).next()).rejects.toThrow('enough');
    await expect(cities.prefetchIndex({ signal })).rejects.toThrow('enough');
    await expect(cities.array.column('version', { signal })).rejects.toThrow('enough');
  });
});

test('each request has a signal of its own, on which what listens stays no longer than it', async () => {
  const server = await serve(first);
  const signals = new Set<unknown>();
  const fetching = (url: string, init: RequestInit) => {
    signals.add(init.signal);
    return fetch(url, init);
  };
  const cities = await open(server, { gap: 0, fetch: fetching });
  await cities.getMany(Array.from({ length: 100 }, (_, index) => keyOf(index * 199)));
  expect(server.state.requests.length).toBeGreaterThan(100);
  expect(signals.size).toBe(server.state.requests.length);
});
