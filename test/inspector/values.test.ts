/** Values that are easily taken for others: in the table, as JSON, in columns, in conditions, as keys, and compared. */
import type { Page } from 'playwright-core';
import { array, Decimal, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { available, goTo } from './inspecting.js';
import { useSession } from './session.js';

const Row = struct({
  text: t.string.optional().nullable(),
  'a.b': t.float64,
  id: t.bigint64,
  bytes: t.bytes,
  born: t.jsDate.optional(),
  price: t.decimal.optional(),
  any: t.any.optional(),
  'with space': t.uint8,
});
const born = (day: string) => new Date(`${day}T12:00:00Z`);
const row = { 'a.b': 1, id: 5n, bytes: Uint8Array.of(0, 255), 'with space': 1 };
const ROWS = [
  { ...row, text: null, 'a.b': -0, any: 5 },
  { ...row, text: '', 'a.b': Number.NaN, id: 2n ** 60n, born: born('1969-12-31'), any: '5' },
  { ...row, text: 'null', 'a.b': Number.POSITIVE_INFINITY, id: -(2n ** 60n), born: born('2024-02-29') },
  {
    ...row,
    'a.b': 2.5,
    id: 2n ** 53n + 1n,
    price: Decimal.from('1.10'),
    any: new Map([['k', [1, 2n ** 60n]]]),
  },
  { ...row, text: '\\u000a is no line', 'with space': 7, id: 2n ** 53n, price: Decimal.from('-3') },
];
const Zips = mapping({ key: t.string, value: struct({ zip: t.string, size: t.float64 }) });
const Many = mapping({ key: t.string, multi: true, value: struct({ n: t.uint32 }) });

describe.skipIf(!available)('the inspector', () => {
  const session = useSession();
  const { folder } = session;
  const rows = () => folder.write('rows.sb', array(Row).pack(ROWS));

  async function open(path: string, place: string): Promise<Page> {
    return await session.inspecting.open(await session.inspecting.serve(path), `#view=${place}`);
  }

  test('tells what is missing, None, empty, and zeros of either sign apart', async () => {
    const page = await open(rows(), 'records&row=0');
    await page.getByRole('heading', { name: 'Record 0' }).waitFor();
    const cells = async (at: number) =>
      (await page.locator(`#row-${at} [role=gridcell]`).allTextContents()).slice(0, 3);
    expect(await cells(0)).toEqual(['null', '-0', '5']);
    expect(await cells(1)).toEqual(['""', 'NaN', '1152921504606846976']);
    expect(await cells(2)).toEqual(['"null"', 'Infinity', '-1152921504606846976']);
    expect(await cells(3)).toEqual(['', '2.5', '9007199254740993']);
    expect(await page.locator('pre').textContent()).toContain('"a.b": -0');
    await goTo(page, 'view=records&row=3');
    await page.getByRole('heading', { name: 'Record 3' }).waitFor();
    expect(await page.locator('.tree').textContent()).toContain('text missing');
    expect(JSON.parse((await page.locator('pre').textContent())!)).toEqual({
      'a.b': 2.5,
      id: '9007199254740993',
      bytes: 'AP8=',
      price: '1.10',
      any: { k: [1, '1152921504606846976'] },
      'with space': 1,
    });
    await goTo(page, 'view=records&row=4');
    await page.getByRole('heading', { name: 'Record 4' }).waitFor();
    expect(JSON.parse((await page.locator('pre').textContent())!).text).toBe('\\u000a is no line');
  });

  test('columns: the least and the most of big integers, of infinite numbers, of times, and of values of several kinds', async () => {
    const page = await open(rows(), 'columns&field=id');
    const facts = async (field: string) => {
      await page.getByLabel('Field').selectOption(field);
      await page.locator('main').getByText('Of all 5 records.').waitFor();
      await page.locator('.facts').waitFor();
      const names = await page.locator('.facts dt').allTextContents();
      const values = await page.locator('.facts dd').allTextContents();
      return Object.fromEntries(names.map((name, at) => [name, values[at]]));
    };
    expect(await facts('id')).toMatchObject({ least: '-1152921504606846976', most: '1152921504606846976' });
    expect(await facts('a.b')).toMatchObject({ values: '5', least: '-0', most: 'Infinity', NaN: '1' });
    expect(await page.locator('.plot rect').count()).toBe(40);
    expect(await facts('born')).toMatchObject({ missing: '3', least: '1969-12-31T12:00:00Z' });
    expect(await page.locator('.marks').textContent()).toContain('1969-12-31');
    expect(await facts('price')).toMatchObject({ least: '-3', most: '1.10' });
    expect(await facts('any')).toMatchObject({ distinct: '3', 'least, 1 numbers': '5', 'most, 1 text': '5' });
  });

  test('conditions: any name, any value; what there is not is told', async () => {
    const page = await open(rows(), 'find&by=condition');
    const found = async (text: string) => {
      await page.locator('input[name=text]').fill(text);
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.getByText(/5 of 5 records looked at/).waitFor();
      await page.getByRole('button', { name: 'Stop', disabled: true }).waitFor();
      return await page.locator('tbody th').allTextContents();
    };
    expect(await found('id == 9007199254740993')).toEqual(['3']);
    expect(await found('a.b > 2')).toEqual(['2', '3']);
    expect(await found('`with space` = 7')).toEqual(['4']);
    expect(await found('born > "1970-01-01"')).toEqual(['2']);
    expect(await found('price < 0')).toEqual(['4']);
    expect(await found('a.b == NaN')).toEqual(['1']);
    await page.locator('input[name=text]').fill('siez > 5');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText('there is no field siez').waitFor();
    await goTo(page, 'view=overview');
    const damaged = await open(folder.damaged(), 'find&by=condition');
    await damaged.locator('input[name=text]').fill('name == "x"');
    await damaged.getByRole('button', { name: 'Find', exact: true }).click();
    await damaged.getByText('3,000 of 3,000 records looked at, of which 1 cannot be read').waitFor();
  });

  test('keys of further indexes are what these hold: text of digits is no number', async () => {
    const entries = ['07500', '75001', '75002'].map(
      (zip, at) => [`k${at}`, { zip, size: at + 0.5 }] as const,
    );
    const options = { indexes: [{ name: 'zip', ordered: true }, 'size'] } as const;
    const page = await open(folder.write('zips.sb', Zips.pack(entries, options)), 'find');
    const find = async (index: string, kind: string, text: string) => {
      await page.getByLabel('Index').selectOption(index);
      await page.getByLabel('Find by').selectOption(kind);
      await page.locator('input[name=text]').fill(text);
      await page.getByRole('button', { name: 'Find', exact: true }).click();
      await page.getByText(/\d found/).waitFor();
      await page.getByRole('button', { name: 'Stop', disabled: true }).waitFor();
      return await page.locator('tbody th').allTextContents();
    };
    expect(await find('zip', 'key', '07500')).toEqual(['07500']);
    expect(await find('zip', 'prefix', '75')).toEqual(['75001', '75002']);
    expect(await find('size', 'key', '1.5')).toEqual(['1.5']);
    await page.getByLabel('Index').selectOption('');
    expect(await page.getByLabel('Find by').locator('option').allTextContents()).toEqual([
      'key',
      'condition',
    ]);
    await page.getByText('no order that is stored').waitFor();
  });

  test('compares all values of a key, all bytes of a value, and values of like spelling', async () => {
    const entries = Array.from({ length: 600 }, (_, n) => [`k${n % 100}`, { n }] as const);
    const less = entries
      .filter((_, at) => at !== 550)
      .map(([key, value]) => [key, value.n === 401 ? { n: 7 } : value] as const);
    const page = await open(folder.write('many.sb', Many.pack(entries)), 'compare');
    const against = async (path: string) => {
      await page.getByLabel('With a file').setInputFiles(path);
      return await page
        .getByText(/ has .* the same\./)
        .last()
        .textContent();
    };
    expect(await against(folder.write('less.sb', Many.pack(less)))).toContain(
      '0 added, 1 removed, 1 changed, 598 the same',
    );
    const Blob = struct({ bytes: t.bytes, number: t.float64, any: t.any });
    const [one, other] = [0, 1].map((last) => {
      const bytes = new Uint8Array(100_000);
      bytes[99_999] = last;
      return array(Blob).pack([
        { bytes, number: last - 0 || -0, any: last === 0 ? 2n ** 60n : `${2n ** 60n}` },
      ]);
    });
    const second = await open(folder.write('one.sb', one!), 'compare');
    await second.getByLabel('With a file').setInputFiles(folder.write('other.sb', other!));
    await second.getByText('0 added, 0 removed, 1 changed, 0 the same.').waitFor();
    const fields = await second.locator('tbody td:nth-child(3)').allTextContents();
    expect(fields).toEqual(['bytes', 'number', 'any']);
  });
});
