/** The modules that `types` writes: they compile, and open the file that they were written for. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as library from 'sharedbuffers';
import { idMapper, mapping, struct, t } from 'sharedbuffers';
import {
  buildArray,
  buildIdMapper,
  buildMapping,
  openArray,
  openIdMapper,
  openMapping,
} from 'sharedbuffers/node';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { buildEveryType, buildKeyed, KEYS } from './every-type.js';
import { cli, Folder, GOLDEN, output } from './harness.js';

const folder = new Folder();
const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
const modules: string[] = [];

type Module = Record<string, never>;

/** Writes a module of a file, and runs it. */
async function moduleOf(path: string, name: string, ...options: string[]): Promise<Module> {
  const target = folder.path(`${name}.ts`);
  await output(['types', path, '-o', target, ...options]);
  modules.push(target);
  const code = readFileSync(target, 'utf8');
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported = {};
  new Function('exports', 'require', outputText)(exported, (wanted: string) => {
    expect(wanted).toBe('sharedbuffers');
    return library;
  });
  return exported as Module;
}

interface Comparable {
  equals(other: unknown): boolean;
}

test('every type', async () => {
  const path = folder.path('every-type.sb');
  for (const alignment of [8, 32] as const) {
    await buildEveryType(path, alignment);
    const { EveryTypeRecord } = await moduleOf(path, 'every-type', '--bigint');
    using opened = openArray(path, EveryTypeRecord!);
    using plain = openArray(path);
    expect(opened.length).toBe(plain.length);
    for (const [index, record] of [...plain].entries()) {
      expect((record as unknown as Comparable).equals(opened.at(index))).toBe(true);
    }
  }
});

test.each(KEYS)('keys: %s', async (...keys) => {
  const path = folder.path('keyed.sb');
  await buildKeyed(path, keys);
  const name = `Keyed${KEYS.indexOf(keys)}`;
  const made = await moduleOf(path, 'keyed', '--name', name);
  using opened = openMapping(path, made[name]! as never) as library.Mapping<library.Key, object>;
  using plain = openMapping(path) as unknown as library.Mapping<library.Key, object>;
  expect([...opened.keys()].map(String)).toEqual([...plain.keys()].map(String));
  const records = [...plain.values()];
  expect(records.every((record, index) => (record as Comparable).equals([...opened.values()][index]))).toBe(
    true,
  );
});

test('files of Python, which say less', async () => {
  const { PyRecord } = await moduleOf(`${GOLDEN}array/array_nested.bin`, 'py', '--name', 'Py');
  using opened = openArray(`${GOLDEN}array/array_nested.bin`, PyRecord!);
  expect([...opened]).toHaveLength(opened.length);
});

test('id mappers and approximate keys', async () => {
  const path = folder.path('ids.sb');
  await buildIdMapper(path, idMapper({ key: t.uint32, width: 32 }), [[7, 1]]);
  const { Ids } = await moduleOf(path, 'ids');
  using opened = openIdMapper(path, Ids! as never) as unknown as library.IdMapper<number>;
  expect(opened.get(7)).toBe(1);
  const Row = struct({ n: t.int8 });
  await buildMapping(path, mapping({ key: t.string, approximate: true, value: Row }), [['a', { n: 1 }]]);
  const { Hashes } = await moduleOf(path, 'hashes', '--name', 'Hashes');
  using hashes = openMapping(path, Hashes! as never) as unknown as library.Mapping<string, { n: number }>;
  expect(hashes.get('a')!.n).toBe(1);
});

test('a schema', async () => {
  const schema = folder.write(
    'town.json',
    '{"fields":{"name":"string"},"key":{"type":"string","multi":true}}',
  );
  expect(await output(['types', schema])).toContain(
    'export const Town = mapping({ key: t.string, value: TownRecord, multi: true });',
  );
});

test('text of files stays text', async () => {
  const evil = [
    "a'); throw 1; ('",
    '\\',
    '\n*/ throw 2 /*',
    '__proto__',
    'constructor',
    'class',
    '\u2028',
    '`$' + '{1}`',
    '😀',
  ];
  const registry = new library.Registry();
  const Evil = struct({ x: t.int8 }, { name: "'); throw 3; (' */", registry });
  registry.register(Evil, 128);
  const fields = Object.create(null) as Record<string, typeof t.int8>;
  for (const name of evil) fields[name] = t.int8;
  const path = folder.path("evil *' throw 4.sb");
  const record = Object.fromEntries(evil.map((name, index) => [name, index]));
  const row = Object.assign(Object.create(null), record, { ['__proto__']: 3 }) as never;
  Object.defineProperty(row, '__proto__', { value: 3, enumerable: true });
  await buildArray(
    path,
    struct({ ...fields, list: t.list(Evil) }, { registry }) as never,
    [{ ...record, list: [{ x: 1 }] }] as never,
  );
  const { EvilRecord: made } = await moduleOf(path, 'evil', '--name', 'Evil');
  using opened = openArray(path, made!);
  using plain = openArray(path);
  expect((plain.at(0) as unknown as Comparable).equals(opened.at(0))).toBe(true);
  expect(Object.keys((opened as unknown as { schema: { fields: unknown[] } }).schema.fields)).toHaveLength(
    evil.length + 1,
  );
});

test('they compile', async () => {
  expect(modules.length).toBeGreaterThan(5);
  const program = ts.createProgram(modules, {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.esnext.collection.d.ts'],
    types: ['node'],
    typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUnusedLocals: true,
    skipLibCheck: true,
    noEmit: true,
    paths: { sharedbuffers: [`${SOURCE}index.ts`] },
  });
  const own = new Set(modules);
  const found = modules.flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)));
  expect(
    found
      .filter(({ file }) => file === undefined || own.has(file.fileName))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  ).toEqual([]);
});

test('what it cannot do', async () => {
  const { code, stderr } = await cli(['types', folder.path('none.sb')]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('none.sb') });
});
