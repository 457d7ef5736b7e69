/** The browser that tests run pages in: Debian's Chromium, by playwright-core. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const path = process.env.CHROMIUM ?? PLACES.find((each) => existsSync(each));

/** Whether a browser is there, or must be. */
export const available: boolean = path !== undefined || process.env.SHAREDBUFFERS_CHROMIUM === 'required';

export async function launch(): Promise<Browser> {
  if (path === undefined) throw new Error('there is no Chromium: install it, or name it in CHROMIUM');
  return await chromium.launch({ executablePath: path, args: ['--no-sandbox'], headless: true });
}
