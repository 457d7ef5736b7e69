/** The built site in Chromium, as a web server would give it: `npm run docs -- --check`. */
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, launch } from '../browser/chromium.js';

const dist = fileURLToPath(new URL('../../site/dist/', import.meta.url));
const isBuilt = existsSync(`${dist}index.html`);
/** The path that the site is made for. */
const BASE = process.env.DOCS_BASE ?? '/';
/** Where pictures of pages go, for people to look at; nowhere by default. */
const PICTURES = process.env.SITE_SCREENSHOTS;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
type Scheme = 'light' | 'dark';

let server: Server;
let browser: Browser;
/** A browser's memory for each, so that what pages share is loaded once. */
let contexts: Readonly<Record<Scheme, BrowserContext>>;
/** Where the site begins, without a slash at its end. */
let origin: string;

if (!available) console.log('test/site: there is no Chromium, so the site is not opened');
else if (!isBuilt) console.log('test/site: the site is not built: npm run docs');

describe.skipIf(!available || !isBuilt)('the site', { concurrent: true }, () => {
  beforeAll(async () => {
    server = createServer(({ url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://site');
      const file = decodeURIComponent(pathname).replace(/\/$/, '/index.html');
      const path = join(dist, file.slice(BASE.length - 1));
      if (!existsSync(path)) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
      createReadStream(path).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}${BASE.slice(0, -1)}`;
    browser = await launch();
    const context = (colorScheme: Scheme) =>
      browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
    contexts = { light: await context('light'), dark: await context('dark') };
  });

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  /** Opens a page, does something on it, and expects no error and no failed request. */
  async function on(path: string, scheme: Scheme, act: (page: Page) => Promise<void>): Promise<void> {
    const page = await contexts[scheme].newPage();
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // What a page has asked for and does not wait for, as it is left.
      if (why !== 'net::ERR_ABORTED') wrong.push(`${why}: ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
      if (!response.url().startsWith(origin)) wrong.push(`elsewhere: ${response.url()}`);
    });
    try {
      await page.goto(origin + path, { waitUntil: 'networkidle' });
      await act(page);
      expect(wrong).toEqual([]);
    } finally {
      await page.close();
    }
  }

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    test.each([
      ['/', 'sharedbuffers'],
      ['/guide.html', 'Guide'],
      ['/getting-data-in.html', 'Getting data in'],
      ['/remote.html', 'Remote files'],
      ['/datasets.html', 'Data sets'],
      ['/format.html', 'The format'],
      ['/decisions/', 'Decisions'],
      ['/benchmarks.html', 'Benchmarks'],
      ['/api/', 'API reference'],
      ['/api/sharedbuffers/node/functions/openMapping.html', 'openMapping()'],
      ['/api/sharedbuffers/namespaces/t/', 't'],
      ['/changelog.html', 'Changelog'],
    ])('%s is shown', async (path, heading) => {
      await on(path, scheme, async (page) => {
        await expect(page.title()).resolves.toContain('sharedbuffers');
        await expect(page.locator('h1').first().textContent()).resolves.toContain(heading);
        const isDark = await page.locator('html').evaluate((element) => element.classList.contains('dark'));
        expect(isDark).toBe(scheme === 'dark');
        if (PICTURES === undefined) return;
        mkdirSync(PICTURES, { recursive: true });
        const name = `${path.slice(1).replaceAll(/[/.]/g, '-') || 'home'}-${scheme}.png`;
        await page.screenshot({ path: join(PICTURES, name) });
      });
    });
  });

  test.each(['/', '/guide.html', '/api/sharedbuffers/interfaces/Mapping.html'])(
    '%s fits a telephone',
    async (path) => {
      await on(path, 'light', async (page) => {
        await page.setViewportSize({ width: 390, height: 800 });
        const width = await page.locator('html').evaluate((element) => element.scrollWidth);
        expect(width).toBeLessThanOrEqual(390);
      });
    },
  );

  test('text in angle brackets is shown, and comments of documents are not', async () => {
    await on('/guide.html', 'light', async (page) => {
      await expect(page.locator('.vp-doc').textContent()).resolves.toContain('Infer<typeof City>');
    });
    await on('/', 'light', async (page) => {
      await expect(page.locator('.vp-doc').textContent()).resolves.not.toContain('bench:top');
    });
  });

  test('links lead to pages, and to places in them', async () => {
    await on('/', 'light', async (page) => {
      await page.locator('.vp-doc a', { hasText: 'Getting data in' }).first().click();
      await page.waitForURL('**/getting-data-in.html');
      await page.goto(`${origin}/`, { waitUntil: 'networkidle' });
      await page.locator('.vp-doc a', { hasText: 'Secondary indexes' }).first().click();
      await page.waitForURL('**/guide.html#secondary-indexes');
      await page.locator('#secondary-indexes').waitFor();
    });
  });

  test('the reference leads from an entry point to a call, and on to what it gives', async () => {
    await on('/api/', 'light', async (page) => {
      await page.locator('.vp-doc a', { hasText: 'sharedbuffers/node' }).click();
      await page.waitForURL('**/api/sharedbuffers/node/');
      await page.locator('.vp-doc a', { hasText: 'openMapping' }).first().click();
      await page.waitForURL('**/openMapping.html');
      await page.locator('.vp-doc').getByRole('link', { name: 'Mapping', exact: true }).first().click();
      await page.waitForURL('**/interfaces/Mapping.html');
      await page.locator('h3', { hasText: 'getMany' }).waitFor();
    });
  });

  test('the search finds a call', async () => {
    await on('/', 'light', async (page) => {
      await page.locator('.VPNavBarSearch button').click();
      await page.locator('.VPLocalSearchBox input').fill('openRemoteDataset');
      await page.locator('.VPLocalSearchBox .result', { hasText: 'openRemoteDataset' }).first().click();
      await page.waitForURL(/openRemoteDataset|remote|datasets/);
    });
  });
});
