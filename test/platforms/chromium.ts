/** The checks in a page of Chromium, under a content security policy that allows scripts of the page's own site only. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rolldown } from 'rolldown';
import { available, launch } from '../browser/chromium.js';
import { type Served, serveFiles } from '../browser/file-server.js';
import type { Results } from './suite/results.js';

/** After so long a page is given up. */
const LIMIT_MS = 300_000;

/** The page and its worker as scripts, by their paths. */
async function bundled(application: string): Promise<{ [path: string]: Served }> {
  const suite = join(application, 'suite');
  const bundle = await rolldown({
    input: { page: join(suite, 'page.js'), worker: join(suite, 'page-worker.js') },
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', chunkFileNames: '[name].js' });
  await bundle.close();
  return Object.fromEntries(
    output.flatMap((file) =>
      file.type === 'chunk' ? [[`/${file.fileName}`, { type: 'text/javascript', text: file.code }]] : [],
    ),
  );
}

/**
 * @param application Where the library and the checks are installed.
 * @param folder An empty folder for files.
 * @param timed Records of the look-ups that are timed.
 */
export async function runPage(application: string, folder: string, timed: number): Promise<Results> {
  if (!available) throw new Error('there is no Chromium: apt-get install chromium, or name it in CHROMIUM');
  const { buildRemote, damage } = await import(join(application, 'suite/remote.js'));
  const [file, damaged] = [join(folder, 'cities.sb'), join(folder, 'damaged.sb')];
  await buildRemote(file);
  writeFileSync(damaged, damage(readFileSync(file)));
  const start = `/?timed=${timed}`;
  const server = await serveFiles({
    [start]: { type: 'text/html', text: '<!doctype html><script type="module" src="/page.js"></script>' },
    ...(await bundled(application)),
    '/cities.sb': { file },
    '/damaged.sb': { file: damaged },
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const printed = new Promise<string>((resolve, reject) => {
      page.on('pageerror', reject);
      page.on('console', (message) => {
        if (message.type() === 'info') resolve(message.text());
        else if (message.type() === 'warning') reject(new Error(`the page printed ${message.text()}`));
      });
    });
    await page.goto(`${server.origin}${start}`);
    const late = sleep(LIMIT_MS, '', { ref: false });
    const text = await Promise.race([printed, late]);
    if (text === '') throw new Error('the page gave no results');
    const results: Results = JSON.parse(text);
    return { ...results, runtime: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
    await server.close();
  }
}
