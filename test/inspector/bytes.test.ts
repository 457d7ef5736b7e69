/** Bytes by what they are, how look-ups go, and what columns are like. */
import { array, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { available, expectAccessible } from './inspecting.js';
import { COUNT, cityOf, keyOf } from './samples.js';
import { useSession } from './session.js';

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  test('names the bytes of a record, and follows its pointers', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=bytes&record=5',
    );
    await page.getByRole('heading', { name: 'Record 5' }).waitFor();
    const list = page.getByRole('region', { name: 'What the bytes are' });
    const rows = await list.getByRole('row').allTextContents();
    for (const kind of [
      /bitmap.*fields that are set.*section 9/,
      /number population.*uint32.*section 1/,
      /head name/,
    ]) {
      expect(rows.some((row) => kind.test(row))).toBe(true);
    }
    const name = await list
      .getByRole('row', { name: /content name/ })
      .first()
      .getByRole('rowheader')
      .textContent();
    const hex = (await page.locator('.hex').first().textContent())!;
    expect(hex).toContain('City');
    await list
      .getByRole('row', { name: /pointer name/ })
      .getByRole('button', { name: 'follow' })
      .click();
    await page.waitForURL(/at=\d+/);
    // The head of text, two bytes, is where the pointer leads.
    const at = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('at');
    expect(Number(at) + 2).toBe(Number(name!.replaceAll(',', '')));
    expect(await page.locator('.marked').count()).toBe(1);
    await expectAccessible(page);
  });

  test('shows any part, and the numbers that opening reads there', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=bytes',
    );
    await page.getByRole('heading', { name: 'header: section 11 of the format' }).waitFor();
    const parts = await page.getByLabel('Part').locator('option').allTextContents();
    const footer = parts.findIndex((part) => part.startsWith('footer'));
    await page.getByLabel('Part').selectOption(String(footer));
    await page.getByRole('heading', { name: 'footer: section 11 of the format' }).waitFor();
    expect(await page.locator('.byte.number').count()).toBeGreaterThan(7);
  });

  test('names every byte of any part, and follows the index to keys and records', async () => {
    const address = await session.inspecting.serve(folder.cities());
    const page = await session.inspecting.open(address, '#view=bytes');
    const count = await page.getByLabel('Part').locator('option').count();
    for (let part = 0; part < count; part += 1) {
      await page.getByLabel('Part').selectOption(String(part));
      const [name] = (await page.getByLabel('Part').locator('option').nth(part).textContent())!.split(', at');
      await page.getByRole('heading', { level: 3, name: new RegExp(`^${name}`) }).waitFor();
      await page.getByText('Reading…').waitFor({ state: 'detached' });
      expect([name, await page.locator('.byte[title="read by nothing here"]').count()]).toEqual([name, 0]);
    }
    const go = async (part: RegExp, follow: RegExp) => {
      const parts = await page.getByLabel('Part').locator('option').allTextContents();
      await page.getByLabel('Part').selectOption(String(parts.findIndex((each) => part.test(each))));
      await page.getByRole('heading', { level: 3, name: part }).waitFor();
      await page.getByRole('row', { name: follow }).first().getByRole('button', { name: 'follow' }).click();
    };
    await go(/^index/, /entry 0 pointer to the key/);
    await page.getByRole('heading', { name: 'keys: section 11 of the format' }).waitFor();
    await page.locator('tr.chosen', { hasText: 'head of a key' }).waitFor();
    await go(/^index/, /entry 0 record \d+/);
    await page.getByRole('heading', { name: 'records: section 10 of the format' }).waitFor();
    await page.locator('tr.chosen', { hasText: 'bitmap of fields that are set' }).waitFor();
  });

  test('says where more bytes of a value are than it shows', async () => {
    const Blob = struct({ bytes: t.buffer });
    const packed = array(Blob).pack([{ bytes: Uint8Array.from({ length: 9000 }, (_, at) => at * at) }]);
    const address = await session.inspecting.serve(folder.write('long.sb', packed));
    const page = await session.inspecting.open(address, '#view=bytes&record=0');
    await page.getByRole('button', { name: /^go on at byte/ }).click();
    await page.waitForURL(/offset=4\d\d\d/);
    expect(await page.locator('.hex .byte.content').count()).toBe(512);
  });

  test('leads from what was found to its bytes, and from there to how its key is looked up', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      `#view=find&by=key&q=${encodeURIComponent(keyOf(5))}`,
    );
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText('1 found').waitFor();
    await page.getByRole('link', { name: 'Its bytes' }).first().click();
    await page.locator('tr.chosen', { hasText: 'bitmap of fields that are set' }).waitFor();
    await page.locator('.spans', { hasText: `uint32 ${cityOf(5).population}` }).waitFor();
    await page.getByRole('link', { name: `How ${keyOf(5)} is looked up` }).click();
    await page.getByText('Found.').waitFor();
    expect(await page.locator('.steps li').count()).toBeGreaterThan(3);
  });

  test('tells how a look-up goes', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=look-up',
    );
    await page.locator('input[name=key]').fill(keyOf(5));
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Found.').waitFor();
    const steps = await page.locator('.steps li').allTextContents();
    expect(steps.map((step) => /^\w+/.exec(step)?.[0])).toEqual([
      'hash',
      'bucketTable',
      'keys',
      'bucketTable',
      'record',
    ]);
    await expectAccessible(page);
    await page.locator('input[name=key]').fill('none');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('There is no such key.').waitFor();
  });

  test('tells what a stored column is like, exactly', async () => {
    const page = await session.inspecting.open(
      await session.inspecting.serve(folder.cities()),
      '#view=columns&field=population',
    );
    await page.getByText('from the stored column').waitFor();
    const all = Array.from({ length: COUNT }, (_, at) => cityOf(at).population);
    const fact = async (name: string) =>
      await page
        .locator('.facts div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
        .locator('dd')
        .textContent();
    expect(await fact('least')).toBe(String(Math.min(...all)));
    expect(await fact('most')).toBe(String(Math.max(...all)));
    expect(await fact('distinct')).toBe(new Set(all).size.toLocaleString('en-US'));
    expect(await page.locator('.plot rect').count()).toBe(40);
    await expectAccessible(page);
    await page.getByLabel('Field').selectOption('location.lat');
    await page.getByText('Of all 3,000 records.').waitFor();
    expect(await fact('most')).toBe('29.99');
    await page.getByLabel('Field').selectOption('notes');
    await page.getByText('2,000').first().waitFor();
    expect(await fact('missing')).toBe('2,000');
  });

  test('marks what is damaged, and shows the rest', async () => {
    const address = await session.inspecting.serve(folder.damaged());
    const page = await session.inspecting.open(address, '#view=bytes&record=5');
    await page.locator('.spans .damaged').first().waitFor();
    expect(await page.locator('.spans .number').count()).toBeGreaterThan(0);
    const other = await session.inspecting.open(address, '#view=bytes&record=3');
    await other.locator('[role=alert]').waitFor();
    const columns = await session.inspecting.open(address, '#view=columns&field=name');
    await columns.locator('.facts').getByText('damaged').waitFor();
  });
});
