/** What a dump writes, `build` makes the same file of, byte for byte, with the schema that is written beside it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildEveryType, buildKeyed, KEYS } from './every-type.js';
import { Folder, output } from './harness.js';

const folder = new Folder();
const FORMATS = ['ndjson', 'json', 'csv', 'tsv', 'parquet', 'arrow'] as const;

/** Dumps a file, builds one from that, and compares. */
async function expectSame(path: string, format: string): Promise<void> {
  const schema = folder.path('schema-out.json');
  const dumped = folder.path(`dumped.${format}`);
  await output(['dump', path, '-o', dumped, '--schema-out', schema]);
  const copy = folder.path('copy.sb');
  await output(['build', dumped, '-o', copy, '-q', '--schema', schema, '--reproducible', '--from-dump']);
  expect(await output(['dump', copy])).toBe(await output(['dump', path]));
  expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
}

describe.each(FORMATS)('%s', (format) => {
  test.each([8, 1, 32] as const)('every type, aligned to %i', async (alignment) => {
    const path = folder.path('types.sb');
    await buildEveryType(path, alignment);
    await expectSame(path, format);
  });

  test('keys of any kind', async () => {
    const path = folder.path('keyed.sb');
    await buildKeyed(path, KEYS.at(-1)!);
    await expectSame(path, format);
  });
});

describe.each(FORMATS)('%s', (format) => {
  test.each(KEYS.slice(0, -1))('keys: %s', async (...keys) => {
    const path = folder.path('keyed.sb');
    await buildKeyed(path, keys);
    await expectSame(path, format);
  });

  test.each(['compact', 'none'])('index: %s', async (index) => {
    const path = folder.path('keyed.sb');
    await buildKeyed(path, KEYS[0]!, { index });
    await expectSame(path, format);
  });

  test('columns', async () => {
    const path = folder.path('keyed.sb');
    await buildKeyed(path, KEYS[4]!, { columns: ['n'] });
    await expectSame(path, format);
  });
});

test('what stat --json prints is the schema, and the same', async () => {
  const path = folder.path('types.sb');
  await buildEveryType(path);
  const stat = folder.write('stat.json', await output(['stat', path, '--json']));
  const copy = folder.path('copy.sb');
  await output(['build', '-', '-o', copy, '-q', '--schema', stat, '--reproducible'], {
    stdin: await output(['dump', path]),
  });
  expect(readFileSync(copy).equals(readFileSync(path))).toBe(true);
  const schema = (text: string) => (JSON.parse(text) as { schema: unknown }).schema;
  expect(schema(await output(['stat', copy, '--json']))).toEqual(schema(readFileSync(stat, 'utf8')));
});
