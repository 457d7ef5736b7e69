/** Data sets: in folders, with their versions, and at URLs, with and without the inspector's server. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildDataset } from 'sharedbuffers/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available, expectAccessible } from './inspecting.js';
import { Cities, cityRows } from './samples.js';
import { useSession } from './session.js';

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;
  const path = join(folder.path, 'cities');
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    const rows = cityRows(300);
    const next = rows
      .slice(2)
      .map(([key, city], at) => [key, at === 5 ? { ...city, population: 1 } : city] as const);
    await buildDataset(path, Cities, rows, { shards: 4, run: 'first' });
    await buildDataset(path, Cities, next, { shards: 4, run: 'second' });
    await buildDataset(path, Cities, next, { shards: 8, run: 'third' });
    // Of any of its files, by ranges, to pages from anywhere.
    server = createServer((request, response) => {
      const file = join(path, decodeURIComponent(new URL(request.url!, 'http://x').pathname));
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', 'Range');
      response.setHeader('Access-Control-Expose-Headers', 'Content-Range, ETag');
      if (request.method === 'OPTIONS') return void response.end();
      if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
      const bytes = readFileSync(file);
      const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      if (from === undefined) return void response.end(bytes);
      const start = from === '' ? Math.max(0, bytes.length - Number(to)) : Number(from);
      const end = from === '' || to === '' ? bytes.length : Math.min(bytes.length, Number(to) + 1);
      response.writeHead(206, { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}` });
      response.end(bytes.subarray(start, end));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test('shows the versions of a data set, and compares two of them, all shards together', async () => {
    const page = await session.inspecting.open(await session.inspecting.serve(path));
    expect(await page.getByLabel('Shard').locator('option').count()).toBe(8);
    expect(await page.getByLabel('Version').locator('option').allTextContents()).toEqual([
      'third',
      'first',
      'second',
    ]);
    await page.getByLabel('Version').selectOption('first');
    await page.locator('header strong', { hasText: 'first/part-00000' }).waitFor();
    expect(await page.getByLabel('Shard').locator('option').count()).toBe(4);
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByLabel('with version').selectOption('second');
    await page.getByText('version second has 0 added, 2 removed, 1 changed, 297 the same.').waitFor();
    await expectAccessible(page);
    await page.getByLabel('with version').selectOption('third');
    await page.getByRole('alert').getByText('these versions have 4 and 8 shards').waitFor();
    await page.reload();
    await page.locator('header strong', { hasText: 'first/part-00000' }).waitFor();
  });

  test('opens a data set at a URL: its folder, its current.json, and a manifest', async () => {
    for (const [place, shards] of [
      ['/', 8],
      ['/current.json', 8],
      ['/first/manifest.json', 4],
    ] as const) {
      const served = await session.inspecting.open(await session.inspecting.serve(origin + place));
      const alone = await session.inspecting.alone(folder.path);
      await alone.locator('input[name=url]').fill(origin + place);
      await alone.getByRole('button', { name: 'Open' }).click();
      for (const page of [served, alone]) {
        await page.locator('header strong', { hasText: 'part-00000' }).waitFor();
        expect(await page.getByLabel('Shard').locator('option').count()).toBe(shards);
        await page.getByLabel('Shard').selectOption({ index: 3 });
        await page.locator('header strong', { hasText: 'part-00003' }).waitFor();
        await page.getByRole('link', { name: 'Records' }).click();
        await page.locator('#row-4').getByText(/^City/).waitFor();
      }
      if (place !== '/first/manifest.json') continue;
      await alone.getByRole('link', { name: 'Compare' }).click();
      await alone.getByLabel('or a URL', { exact: true }).last().fill(`${origin}/second/manifest.json`);
      await alone.locator('main').getByRole('button', { name: 'Compare' }).click();
      await alone.getByText('version second has 0 added, 2 removed, 1 changed, 297 the same.').waitFor();
    }
  });

  test('says what is wrong where there is no data set', async () => {
    const page = await session.inspecting.alone(folder.path);
    await page.locator('input[name=url]').fill(`${origin}/nowhere/`);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('alert').getByText('has no current.json').waitFor();
    expect(session.inspecting.complaints.splice(0).join()).toMatch(/404/);
  });
});
