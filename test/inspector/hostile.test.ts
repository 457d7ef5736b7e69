/** Files that are made to take for ever, or to be huge: the page stays alive. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { array, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { craftedFiles } from '../hostile/crafted-files.js';
import { available, goTo } from './inspecting.js';
import { useSession } from './session.js';

const VIEWS = ['overview', 'records&row=0', 'columns', 'bytes&record=0', 'find'];

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  test('shows files that spell more than any machine holds', async () => {
    const page = await session.inspecting.alone(folder.path);
    let number = 0;
    for (const { name, bytes } of craftedFiles()) {
      number += 1;
      const path = folder.write(`crafted ${number}.sb`, bytes);
      await page.locator('input[type=file]').first().setInputFiles(path);
      await page.locator('header strong', { hasText: `crafted ${number}.sb` }).waitFor();
      for (const view of VIEWS) {
        const start = performance.now();
        await goTo(page, `view=${view}`);
        await page.locator('nav a[aria-current]').waitFor();
        await page.getByText(/^(Reading|Opening)…$/).waitFor({ state: 'detached' });
        await page.evaluate('new Promise(requestAnimationFrame)');
        const took = performance.now() - start;
        expect([name, view, took < 20_000]).toEqual([name, view, true]);
        if (took > 1500) console.log(name, view, Math.round(took));
      }
    }
  }, 400_000);

  test('goes through a hundred million rows', async () => {
    const COUNT = 100_000_000;
    const packed = array(struct({ name: t.string })).pack([{ name: 'the only one' }]);
    const header = new DataView(packed.slice().buffer);
    const field = (at: number) => Number(header.getBigUint64(at, true));
    const [index, schema, schemaSize] = [field(8), field(40), field(48)];
    const record = new Uint8Array(packed.slice(index, index + 8));
    const more = (COUNT - 1) * 8;
    for (const [at, value] of [
      [0, field(0) + more],
      [16, COUNT],
      [40, schema + more],
    ] as const) {
      header.setBigUint64(at, BigInt(value), true);
    }
    const path = join(folder.path, 'hundred million.sb');
    const file = openSync(path, 'w');
    writeSync(file, new Uint8Array(header.buffer), 0, index, 0);
    // Of the first and the last thousand, and some in the middle: all others lead nowhere.
    for (const from of [0, COUNT / 2 - 500, COUNT - 1000]) {
      const places = new Uint8Array(8000);
      for (let at = 0; at < places.length; at += 8) places.set(record, at);
      writeSync(file, places, 0, places.length, index + from * 8);
    }
    const rest = packed.subarray(schema);
    writeSync(file, rest, 0, rest.length, schema + more);
    ftruncateSync(file, schema + more + Math.max(schemaSize, rest.length));
    closeSync(file);
    const page = await session.inspecting.open(await session.inspecting.serve(path), '#view=records');
    await page.getByText('100,000,000 rows').waitFor();
    await page.locator('#row-0').getByText('the only one').waitFor();
    await page.locator('.grid').hover();
    await page.mouse.wheel(0, 28 * 300);
    await page.locator('#row-300').getByText('the only one').waitFor();
    // Where a pixel of the bar is a dozen rows.
    await page.evaluate("document.querySelector('.grid').scrollTop = 4e6 - 300");
    await page
      .locator('.grid [role=row]', { hasText: /^49,999,\d\d\dthe only one/ })
      .first()
      .waitFor();
    await page.locator('input[name=row]').fill('50000000');
    await page.getByRole('button', { name: 'Go' }).click();
    await page.locator('#row-50000000').getByText('the only one').waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await page
      .locator(`#row-${COUNT - 1}`)
      .getByText('the only one')
      .waitFor();
    expect(page.url()).toContain(`row=${COUNT - 1}`);
  });
});
