/** Files under the inspector's own server, in Chromium. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { inspectorPage } from '../../scripts/inspector-page.js';
import { inspect } from '../../src/cli/commands/inspect.js';
import { available, launch } from '../browser/chromium.js';

if (!available) console.log('test/inspector is skipped: there is no Chromium (apt-get install chromium)');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let built: Promise<string> | undefined;

/** The page, made once a test file. */
export function pageText(): Promise<string> {
  built ??= inspectorPage();
  return built;
}

export class Inspecting {
  readonly #browser: Browser;
  readonly #ends: (() => Promise<unknown>)[] = [];
  /** What pages have complained of since. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<Inspecting> {
    return new Inspecting(await launch());
  }

  /** The address of a file, or whatever else the command takes. */
  async serve(input: string): Promise<string> {
    const stop = new AbortController();
    const page = await pageText();
    let ended: Promise<void> = Promise.resolve();
    const address = await new Promise<string>((resolve, reject) => {
      const write = (text: string | Uint8Array, done?: () => void) => {
        resolve(String(text).trim());
        done?.();
      };
      const out = { write };
      const io = {
        stdin: (async function* () {})(),
        stdout: out,
        stderr: out,
        signal: stop.signal,
        color: false,
      };
      ended = inspect(input, { open: false, page }, io);
      ended.catch(reject);
    });
    this.#ends.push(() => {
      stop.abort();
      return ended;
    });
    return address;
  }

  /** A page at an address, once it shows a view. */
  async open(address: string, hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.blank(address + hash, options);
    await page.waitForSelector('main h2');
    return page;
  }

  /** A page at an address. */
  async blank(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    this.#ends.push(() => context.close());
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.goto(address);
    return page;
  }

  /** The page as a file of its own, in a folder, without a server. */
  async alone(folder: string, hash = '', options: BrowserContextOptions = {}): Promise<Page> {
    const html = join(folder, 'inspector.html');
    writeFileSync(html, await pageText());
    return await this.blank(`file://${html}${hash}`, options);
  }

  /** Ends what was begun since the last call, and the pages with it. */
  async clear(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.#browser.close();
  }
}

/** Goes to a place in the page: what stands behind # in its address. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`#${place}`)}`);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe-core finds wrong with a page as it is. Its code is put in by the debugger, past the page's policy. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResult;
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
}

export { available };
