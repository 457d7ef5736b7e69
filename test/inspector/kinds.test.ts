/** Every kind of file that the library builds: what is in it is shown, or a sentence says why it cannot be. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBuffer, struct, t } from 'sharedbuffers';
import { buildDataset, createSegment, ObjectPool, removeSegment } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { earlierSamples } from '../../fuzz/corpus/earlier.js';
import { generatedSamples } from '../../fuzz/corpus/generated.js';
import type { Sample } from '../../fuzz/corpus/sample.js';
import { available, goTo } from './inspecting.js';
import { lookThrough, openLocal } from './look-through.js';
import { Cities, cityRows } from './samples.js';
import { useSession } from './session.js';

const Note = struct({ text: t.string });

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;

  /** What is left once a file is open: its first row, and a key that is typed as it stands in that. */
  async function showsRows(page: Page, { name, bytes }: Sample): Promise<void> {
    const { kind } = openBuffer(bytes);
    const order = kind === 'array' ? '' : '&order=index';
    await goTo(page, `view=records${order}&row=0`);
    await page
      .getByRole('heading', { level: 3, name: kind === 'idMapper' ? 'Entry 0' : /^Record \d/ })
      .waitFor();
    expect(await page.locator('main [role=alert]').count()).toBe(0);
    if (kind === 'array') return;
    const key = page.locator('#row-0 [role=gridcell]').first();
    await key.waitFor();
    const text = (await key.textContent())!.replace(/^""$/, '');
    // Of a long one only the start is there, and of approximate ones hashes.
    if (text.endsWith('…') || name.startsWith('approximate')) return;
    const isHex =
      /^[0-9a-f]{2}( [0-9a-f]{2})*$/.test(text) && (await page.locator('#row-0 .other').count()) > 0;
    await goTo(page, 'view=find');
    await page.locator('input[name=text]').fill(isHex ? `0x${text.replaceAll(' ', '')}` : text);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    const status = page.locator('main [role=status]', { hasText: /found$/ });
    const problem = page.locator('main [role=alert]');
    await status.or(problem).first().waitFor();
    expect([name, text, await status.or(problem).first().textContent()]).toEqual([
      name,
      text,
      expect.stringMatching(/^[1-9]\d* found/),
    ]);
    await goTo(page, `view=records${order}`);
  }

  test('shows all that the library builds, in all views', async () => {
    const page = await session.inspecting.alone(folder.path);
    for (const [number, sample] of [...generatedSamples(), ...earlierSamples()].entries()) {
      const { name, bytes } = sample;
      const path = folder.write(`${number} ${name.replace(/\W+/g, ' ')}.sb`, bytes);
      await lookThrough(page, path);
      await showsRows(page, sample);
      expect([name, ...session.inspecting.complaints.splice(0)]).toEqual([name]);
    }
  }, 400_000);

  test('says what cannot be told of what has no header', async () => {
    const page = await session.inspecting.alone(folder.path);
    const dump = join(folder.path, 'pool.bin');
    using pool = new ObjectPool();
    pool.pack(Note, { text: 'of a pool' });
    pool.pack(t.any, ['any', 1]);
    await pool.dump(dump);
    const sentences = [
      [dump, /^.*pool\.bin is no file of sharedbuffers.*by type\.unpackFrom\(bytes, at\)/],
      [folder.write('packed.bin', Note.pack({ text: 'alone' })), /single packed values have no header/],
      [folder.write('zeros.bin', new Uint8Array(5000)), /zeros\.bin begins with nothing but zeros/],
    ] as const;
    for (const [path, sentence] of sentences) {
      await lookThrough(page, path);
      await openLocal(page, path);
      await page.getByRole('alert').getByText(sentence).waitFor();
      await goTo(page, 'view=records');
      await page.getByText('There are no records.').waitFor();
      await goTo(page, 'view=bytes&offset=0');
      await page.locator('.hex').first().waitFor();
    }
    await goTo(page, 'view=overview');
  }, 60_000);

  test('shows a named segment, at its path', async () => {
    const name = `inspected-${process.pid}`;
    const path = createSegment(name, Cities.pack(cityRows(20)));
    try {
      const page = await session.inspecting.open(await session.inspecting.serve(path), '#view=records');
      await page.locator('#row-9').getByText('City 9', { exact: true }).waitFor();
      await session.inspecting.clear();
    } finally {
      removeSegment(name);
    }
  });

  test('shows each shard of a data set', async () => {
    const path = join(folder.path, 'cities');
    await buildDataset(path, Cities, cityRows(300), { shards: 4 });
    const page = await session.inspecting.open(await session.inspecting.serve(path));
    let records = 0;
    const shards = page.getByLabel('Shard');
    const names = await shards.locator('option').allTextContents();
    expect(names.length).toBe(4);
    for (const name of names) {
      await shards.selectOption(name);
      await page.locator('header strong', { hasText: name }).waitFor();
      const fact = page.locator('.facts div', { has: page.locator('dt', { hasText: /^records$/ }) });
      records += Number(await fact.locator('dd').textContent());
    }
    expect(records).toBe(300);
  });
});
