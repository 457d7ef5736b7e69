/** Large files, and far ones: how long it takes is printed, and is no part of what is checked. */
import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { array, mapping, struct, t } from 'sharedbuffers';
import { buildMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { serveRanges } from '../range-server.js';
import { available, goTo } from './inspecting.js';
import { Cities, cityRows, keyOf } from './samples.js';
import { useSession } from './session.js';

const Row = struct({ name: t.string, number: t.uint32, share: t.float64 });
const rowOf = (number: number) => ({ name: `row ${number}`, number, share: number / 7 });

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  /** Milliseconds until a page shows what a file is. */
  async function opening(address: string): Promise<{ readonly page: Page; readonly ms: number }> {
    const page = await session.inspecting.blank('about:blank');
    await page.goto(address);
    // By the page's own clock, from where it was asked for on: looking from outside goes by steps of up to half a second.
    return { page, ms: (await page.evaluate(SHOWN)) as number };
  }

  test('opens a gigabyte', async () => {
    const path = join(folder.path, 'large.sb');
    const Large = mapping({ key: t.string, value: struct({ name: t.string, picture: t.buffer }) });
    const picture = new Uint8Array(10_400);
    function* rows() {
      for (let at = 0; at < 100_000; at += 1) yield [keyOf(at), { name: `City ${at}`, picture }] as const;
    }
    await buildMapping(path, Large, rows());
    expect(statSync(path).size).toBeGreaterThan(10 ** 9);
    const address = await session.inspecting.serve(path);
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) times.push((await opening(address)).ms);
    console.log(
      `a local file of ${(statSync(path).size / 1e9).toFixed(2)} GB is shown after ${Math.round(median(times))} ms, median of 5`,
    );
    const { page } = await opening(address);
    await page.goto(`${address}#view=records&row=99999`);
    await page.getByRole('heading', { name: 'Record 99,999' }).waitFor();
  }, 300_000);

  test('reads a sparse file of five gigabytes on both sides of its hole', async () => {
    const COUNT = 20_000;
    const packed = array(Row).pack(Array.from({ length: COUNT }, (_, at) => rowOf(at)));
    const path = join(folder.path, 'sparse.sb');
    writeSparse(path, packed, COUNT);
    expect(statSync(path).size).toBeGreaterThan(5 * 2 ** 30);
    const { page, ms } = await opening(await session.inspecting.serve(path));
    console.log(`a sparse file of 5 GiB is shown after ${Math.round(ms)} ms`);
    for (const row of [3, COUNT - 1]) {
      await goTo(page, `view=records&row=${row}`);
      await page.getByRole('heading', { name: `Record ${row.toLocaleString('en-US')}` }).waitFor();
      expect(JSON.parse((await page.locator('pre').textContent())!)).toEqual(rowOf(row));
    }
  });

  test('reads a file that is 50 ms away', async () => {
    const server = await serveRanges(Cities.pack(cityRows(), { indexes: ['name'] }));
    server.state.latency = 50;
    try {
      const { page, ms } = await opening(await session.inspecting.serve(server.url));
      console.log(
        `a file 50 ms away is shown after ${Math.round(ms)} ms and ${server.state.requests.length} requests`,
      );
      await page.getByRole('link', { name: 'Find' }).click();
      await page.locator('input[name=text]').fill(keyOf(77));
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.getByText('1 found').waitFor();
      await page.getByRole('link', { name: 'Look-up' }).click();
      await page.locator('input[name=key]').fill(keyOf(78));
      await page.getByRole('button', { name: 'Look up' }).click();
      await page.getByText(/this took \d+ request/).waitFor();
    } finally {
      await session.inspecting.clear();
      await server.close();
    }
  });

  test('scrolls through ten thousand rows', async () => {
    const path = folder.write(
      'rows.sb',
      array(Row).pack(Array.from({ length: 40_000 }, (_, at) => rowOf(at))),
    );
    const page = await session.inspecting.open(await session.inspecting.serve(path), '#view=records');
    await page.locator('#row-3').getByText('row 3', { exact: true }).waitFor();
    const longest: number[] = [];
    for (let run = 0; run < 5; run += 1) longest.push(await longestFrame(page));
    console.log(
      `scrolling through 10,000 rows: the longest frame took ${Math.round(median(longest))} ms, median of 5 runs (${longest.map(Math.round).join(', ')})`,
    );
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await page.locator('#row-39999').getByText('row 39999', { exact: true }).waitFor();
  });

  test('has rows past what browsers can scroll to', async () => {
    // These would be 11 million pixels.
    const path = folder.write(
      'many.sb',
      array(Row).pack(Array.from({ length: 400_000 }, (_, at) => rowOf(at))),
    );
    const page = await session.inspecting.open(await session.inspecting.serve(path), '#view=records');
    await page.locator('#row-0').getByText('row 0', { exact: true }).waitFor();
    await page.locator('.grid').hover();
    await page.mouse.wheel(0, 28 * 100);
    await page.locator('#row-100').getByText('row 100', { exact: true }).waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await page.locator('#row-399999').getByText('row 399999', { exact: true }).waitFor();
  });
});

/** Milliseconds of the longest frame while a table goes by 10,000 rows, 30 a frame. */
async function longestFrame(page: Page): Promise<number> {
  return (await page.evaluate(SCROLLING)) as number;
}

/** The time at which a page has told what a file is. */
const SHOWN = `new Promise((resolve) => {
  const look = () => {
    if (!/mapping|array/.test(document.querySelector('.facts')?.textContent ?? '')) return false;
    resolve(performance.now());
    return true;
  };
  if (look()) return;
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true, characterData: true });
})`;

const SCROLLING = `new Promise((resolve) => {
  const grid = document.querySelector('.grid');
  grid.scrollTop = 0;
  let longest = 0;
  let last;
  const step = (now) => {
    longest = Math.max(longest, now - (last ?? now));
    last = now;
    grid.scrollTop += 30 * 28;
    if (grid.scrollTop < 10000 * 28) requestAnimationFrame(step);
    else resolve(longest);
  };
  requestAnimationFrame(step);
})`;

/** An array of which the second half of the records, index and schema lie past a hole of five gigabytes. */
function writeSparse(path: string, packed: Uint8Array, count: number): void {
  const HOLE = 5 * 2 ** 30;
  const bytes = packed.slice();
  const view = new DataView(bytes.buffer);
  const field = (at: number) => Number(view.getBigUint64(at, true));
  const [total, index, schema] = [field(0), field(8), field(40)];
  const middle = field(index + (count / 2) * 8);
  for (const [at, value] of [
    [0, total],
    [8, index],
    [40, schema],
  ] as const) {
    view.setBigUint64(at, BigInt(value + HOLE), true);
  }
  for (let item = count / 2; item < count; item += 1) {
    view.setBigUint64(index + item * 8, BigInt(field(index + item * 8) + HOLE), true);
  }
  const file = openSync(path, 'w');
  writeSync(file, bytes, 0, middle, 0);
  writeSync(file, bytes, middle, total - middle, middle + HOLE);
  ftruncateSync(file, total + HOLE);
  closeSync(file);
}
