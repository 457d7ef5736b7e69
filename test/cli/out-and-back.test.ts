/** What tables have no place for: it is told, and never comes back as something else. */
import { struct, t } from 'sharedbuffers';
import { buildArray, openArray } from 'sharedbuffers/node';
import { toArrow } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();

describe('records without fields', () => {
  const path = () => folder.path('empty.sb');
  const build = () => buildArray(path(), struct({}), [{}, {}, {}]);

  test.each(['csv', 'tsv', 'parquet', 'arrow'])('are refused as %s', async (format) => {
    await build();
    const target = folder.path(`empty.${format}`);
    expect(await cli(['dump', path(), '-o', target])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no fields.*--format ndjson/),
    });
    expect(folder.list()).not.toContain(`empty.${format}`);
  });

  test.each(['ndjson', 'json'])('come back as many from %s', async (format) => {
    await build();
    const target = folder.path(`empty.${format}`);
    await output(['dump', path(), '-o', target]);
    await output(['build', target, '-o', folder.path('back.sb')]);
    expect(await output(['count', folder.path('back.sb')])).toBe('3\n');
  });

  test('are refused by toArrow', async () => {
    await build();
    using rows = openArray(path());
    await expect(toArrow(rows)).rejects.toMatchObject({ code: 'SB_INPUT' });
  });
});

test.each(['csv', 'tsv'])('a field without a name is refused as %s', async (format) => {
  const path = folder.path('noname.sb');
  await buildArray(path, struct({ '': t.int8, b: t.int8 }), [{ '': 1, b: 2 }]);
  expect(await cli(['dump', path, '--format', format])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/a field has the empty text for a name.*--format ndjson/),
  });
});

describe('values of any kind in CSV', () => {
  const Row = struct({ id: t.int8, any: t.any });
  const schema = () => folder.write('any.schema.json', '{"fields":{"id":"int8","any":"any"}}');
  const dumped = async (values: readonly unknown[]) => {
    const path = folder.path('any.sb');
    await buildArray(
      path,
      Row,
      values.map((any, id) => ({ id, any })),
    );
    const target = folder.path('any.csv');
    await output(['dump', path, '-o', target]);
    return target;
  };
  const back = async (input: string, ...args: string[]) => {
    const target = folder.path('any-back.sb');
    await output(['build', input, '-o', target, '--schema', schema(), ...args]);
    return lines(await output(['dump', target])).map((row) => (row as { any: unknown }).any);
  };

  test('are what they were, by a schema alone', async () => {
    const values = [1, '1', 1.5, true, 'true', 'null', '', 'x', '"', [1, 'a', []], '[1]', '{', '01', ' 1 '];
    expect(await back(await dumped(values))).toEqual(values);
  });

  test('that say what they are take a word on who wrote them', async () => {
    const input = await dumped([1, [new Set([1])]]);
    expect(await cli(['build', input, '-o', folder.path('not.sb'), '--schema', schema()])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/any\.csv:3: any: has a member "\$set".*--from-dump.*--no-from-dump/),
    });
    expect(folder.list()).not.toContain('not.sb');
    expect(await back(input, '--from-dump')).toEqual([1, [{ $set: [1] }]]);
    expect(await back(input, '--no-from-dump')).toEqual([1, [{ $dict: [['$set', [1]]] }]]);
  });
});
