/** The modules that `types --python` writes: the Python library opens the file with them. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { struct, t } from 'sharedbuffers';
import { buildArray, openArray, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { buildEveryType, buildKeyed, KEYS } from '../cli/every-type.js';
import { Folder, output } from '../cli/harness.js';
import { available } from './peer.js';

const folder = new Folder();
const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));

/** Runs the module, opens the file with its class, and prints what the fields called `n` and `s` hold. */
const SCRIPT = `
import json, runpy, sys
module = runpy.run_path(sys.argv[1])
made = module[sys.argv[3]]
with open(sys.argv[2], 'rb') as file:
    opened = made.map_file(file)
    array = getattr(opened, 'value_array', opened)
    schema = getattr(getattr(made, 'ValueArray', made), 'schema')
    rows = [[getattr(row, 'n', None), getattr(row, 's', None)] for row in array]
    print(json.dumps({'rows': rows, 'compatible': bool(schema.compatible(array.schema))}))
`;

/** Types that Python has, and not in slots. */
const UNREAD = ['datetimeTz', 'datetimeLocal', 'datetimeTzLocal', 'datetimeUtc'];

async function readByPython(path: string, name: string): Promise<{ rows: unknown[][]; compatible: boolean }> {
  const module = folder.path(`${name}.py`);
  await output(['types', path, '--python', '-o', module, '--name', name]);
  return JSON.parse(execFileSync(PYTHON, ['-c', SCRIPT, module, path, name], { encoding: 'utf8' }));
}

describe.runIf(available)('modules for Python', () => {
  test.each(KEYS)('keys: %s', async (...keys) => {
    const path = folder.path('keyed.sb');
    await buildKeyed(path, keys);
    const { rows, compatible } = await readByPython(path, 'Keyed');
    expect(compatible).toBe(true);
    using map = openMapping(path);
    const expected = Array.from(map.array, (record) => record as unknown as { n: number; s?: string });
    expect(rows).toEqual(expected.map(({ n, s }) => [n, s ?? null]));
  });

  test.each([8, 32] as const)('every type, aligned to %i', async (alignment) => {
    const path = folder.path('every.sb');
    await buildEveryType(path, alignment, UNREAD);
    using array = openArray(path);
    // Python compares nested schemas by their identity.
    expect((await readByPython(path, 'Every')).rows).toHaveLength(array.length);
  });

  test('text of files stays text', async () => {
    const path = folder.path('evil.sb');
    const names = ["a'); raise 1; ('", '\\', '\n# x', '\u2028', '😀', 'class'];
    const fields = Object.fromEntries(names.map((name) => [name, t.int8]));
    await buildArray(
      path,
      struct({ ...fields, n: t.int8 }) as never,
      [{ ...Object.fromEntries(names.map((name) => [name, 1])), n: 5 }] as never,
    );
    expect(await readByPython(path, 'Evil')).toEqual({ compatible: true, rows: [[5, null]] });
  });
});
