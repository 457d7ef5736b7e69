/** All views of a file, one after the other. */
import type { Page } from 'playwright-core';
import { goTo } from './inspecting.js';

const VIEWS = [
  'overview',
  'records&row=0',
  'records&order=index&row=1',
  'find',
  'columns',
  'bytes&record=0',
  'bytes&offset=0',
  'look-up',
  'verify',
  'compare',
];

/** Opens a file of this machine in a page, under a name that the one before did not have, and waits for it. */
export async function openLocal(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(path);
  await page.locator('header strong', { hasText: path.slice(path.lastIndexOf('/') + 1) }).waitFor();
}

/** Until nothing is being read. */
export async function settled(page: Page): Promise<void> {
  await page.getByText(/^(Reading|Opening)…$/).waitFor({ state: 'detached' });
}

/** Opens a file, goes through all views, and verifies it. */
export async function lookThrough(page: Page, path: string): Promise<void> {
  await openLocal(page, path);
  for (const view of VIEWS) {
    await goTo(page, `view=${view}`);
    await page.locator('nav a[aria-current]').waitFor();
    await settled(page);
    if (view !== 'verify') continue;
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText(/Nothing is wrong|things? (are|is) wrong/).waitFor();
  }
}
