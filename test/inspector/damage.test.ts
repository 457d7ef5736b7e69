/** Files that have lost their head or their end, and cases of the damage suite: what is left is shown, and no page breaks. */
import { array } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { generatedSamples } from '../../fuzz/corpus/generated.js';
import { Cases } from '../../fuzz/damage/cases.js';
import { damaged } from '../../fuzz/damage/edit.js';
import { available, goTo } from './inspecting.js';
import { lookThrough, openLocal } from './look-through.js';
import { Cities, City, cityRows } from './samples.js';
import { useSession } from './session.js';

/** Cases that are looked at, of the millions that `npm run fuzz` goes through. */
const CASES = 60;

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;
  const cities = Cities.pack(cityRows(300), { columns: ['population'], ordered: true, checksums: true });

  test('shows the records of files without a head, and of those without a trailer', async () => {
    const page = await session.inspecting.alone(folder.path);
    const list = array(City).pack(
      cityRows(300).map(([, city]) => city),
      { checksums: true },
    );
    for (const [name, bytes, how] of [
      ['no head.sb', cities.slice().fill(0, 0, 16), 'its headers are taken from its trailer'],
      ['no head of an array.sb', list.slice().fill(255, 0, 56), 'its headers are taken from its trailer'],
      ['no trailer.sb', cities.subarray(0, cities.length - 40), 'behind all of its records'],
    ] as const) {
      const path = folder.write(name, bytes);
      await lookThrough(page, path);
      await page.getByRole('alert').getByText(how).first().waitFor();
      await goTo(page, 'view=records');
      await page.locator('#row-9').getByText('City 9', { exact: true }).waitFor();
      await goTo(page, 'view=columns&field=population');
      await page.getByText('Of all 300 records').waitFor();
    }
  });

  test('shows the keys of a file that is cut amid its records, and these by the schema of another', async () => {
    const page = await session.inspecting.alone(folder.path);
    await openLocal(page, folder.write('cut.sb', cities.subarray(0, Math.floor(cities.length * 0.6))));
    await page.getByRole('alert').getByText('its keys are left').waitFor();
    await goTo(page, 'view=records&row=0');
    await page
      .locator('#row-5')
      .getByText(/^city\//)
      .waitFor();
    await page.getByLabel('Read its records by the schema of a file').setInputFiles(folder.ids());
    await page.getByText('ids.sb has no schema').waitFor();
    await page.getByLabel('Read its records by the schema of a file').setInputFiles(folder.records());
    await page
      .getByRole('alert')
      .getByText(/by the schema of another file, \d+ of its 300 records/)
      .waitFor();
    await goTo(page, 'view=records&order=written');
    await page.locator('#row-9').getByText('City 9', { exact: true }).waitFor();
    await goTo(page, 'view=find&q=city%2F00001');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText('1 found').waitFor();
    await goTo(page, 'view=bytes&record=3');
    await page.getByRole('heading', { name: 'Record 3' }).waitFor();
  });

  test('shows cases of the damage suite', async () => {
    const page = await session.inspecting.alone(folder.path);
    const cases = new Cases(generatedSamples(), 14);
    for (let number = 0; number < CASES; number += 1) {
      const { sample, edits } = cases.random(number);
      await lookThrough(page, folder.write(`case ${number}.sb`, damaged(sample.bytes, edits)));
      expect([number, sample.name, ...session.inspecting.complaints.splice(0)]).toEqual([
        number,
        sample.name,
      ]);
    }
  }, 400_000);
});
