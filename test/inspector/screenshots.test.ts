/** Pictures of the page, in both schemes of colours and at both ends of widths; `SHAREDBUFFERS_SCREENSHOTS=write` puts them into docs/inspector. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, expectAccessible, Inspecting } from './inspecting.js';
import { keyOf, SampleFolder } from './samples.js';

const VIEWS: readonly (readonly [name: string, place: string, ready: (page: Page) => Promise<unknown>])[] = [
  ['overview', 'overview', (page) => page.getByText('Records by field').waitFor()],
  ['records', 'records&row=3', (page) => page.getByRole('heading', { name: 'Record 3' }).waitFor()],
  ['find', `find&by=key&q=${keyOf(3)}`, (page) => page.getByRole('button', { name: 'Stop' }).waitFor()],
  ['columns', 'columns&field=population', (page) => page.locator('.plot svg').waitFor()],
  ['bytes', 'bytes&record=3', (page) => page.getByRole('heading', { name: 'Record 3' }).waitFor()],
  ['look-up', 'look-up', (page) => lookUp(page)],
  ['verify', 'verify', (page) => page.getByRole('button', { name: 'Verify' }).waitFor()],
  ['compare', 'compare', (page) => page.getByLabel('With a file').waitFor()],
];

async function lookUp(page: Page): Promise<void> {
  await page.locator('input[name=key]').fill(keyOf(3));
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByText('Found.').waitFor();
}

describe.skipIf(!available)('the inspector', () => {
  let inspecting: Inspecting;
  let address: string;
  const folder = new SampleFolder();
  const target =
    process.env.SHAREDBUFFERS_SCREENSHOTS === 'write'
      ? fileURLToPath(new URL('../../docs/inspector/', import.meta.url))
      : folder.path;
  beforeAll(async () => {
    inspecting = await Inspecting.start();
    address = await inspecting.serve(folder.cities());
  });
  afterAll(async () => {
    await inspecting?.close();
    folder.remove();
  });

  test.each(['light', 'dark'] as const)(
    'can be read by all in %s, and is no wider than the screen',
    async (colorScheme) => {
      for (const [width, suffix] of [
        [1600, ''],
        [360, '-narrow'],
      ] as const) {
        const page = await inspecting.open(address, '', { colorScheme, viewport: { width, height: 900 } });
        for (const [name, place, ready] of VIEWS) {
          await page.evaluate(`location.hash = ${JSON.stringify(`#view=${place}`)}`);
          await ready(page);
          const kept = suffix === '' || name === 'overview' || name === 'records';
          await page.screenshot({
            path: join(kept ? target : folder.path, `${name}-${colorScheme}${suffix}.png`),
          });
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
          await expectAccessible(page);
        }
      }
      expect(inspecting.complaints.splice(0)).toEqual([]);
    },
  );

  test('is gone through by keyboard alone', async () => {
    const page = await inspecting.open(address);
    const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>;
    for (let presses = 0; presses < 40 && (await focused()) !== 'Records'; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#row-0').getByText('City 0', { exact: true }).waitFor();
    const inGrid = () => page.evaluate("document.activeElement.getAttribute('role') === 'grid'");
    for (let presses = 0; presses < 60 && !(await inGrid()); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Record 1' }).waitFor();
  });
});
