/** Fields that are selected, and more columns than a record has fields. */
import { openMapping } from 'sharedbuffers/node';
import { buildFrom } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from '../cli/harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');
const names = Array.from({ length: 1000 }, (_, index) => `c${index}`);
const WIDE = `id,${names.join(',')}\n${[1, 2].map((id) => `${id},${names.map((_, at) => id * at)}`).join('\n')}\n`;

describe('--select', () => {
  test.each([
    ['a.csv', 'id,a,b\n1,2,x\n'],
    ['a.ndjson', '{"id":1,"a":2,"b":"x"}\n'],
  ])('%s', async (name, text) => {
    const path = folder.write(name, text);
    await output(['build', path, '-o', target(), '-q', '--select', 'b,a', '--key', 'id']);
    expect(await output(['dump', target()])).toBe('{"$key":1,"b":"x","a":2}\n');
    const schema = { fields: { id: 'int64', a: 'uint8', b: 'string' } };
    const result = await buildFrom(target(), path, { select: ['a'], schema });
    expect(result.schema).toEqual({ fields: { a: 'uint8' } });
    expect(lines(await output(['dump', target()]))).toEqual([{ a: 2 }]);
    const { code, stderr } = await cli(['build', path, '-o', target(), '-q', '--select', 'aa']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/no field aa: is it a\?/) });
  });
});

describe('a thousand columns', () => {
  test('are refused with what to type, which does', async () => {
    const path = folder.write('wide.csv', WIDE);
    const { stderr } = await cli(['build', path, '-o', target(), '-q', '--key', 'id']);
    const select = /--group nests .*--select "([^"]+)"/.exec(stderr)![1]!;
    await output(['build', path, '-o', target(), '-q', '--key', 'id', '--select', select]);
    using map = openMapping(target());
    expect(map.get(2 as never)?.c5).toBe(10);
  });

  test('are nested by --group, and read by the schema that is printed, too', async () => {
    const path = folder.write('wide.csv', WIDE);
    const { schema } = await buildFrom(target(), path, { key: 'id', group: true });
    expect(Object.keys(schema.fields)).toEqual(Array.from({ length: 16 }, (_, index) => `g${index + 1}`));
    for (const given of [undefined, schema]) {
      await buildFrom(target(), path, { key: 'id', group: true, schema: given });
      using map = openMapping(target());
      const record = map.get(2 as never)!.toObject() as Record<string, Record<string, number>>;
      const flat = Object.assign({}, ...Object.values(record)) as Record<string, number>;
      expect(Object.keys(flat)).toHaveLength(1001);
      names.forEach((name, at) => {
        expect(flat[name]).toBe(2 * at);
      });
    }
  });
});
