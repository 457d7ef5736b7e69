/** Verifying and comparing, from a server and in the file that needs none. */
import { gzipSync } from 'node:zlib';
import { verifyBuffer } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { serveFiles } from '../browser/file-server.js';
import { serveRanges } from '../range-server.js';
import { available, expectAccessible, pageText } from './inspecting.js';
import { Cities, cityRows, keyOf } from './samples.js';
import { useSession } from './session.js';

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  test('verifies a file that is whole', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=verify',
    );
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('Nothing is wrong.').waitFor();
    expect(await page.locator('main').textContent()).toContain(
      '3,000 entries and 3,000 records were read. Checksums: hold.',
    );
    await expectAccessible(page);
  });

  test('lists what is wrong, as verify does, and leads to its bytes', async () => {
    const path = folder.damaged();
    const page = await session.inspecting.open(await session.inspecting.serve(path), '#view=verify');
    await page.getByRole('button', { name: 'Verify' }).click();
    const { findings } = verifyBuffer(folder.read(path));
    await page.getByText(`${findings.length} things are wrong.`).waitFor();
    const listed = await page
      .getByRole('region', { name: 'Findings' })
      .getByRole('rowheader')
      .allTextContents();
    expect(listed).toEqual(findings.map(({ code }) => code));
    await page.getByRole('region', { name: 'Findings' }).getByRole('link').first().click();
    await page.waitForURL(/view=bytes&offset=\d+/);
    await page.locator('.hex').first().waitFor();
  });

  test('compares a file with another version of it', async () => {
    const rows = cityRows();
    const changed = rows
      .slice(3)
      .map(([key, city], at): (typeof rows)[number] => [key, at === 10 ? { ...city, population: 5 } : city]);
    const other = folder.write('other.sb', Cities.pack([...changed, ['new', rows[0]![1]]]));
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=compare',
    );
    await page.getByLabel('With a file').setInputFiles(other);
    await page.getByText('other.sb has 1 added, 3 removed, 1 changed, 2,996 the same.').waitFor();
    const lines = await page
      .getByRole('region', { name: 'Differences' })
      .locator('tbody tr')
      .allTextContents();
    expect(lines.some((line) => line.startsWith(`${keyOf(13)}changedpopulation`) && line.endsWith('5'))).toBe(
      true,
    );
    expect(lines.some((line) => line.startsWith('newadded'))).toBe(true);
    expect(lines.filter((line) => line.includes('removed')).length).toBe(3);
    await expectAccessible(page);
  });

  test('is one file that needs no server: files are dropped on it, and URLs are read by ranges', async () => {
    const text = await pageText();
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(150_000);
    expect(/content="([^"]*)"/.exec(text)![1]).not.toContain('unsafe');
    const cities = folder.cities();
    const page = await session.inspecting.alone(folder.path);
    await page.getByText('Drop a file anywhere').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'A file' }).setInputFiles(cities);
    await page.locator('.facts').getByText('mapping').waitFor();
    await page.getByRole('link', { name: 'Verify' }).click();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('Nothing is wrong.').waitFor();

    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'Range',
      'Access-Control-Expose-Headers': 'Content-Range, ETag',
    };
    const server = await serveFiles({ '/cities.sb': { file: cities, headers } });
    try {
      const far = await session.inspecting.alone(folder.path);
      await far.locator('input[name=url]').fill(`${server.origin}/cities.sb`);
      await far.getByRole('button', { name: 'Open' }).click();
      await far.locator('.facts').getByText('mapping').waitFor();
      await far.getByRole('link', { name: 'Records' }).click();
      await far.locator('#row-4').getByText('City 4', { exact: true }).waitFor();
      expect(server.sent.requests.length).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });

  test('tells how far a search is, and stops it where it is told to', async () => {
    const server = await serveRanges(Cities.pack(cityRows(60_000)));
    server.state.latency = 50;
    try {
      const page = await session.inspecting.open(
        await session.inspecting.serve(server.url),
        '#view=find&by=condition',
      );
      await page.locator('input[name=text]').fill('population < 0');
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.getByText('of 60,000 records looked at').waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('; stopped').waitFor();
    } finally {
      await session.inspecting.clear();
      await server.close();
    }
  });
});
