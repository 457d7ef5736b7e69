/** `serve`: look-ups over HTTP, the file by ranges, and a file that is replaced meanwhile. */
import { renameSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { array, mapping, struct, t } from 'sharedbuffers';
import { buildArray, buildMapping } from 'sharedbuffers/node';
import { openRemote } from 'sharedbuffers/remote';
import { afterEach, describe, expect, test } from 'vitest';
import { cli, Folder, output, type Result } from './harness.js';

const City = struct({ name: t.string, population: t.uint32.optional() });
const Cities = mapping({ key: t.string, value: City });
const ROWS: readonly [string, { name: string; population?: number }][] = [
  ['AR-ROS', { name: 'Rosario', population: 1_276_000 }],
  ['a/b c%', { name: 'Öd "quoted"\n' }],
  ['..', { name: 'dots' }],
  ['', { name: 'empty' }],
];
const folder = new Folder();

interface Served {
  readonly url: string;
  end(): Promise<Result>;
}
const running: Served[] = [];
afterEach(async () => {
  for (const served of running.splice(0)) await served.end();
});

async function serve(...args: string[]): Promise<Served> {
  const stop = new AbortController();
  let told: (url: string) => void;
  const address = new Promise<string>((resolve) => {
    told = resolve;
  });
  const result = cli(['serve', ...args], { signal: stop.signal, onOutput: (text) => told(text.trim()) });
  const failed = result.then(({ stderr }) => Promise.reject(new Error(stderr)));
  failed.catch(() => {});
  const served = {
    url: await Promise.race([address, failed]),
    end: () => {
      stop.abort();
      return result;
    },
  };
  running.push(served);
  return served;
}

async function cities(name: string, rows: typeof ROWS = ROWS): Promise<string> {
  const path = folder.path(name);
  await buildMapping(path, Cities, rows);
  return path;
}

const json = async (url: string, init?: RequestInit): Promise<[status: number, body: unknown]> => {
  const response = await fetch(url, init);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return [response.status, await response.json()];
};
const post = (url: string, body: unknown) =>
  json(`${url}get`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

/** A request as no browser sends it. */
function raw(url: string, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, headers, method }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('look-ups', () => {
  test('of one key, as get prints it', async () => {
    const path = await cities('one.sb');
    const { url } = await serve(path);
    expect(await json(`${url}get/AR-ROS`)).toEqual([
      200,
      { $key: 'AR-ROS', name: 'Rosario', population: 1276000 },
    ]);
    expect((await json(`${url}get/${encodeURIComponent('a/b c%')}`))[1]).toMatchObject({
      name: 'Öd "quoted"\n',
    });
    expect((await json(`${url}get/`))[1]).toMatchObject({ name: 'empty' });
    expect(JSON.parse((await raw(url, '/get/..')).text)).toMatchObject({ name: 'dots' });
    expect(await json(`${url}get/none`)).toEqual([
      404,
      { error: { code: 'NOT_FOUND', message: 'there is no key "none"' } },
    ]);
    expect((await json(`${url}get/%E0%A4`))[0]).toBe(400);
    for (const [key] of ROWS.slice(0, 2)) {
      const printed = await output(['get', path, key, '--json']);
      expect((await json(`${url}get/${encodeURIComponent(key)}`))[1]).toEqual(JSON.parse(printed));
    }
  });

  test('of many, in their order', async () => {
    const { url } = await serve(await cities('many.sb'));
    const rosario = { $key: 'AR-ROS', name: 'Rosario', population: 1_276_000 };
    expect(await post(url, ['AR-ROS', 'none', 'AR-ROS'])).toEqual([200, [rosario, null, rosario]]);
    expect(await post(url, { keys: ['AR-ROS'] })).toEqual([200, [rosario]]);
    expect(await post(url, [])).toEqual([200, []]);
    const wrong: [body: unknown, status: number, message: RegExp][] = [
      ['{', 400, /is no JSON/],
      [{}, 400, /array of keys/],
      ['null', 400, /array of keys/],
      [['AR-ROS', 5], 400, /the key at \[1\]: the key 5 is not a string/],
      [new Array(10_001).fill('a'), 413, /10000 keys at most, not 10001/],
      [' '.repeat(2 ** 20 + 1), 413, /1048576 bytes at most/],
      [' '.repeat(20_000_000), 413, /1048576 bytes at most/],
    ];
    for (const [body, status, message] of wrong) {
      const answer = await post(url, body);
      expect(answer).toEqual([
        status,
        { error: { code: expect.any(String), message: expect.stringMatching(message) } },
      ]);
    }
  });

  test('of integers, and of keys with several records', async () => {
    const path = folder.path('multi.sb');
    const rows: [number, { name: string }][] = [
      [7, { name: 'a' }],
      [7, { name: 'b' }],
      [8, { name: 'c' }],
    ];
    await buildMapping(path, mapping({ key: t.uint64, value: City, multi: true }), rows);
    const { url } = await serve(path);
    const both = [
      { $key: 7, name: 'a' },
      { $key: 7, name: 'b' },
    ];
    expect(await json(`${url}get/7`)).toEqual([200, both]);
    expect(await post(url, [8, '7', 9])).toEqual([200, [[{ $key: 8, name: 'c' }], both, null]]);
    expect((await json(`${url}get/x`))[0]).toBe(400);
  });

  test('of an array are refused, and its bytes are there', async () => {
    const path = folder.path('array.sb');
    await buildArray(path, City, [{ name: 'a' }]);
    const { url } = await serve(path);
    expect(await json(`${url}get/0`)).toMatchObject([
      404,
      { error: { message: expect.stringMatching(/no keys/) } },
    ]);
    using remote = await openRemote(`${url}file`, array(City));
    expect((await remote.at(0))?.name).toBe('a');
  });

  test('of a damaged record are errors, and others go on', async () => {
    const path = await cities('damaged.sb');
    const bytes = Buffer.from(await (await fetch(`${(await serve(path)).url}file`)).arrayBuffer());
    const at = bytes.indexOf('Rosario');
    bytes.writeUInt16LE(0xfff0, at - 2);
    const { url } = await serve(folder.write('broken.sb', bytes));
    const [status, body] = await json(`${url}get/AR-ROS`);
    expect([status, JSON.stringify(body)]).toEqual([expect.any(Number), expect.stringMatching(/error/)]);
    expect((await json(`${url}get/`))[1]).toMatchObject({ name: 'empty' });
  });
});

describe('the file', () => {
  test('is described as by stat', async () => {
    const path = await cities('stat.sb');
    const { url } = await serve(path);
    const printed = JSON.parse(await output(['stat', path, '--json']));
    expect(await json(`${url}stat`)).toEqual([200, { ...printed, file: 'stat.sb' }]);
  });

  test('comes whole and by ranges, under a strong tag', async () => {
    const path = await cities('ranges.sb');
    const { url } = await serve(path);
    const whole = await fetch(`${url}file`);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const etag = whole.headers.get('etag')!;
    expect([whole.status, etag]).toEqual([200, expect.stringMatching(/^"[0-9a-f]{32}"$/)]);
    const size = bytes.length;
    const ranged = async (range: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}file`, { headers: { Range: range, ...headers } });
      return [
        response.status,
        response.headers.get('content-range'),
        Buffer.from(await response.arrayBuffer()),
      ];
    };
    expect(await ranged('bytes=2-5')).toEqual([206, `bytes 2-5/${size}`, bytes.subarray(2, 6)]);
    expect(await ranged('bytes=-8')).toEqual([
      206,
      `bytes ${size - 8}-${size - 1}/${size}`,
      bytes.subarray(-8),
    ]);
    expect(await ranged(`bytes=${size - 3}-999999999`)).toEqual([
      206,
      `bytes ${size - 3}-${size - 1}/${size}`,
      bytes.subarray(-3),
    ]);
    expect((await ranged(`bytes=${size}-`)).slice(0, 2)).toEqual([416, `bytes */${size}`]);
    expect((await ranged('bytes=-0')).slice(0, 2)).toEqual([416, `bytes */${size}`]);
    expect((await ranged('bytes=99999999999999999999-')).slice(0, 2)).toEqual([416, `bytes */${size}`]);
    for (const whole of ['bytes=5-2', 'bytes=a-b', 'lines=1-2', 'bytes=-', 'bytes=0-,0-']) {
      expect(await ranged(whole)).toEqual([200, null, bytes]);
    }
    expect((await ranged('bytes=0-0', { 'If-Range': etag }))[0]).toBe(206);
    expect((await ranged('bytes=0-0', { 'If-Range': '"other"' }))[0]).toBe(200);
    const head = await fetch(`${url}file`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size)]);
    for (const path of ['file', 'stat', 'get/AR-ROS']) {
      const known = await fetch(`${url}${path}`, { headers: { 'If-None-Match': `"x", ${etag}` } });
      expect([known.status, await known.text()]).toEqual([304, '']);
    }
  });

  test('of many pieces comes whole, and clients that leave are let go', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    const rows = Array.from({ length: 20_000 }, (_, i): [string, { name: string }] => [
      `k${i}`,
      { name: `${i}`.repeat(100) },
    ]);
    const { url } = await serve(await cities('large.sb', rows));
    const first = await fetch(`${url}file`);
    const size = Number(first.headers.get('content-length'));
    expect(size).toBeGreaterThan(8 * 2 ** 20);
    await first.body!.cancel();
    const bytes = Buffer.from(await (await fetch(`${url}file`)).arrayBuffer());
    expect(bytes.length).toBe(size);
    const parts = await fetch(`${url}file`, { headers: { Range: `bytes=0-99,5000000-6999999` } });
    const text = Buffer.from(await parts.arrayBuffer());
    expect(text.includes(bytes.subarray(5_000_000, 7_000_000))).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warnings).toEqual([]);
    expect((await json(`${url}get/k7`))[1]).toMatchObject({ $key: 'k7' });
  });

  test('is read from afar', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i): [string, { name: string }] => [
      `k${i}`,
      { name: `n${i}` },
    ]);
    const { url } = await serve(await cities('far.sb', rows));
    using remote = await openRemote(`${url}file`, Cities);
    expect((await remote.get('k777'))?.name).toBe('n777');
    const keys = Array.from({ length: 200 }, (_, i) => `k${i * 97}`);
    const found = await remote.getMany(keys);
    expect(found.map((record) => record?.name)).toEqual(keys.map((key) => key.replace('k', 'n')));
  });

  test('is followed when it is replaced, and stays with --no-live', async () => {
    const path = await cities('live.sb');
    const live = await serve(path);
    const fixed = await serve(path, '--no-live');
    const tag = (await fetch(`${live.url}stat`)).headers.get('etag');
    renameSync(await cities('next.sb', [['AR-ROS', { name: 'Rosario II' }]]), path);
    const name = async (url: string) => ((await json(`${url}get/AR-ROS`))[1] as { name: string }).name;
    for (let i = 0; i < 500 && (await name(live.url)) === 'Rosario'; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect([await name(live.url), await name(fixed.url)]).toEqual(['Rosario II', 'Rosario']);
    expect((await fetch(`${live.url}stat`)).headers.get('etag')).not.toBe(tag);
    writeFileSync(folder.path('bad.sb'), 'nothing of the kind');
    renameSync(folder.path('bad.sb'), path);
    expect(await name(live.url)).toBe('Rosario II');
    expect((await live.end()).stderr).toMatch(/live\.sb: version 2, build [0-9a-f]{32}/);
  });
});

describe('who is answered', () => {
  test('other methods, places and hosts are refused', async () => {
    const { url } = await serve(await cities('hosts.sb'));
    expect((await json(`${url}file`, { method: 'PUT', body: 'x' }))[0]).toBe(405);
    expect((await json(`${url}get/AR-ROS`, { method: 'DELETE' }))[0]).toBe(405);
    expect((await json(`${url}get`))[0]).toBe(404);
    expect((await json(url))[0]).toBe(404);
    expect((await raw(url, '/../../etc/passwd')).status).toBe(404);
    expect((await raw(url, '/stat', { Host: 'evil.example' })).status).toBe(403);
    expect((await raw(url, '/stat', { Host: `localhost:${new URL(url).port}` })).status).toBe(200);
    expect((await fetch(`${url}stat`)).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('pages of other origins where that is asked for', async () => {
    const { url } = await serve(await cities('cors.sb'), '--cors', 'https://example.org');
    const asked = await fetch(`${url}file`, { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([
      204,
      expect.stringMatching(/Range/),
    ]);
    const { headers } = await fetch(`${url}get/none`);
    expect(headers.get('access-control-allow-origin')).toBe('https://example.org');
    expect(headers.get('access-control-expose-headers')).toMatch(/ETag/);
  });

  test('ends with success on a signal; says what is wrong before it begins', async () => {
    const path = await cities('ends.sb');
    const served = await serve(path);
    const { port } = new URL(served.url);
    const taken = await cli(['serve', path, '--port', port]);
    expect([taken.code, taken.stderr]).toEqual([
      2,
      expect.stringMatching(/cannot listen at 127\.0\.0\.1, port/),
    ]);
    expect((await served.end()).code).toBe(0);
    await expect(fetch(served.url)).rejects.toThrow();
    expect((await cli(['serve', folder.path('missing.sb')])).code).toBe(1);
    expect((await cli(['serve', path, '--port', '70000'])).code).toBe(2);
    expect((await cli(['serve', folder.write('text.txt', 'x'.repeat(100))])).code).toBe(1);
  });
});
