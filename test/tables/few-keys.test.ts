/** Mappings of few keys, opened by what the file says: to judge by the sections alone, their index could end in several places. */
import { buildFrom } from 'sharedbuffers/tables';
import { expect, test } from 'vitest';
import { Folder, output } from '../cli/harness.js';

const folder = new Folder();
const KINDS = [
  ['uint64', 64],
  ['uint64', 32],
  ['signed', 64],
  ['float64', 64],
  ['string', 64],
  ['string', 32],
  ['any', 64],
] as const;

test.each(
  KINDS.flatMap((kind) => (['table', 'compact', 'none'] as const).map((index) => [...kind, index] as const)),
)('%s, %d bits, %s', async (type, width, index) => {
  const path = folder.path('few.sb');
  for (let count = 1; count <= 9; count += 1) {
    const rows = Array.from({ length: count }, (_, place) => ({
      k: type === 'string' ? `k${place}` : place + 1,
    }));
    const schema = { fields: { k: type === 'string' ? 'string' : 'int64' }, key: { type, width } };
    const { repeatedKeys } = await buildFrom(path, rows, { key: 'k', index, schema });
    expect(repeatedKeys, `${count} keys`).toBe(0);
  }
  expect(JSON.parse(await output(['stat', path, '--json']))).toMatchObject({
    schema: { key: { type, width } },
  });
});
