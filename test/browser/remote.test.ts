/** A page that looks keys up in a file of a gigabyte on a server. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, launch } from './chromium.js';
import { type FileServer, serveFiles } from './file-server.js';

const COUNT = 100_000;
const PICTURE_BYTES = 10_400;
const City = struct({ name: t.string, population: t.uint32, picture: t.buffer });
const keyOf = (index: number): string => `city/${index}`;

function* rows() {
  const picture = new Uint8Array(PICTURE_BYTES);
  const view = new DataView(picture.buffer);
  for (let index = 0; index < COUNT; index += 1) {
    view.setUint32(0, index);
    yield [keyOf(index), { name: `Città ${index}`, population: index * 3, picture }] as const;
  }
}

/** What the page runs; `window.look` gives what it found. */
const PROGRAM = `
import { openRemote } from 'sharedbuffers/remote';
globalThis.look = async (url, keys) => {
  const cities = await openRemote(url, undefined, { retries: 0 });
  const records = await cities.getMany(keys);
  const found = records.map((record) =>
    record && [record.name, record.population, record.picture.length, new DataView(record.picture.buffer, record.picture.byteOffset).getUint32(0)]);
  return { size: cities.size, found, has: await cities.has(keys[0]), stats: cities.stats };
};
`;

/** Its files by their names: what `program.js` loads at once, and when a file asks for it. */
async function bundled(): Promise<[name: string, code: string][]> {
  const bundle = await rolldown({
    input: 'program',
    external: 'temporal-polyfill',
    platform: 'browser',
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id) =>
          id === 'program'
            ? '\0program'
            : id === 'sharedbuffers/remote'
              ? fileURLToPath(new URL('../../src/remote.ts', import.meta.url))
              : undefined,
        load: (id) => (id === '\0program' ? PROGRAM : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', entryFileNames: 'program.js' });
  await bundle.close();
  return output.map((chunk) => [chunk.fileName, 'code' in chunk ? chunk.code : '']);
}

if (!available) console.log('test/browser is skipped: there is no Chromium (apt-get install chromium)');

describe.skipIf(!available)('a page in Chromium', () => {
  let folder: string;
  let file: string;
  let servers: FileServer[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-browser-'));
    file = join(folder, 'cities.sb');
    await buildMapping(file, mapping({ key: t.string, value: City }), rows());
    const allowed = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Range' };
    servers = [
      await serveFiles({
        '/': { type: 'text/html', text: '<!doctype html><script type="module" src="/program.js"></script>' },
        ...Object.fromEntries(
          (await bundled()).map(([name, text]) => [`/${name}`, { type: 'text/javascript', text }]),
        ),
        '/cities.sb': { file },
      }),
      await serveFiles({
        '/closed.sb': { file },
        '/silent.sb': { file, headers: allowed },
        '/open.sb': {
          file,
          headers: { ...allowed, 'Access-Control-Expose-Headers': 'Content-Range, ETag' },
        },
      }),
    ];
    browser = await launch();
    page = await browser.newPage();
    await page.goto(servers[0]!.origin);
    await page.waitForFunction('globalThis.look !== undefined');
  });

  afterAll(async () => {
    await browser?.close();
    for (const server of servers) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const look = (url: string, keys: readonly string[]) =>
    page.evaluate(`look(${JSON.stringify(url)}, ${JSON.stringify(keys)})`) as Promise<Looked>;
  interface Looked {
    readonly size: number;
    readonly found: unknown[];
    readonly has: boolean;
    readonly stats: { readonly bytes: number; readonly requests: number };
  }

  test('finds keys in a gigabyte and transfers less than 200 kB', async () => {
    expect(statSync(file).size).toBeGreaterThan(10 ** 9);
    const indexes = [0, 77_777, COUNT - 1];
    const { size, found, has, stats } = await look('/cities.sb', [...indexes.map(keyOf), 'none']);
    expect([size, has]).toEqual([COUNT, true]);
    expect(found).toEqual([
      ...indexes.map((index) => [`Città ${index}`, index * 3, PICTURE_BYTES, index]),
      undefined,
    ]);
    const { bytes, requests } = servers[0]!.sent;
    expect([stats.bytes, stats.requests]).toEqual([bytes, requests.length]);
    expect(bytes).toBeLessThan(200_000);
  });

  test('reads from another site that allows it, and says what one lacks that does not', async () => {
    const elsewhere = servers[1]!.origin;
    expect((await look(`${elsewhere}/open.sb`, [keyOf(5)])).found).toEqual([
      ['Città 5', 15, PICTURE_BYTES, 5],
    ]);
    await expect(look(`${elsewhere}/closed.sb`, ['a'])).rejects.toThrow(/Access-Control-Allow-Origin/);
    await expect(look(`${elsewhere}/silent.sb`, ['a'])).rejects.toThrow(/Access-Control-Expose-Headers/);
  });
});
