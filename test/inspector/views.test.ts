/** What a file is, its records, and finding them, on files of every kind. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBuffer } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { available, expectAccessible } from './inspecting.js';
import { COUNT, cityOf, keyOf, NASTY } from './samples.js';
import { useSession } from './session.js';

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  test('tells what a mapping is', async () => {
    const page = await session.inspecting.open(await session.inspecting.serve(folder.cities()));
    await page.locator('.facts').getByText('population').waitFor();
    const facts = await page.locator('.facts').textContent();
    for (const fact of ['mapping', '3,000, string, 64 bits, found by bucketTable', 'population']) {
      expect(facts).toContain(fact);
    }
    await page.getByText('Records by field').waitFor();
    expect(await page.locator('svg.treemap rect').count()).toBeGreaterThan(8);
    expect(await page.getByRole('row', { name: /location\.lat/ }).textContent()).toContain('float64');
    await expectAccessible(page);
  });

  test('shows records, whole, with what looks like markup as text', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=records',
    );
    await page.locator('#row-9').getByText('City 9', { exact: true }).waitFor();
    expect(await page.locator('#row-7').textContent()).toContain(
      '<img src=x onerror=alert(1)>\\u202egnp.\\u0007',
    );
    await page.locator('#row-7').click();
    const json = JSON.parse((await page.locator('pre').textContent())!.replaceAll('\\u202e', '\u202e'));
    expect([json.name, json.population]).toEqual([NASTY, cityOf(7).population]);
    expect(await page.locator('img').count()).toBe(0);
    expect(page.url()).toContain('row=7');
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await page
      .locator(`#row-${COUNT - 1}`)
      .getByText(`City ${COUNT - 1}`, { exact: true })
      .waitFor();
    await expectAccessible(page);
    await page.getByLabel('Order').selectOption('index');
    const first = await page
      .locator('#row-0')
      .getByText(/^city\//)
      .textContent();
    expect(await page.locator('#row-0').textContent()).toContain(`City ${Number(first!.slice(5))}`);
  });

  test('goes to a record by its address', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=records&row=2000',
    );
    await page.getByRole('heading', { name: 'Record 2,000' }).waitFor();
    expect(JSON.parse((await page.locator('pre').textContent())!).name).toBe('City 2000');
  });

  test('finds by key, by start, by range, by index and by condition', async () => {
    const page = await session.inspecting.open(await session.inspecting.serve(folder.cities()), '#view=find');
    const find = async (kind: string, text: string, to?: string) => {
      await page.getByLabel('Find by').selectOption(kind);
      await page.locator('input[name=text]').fill(text);
      if (to !== undefined) await page.locator('input[name=to]').fill(to);
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.getByText('looking…').waitFor({ state: 'detached' });
      await page.getByText(/\d found|nothing found/).waitFor();
      await page.getByRole('button', { name: 'Stop', disabled: true }).waitFor();
      return await page.locator('tbody th').allTextContents();
    };
    expect(await find('key', keyOf(5))).toEqual([keyOf(5)]);
    expect(await find('key', 'none')).toEqual([]);
    expect(await find('prefix', 'city/0001')).toEqual(Array.from({ length: 10 }, (_, at) => keyOf(10 + at)));
    expect(await find('range', keyOf(3), keyOf(6))).toEqual([3, 4, 5].map(keyOf));
    expect(await find('condition', 'population > 99000 && name != "x"')).toEqual(
      Array.from({ length: COUNT }, (_, at) => at)
        .filter((at) => cityOf(at).population > 99_000)
        .map(String),
    );
    await page.getByLabel('Find by').selectOption('key');
    await page.getByLabel('Index').selectOption('name');
    expect(await find('key', 'City 77')).toEqual(['City 77']);
    await expectAccessible(page);
  });

  test.each(['records', 'ids'] as const)('shows other kinds: %s', async (kind) => {
    const page = await session.inspecting.open(await session.inspecting.serve(folder[kind]()));
    expect(await page.locator('.facts').textContent()).toContain(kind === 'ids' ? 'id mapper' : 'array');
    await page.getByRole('link', { name: 'Records' }).click();
    await page
      .locator('#row-3')
      .getByText(kind === 'ids' ? /^id \d+/ : 'City 3')
      .first()
      .waitFor();
  });

  test('shows files by Python', async () => {
    for (const name of ['array/array_objects.bin', 'array/array_nested.bin', 'array/array_align1.bin']) {
      const path = fileURLToPath(new URL(`../fixtures/golden/${name}`, import.meta.url));
      const bytes = openBuffer(readFileSync(path));
      const page = await session.inspecting.open(await session.inspecting.serve(path), '#view=records');
      await page.getByText(`${bytes.kind === 'array' ? bytes.length : bytes.size} rows`).waitFor();
      await page.locator('#row-0 [role=gridcell]').first().waitFor();
    }
  });

  test('shows what a damaged file has, and marks what it has not', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.damaged()),
      '#view=records',
    );
    await page.locator('#row-4').getByText('City 4', { exact: true }).waitFor();
    expect(await page.locator('#row-3 .damaged').count()).toBeGreaterThan(0);
    expect(await page.locator('#row-5 .damaged').count()).toBe(1);
    expect(await page.locator('#row-6 .damaged').count()).toBe(0);
  });

  test('is for who knows the token, by GET, from no other page', async () => {
    const address = await session.inspecting.serve(folder.cities());
    const { origin, search } = new URL(address);
    const status = async (path: string, init?: RequestInit) => (await fetch(origin + path, init)).status;
    expect(await status('/')).toBe(403);
    expect(await status('/file/0')).toBe(403);
    expect(await status(`/file/0${search}x`)).toBe(403);
    expect(await status(`/file/1${search}`)).toBe(404);
    expect(await status(`/file/0${search}`, { method: 'POST' })).toBe(405);
    expect(await status(`/file/0${search}`, { headers: { Origin: 'http://evil.example' } })).toBe(403);
    const answer = await fetch(address);
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    const part = await fetch(`${origin}/file/0${search}`, { headers: { Range: 'bytes=0-15' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 16]);
  });
});
