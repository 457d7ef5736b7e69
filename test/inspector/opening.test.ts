/** What is opened, how, and by whom: files that are dropped, that are none, and requests that are not the page's. */
import { request } from 'node:http';
import { join } from 'node:path';
import { buildBundle } from 'sharedbuffers/node';

import { describe, expect, test } from 'vitest';
import { zipOf } from '../tables/zip-of.js';
import { available } from './inspecting.js';
import { useSession } from './session.js';

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  test('opens a file that is dropped anywhere, and then another one', async () => {
    const page = await session.inspecting.alone(folder.path);
    await page.getByText('Drop a file anywhere').waitFor();
    for (const [name, path] of [
      ['first.sb', folder.records()],
      ['<b>second.sb', folder.ids()],
    ] as const) {
      const bytes = JSON.stringify([...folder.read(path)]);
      await page.evaluate(`{
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.from(${bytes})], ${JSON.stringify(name)}));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      }`);
      await page.locator('header strong', { hasText: name }).waitFor();
    }
    await page.locator('.facts').getByText('id mapper').waitFor();
  });

  test('looks into each file of a bundle, from a server and dropped', async () => {
    const bundle = join(folder.path, 'all.zip');
    await buildBundle(bundle, [
      ['records.sb', folder.records()],
      ['ids.sb', folder.ids()],
    ]);
    const served = await session.inspecting.open(await session.inspecting.serve(bundle));
    const alone = await session.inspecting.alone(folder.path);
    await alone.getByLabel('A file', { exact: true }).setInputFiles(bundle);
    for (const page of [served, alone]) {
      await page.locator('header strong', { hasText: 'all.zip: records.sb' }).waitFor();
      await page.locator('.facts').getByText('array').waitFor();
      await page.getByLabel('File in the bundle').selectOption('all.zip: ids.sb');
      await page.locator('header strong', { hasText: 'all.zip: ids.sb' }).waitFor();
      await page.locator('.facts').getByText('id mapper').waitFor();
      await page.getByRole('link', { name: 'Verify' }).click();
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText('Nothing is wrong').waitFor();
      await page.getByRole('link', { name: 'Find' }).click();
      expect(new URL(page.url()).hash).toContain('entry=1');
    }
    await served.reload();
    await served.locator('header strong', { hasText: 'all.zip: ids.sb' }).waitFor();
  });

  test('shows a bundle of which no file can be read in place, and says why', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.write('squeezed.zip', zipOf({ 'a.sb': 'a'.repeat(500) }, 8))),
    );
    await page.locator('header strong', { hasText: 'squeezed.zip' }).waitFor();
    await page.getByRole('alert').getByText('compressed').first().waitFor();
  });

  test('says by its name what cannot be opened, and never the token', async () => {
    const cities = folder.read(folder.cities());
    for (const [name, bytes, problem] of [
      ['nothing.sb', new Uint8Array(0), 'nothing.sb is empty'],
      ['cut.sb', cities.subarray(0, cities.length / 2), 'cut.sb is damaged: its end is cut off'],
      ['longer.sb', Buffer.concat([cities, cities.subarray(0, 40)]), 'longer.sb'],
    ] as const) {
      const address = await session.inspecting.serve(folder.write(name, bytes));
      const page = await session.inspecting.open(address);
      await page.getByRole('alert').getByText(problem).waitFor();
      expect(await page.locator('main').textContent()).not.toContain(
        new URL(address).searchParams.get('token')!,
      );
    }
  });

  test('answers no other name, page or method, and nothing but its files', async () => {
    const { port, search } = new URL(await session.inspecting.serve(folder.cities()));
    const status = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      new Promise<number>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path, headers, method }, (answer) => {
          answer.resume();
          resolve(answer.statusCode!);
        });
        asked.on('error', reject);
        asked.end();
      });
    const file = `/file/0${search}`;
    expect(await status(file)).toBe(200);
    for (const path of ['/', '/files', '/file/0', '/nothing']) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
        expect([path, method, await status(path, {}, method)]).toEqual([path, method, 403]);
    }
    for (const headers of [
      { Host: 'rebound.example' },
      { Host: `localhost:${port}` },
      { Origin: 'null' },
      { Origin: 'https://rebound.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ]) {
      expect([headers, await status(file, headers as Record<string, string>)]).toEqual([headers, 403]);
    }
    for (const path of [
      `/../package.json${search}`,
      `/file/..%2f..%2fetc%2fpasswd${search}`,
      `/file/1${search}`,
      `/file/-1${search}`,
    ])
      expect([path, await status(path)]).toEqual([path, 404]);
    expect(await status(`http://[${search}`)).toBe(400);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect([method, await status(file, {}, method)]).toEqual([method, 405]);
  });
});
