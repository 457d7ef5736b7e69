/** The package as it is published: few files, one copy of each class, nothing loaded before it is needed. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const entry = (name: string): string => JSON.stringify(pathToFileURL(join(dist, name)).href);
const code = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));

/** What a module prints that runs in a process of its own. */
function printed(lines: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', lines], { encoding: 'utf8' }).trim();
}

/** Everything that a file of `dist` imports, itself or through others. */
function importsOf(name: string, reached: Set<string> = new Set()): Set<string> {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(dist, name), 'utf8'), true, true);
  for (const { fileName } of importedFiles) {
    const target = fileName.startsWith('.') ? join(name, '..', fileName) : fileName;
    if (reached.has(target)) continue;
    reached.add(target);
    if (fileName.startsWith('.')) importsOf(target, reached);
  }
  return reached;
}

/** What loading a file of `dist` loads before it runs: what stands in its import declarations, and in those of these. */
function loadedBy(name: string, reached: Set<string> = new Set()): Set<string> {
  const { statements } = ts.createSourceFile(
    name,
    readFileSync(join(dist, name), 'utf8'),
    ts.ScriptTarget.ES2022,
  );
  for (const statement of statements) {
    const from =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
        ? statement.moduleSpecifier
        : undefined;
    if (from === undefined || !ts.isStringLiteral(from) || !from.text.startsWith('.')) continue;
    const target = join(name, '..', from.text);
    if (reached.has(target)) continue;
    reached.add(target);
    loadedBy(target, reached);
  }
  return reached;
}

describe('dist', () => {
  test('loads few files, in ASCII, for start-up', () => {
    // The core is three: what reads plain mappings, fields of other kinds, and the rest, which pages load one by one.
    for (const [name, files] of [
      ['index.js', 4],
      ['index-node.js', 6],
      ['node.js', 6],
      ['remote.js', 6],
    ] as const) {
      expect([...loadedBy(name)].filter((path) => path.endsWith('.js')).length, name).toBeLessThanOrEqual(
        files,
      );
    }
    for (const path of code) expect(readFileSync(join(dist, path), 'utf8'), path).toMatch(/^[\0-\x7f]*$/);
  });

  test('has no syntax that Node 20 lacks', () => {
    for (const path of code)
      expect(readFileSync(join(dist, path), 'utf8'), path).not.toMatch(/^\s*(await )?using \w+ =/m);
    const main = fileURLToPath(new URL('cli/main.js', pathToFileURL(`${dist}/`)));
    expect(execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' })).toMatch(/^\d/);
  });

  test('keeps to what runs anywhere in the portable entries', () => {
    const names = [...importsOf('index.js'), ...importsOf('testing.js'), ...importsOf('remote.js')];
    expect(names.some((name) => name.endsWith('.js'))).toBe(true);
    // Which runs anywhere too, and is loaded by who uses it.
    expect(names.filter((name) => !name.endsWith('.js'))).toEqual(['aws4fetch']);
  });

  test('leads to Node and the declared dependencies only', () => {
    const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
      readFileSync(join(dist, '../package.json'), 'utf8'),
    ) as Record<'dependencies' | 'optionalDependencies' | 'peerDependencies', Record<string, string>>;
    const packages = ['node.js', 'tables.js', 'cli/main.js'].flatMap((name) =>
      // Besides the package's own modules, by path or, where bundlers get another, by `imports` in package.json.
      [...importsOf(name)].filter((each) => !/^#|\.c?js$/.test(each) && !isBuiltin(each)),
    );
    const declared = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    expect(packages.filter((name) => !Object.hasOwn(declared, name))).toEqual([]);
  });

  test('has one copy of each class for all entry points, under its own name', () => {
    const output = printed(`
      import * as portable from ${entry('index.js')};
      import { openMapping, Bundle, ObjectPool } from ${entry('node.js')};
      import { InputError } from ${entry('tables.js')};
      import { contentEquality, plain } from ${entry('testing.js')};
      const names = Object.entries({ ...portable, Bundle, ObjectPool })
        .filter(([name, value]) => /^[A-Z]/.test(name) && typeof value === 'function' && value.name !== name);
      const { struct, t } = portable;
      const Row = struct({ n: t.int32 });
      const row = Row.unpackFrom(Row.pack({ n: 1 }));
      if (InputError !== portable.InputError) names.push('tables');
      if (!contentEquality(row, plain(row))) names.push('testing');
      try { openMapping('/there/is/no/such/file'); } catch (error) {
        console.log(JSON.stringify([error instanceof portable.FileError, error.name, names]));
      }`);
    expect(JSON.parse(output)).toEqual([true, 'FileError', []]);
  });
});

describe('Temporal’s polyfill', () => {
  const program = (before: string): string => `
    import { createRequire } from 'node:module';
    import { struct, t } from ${entry('index.js')};
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('polyfill'));
    ${before}
    const Day = struct({ day: t.date });
    const packed = Day.pack({ day: new Date(0) });
    const seen = [loaded()];
    const { day } = Day.unpackFrom(packed);
    console.log(JSON.stringify([...seen, loaded(), String(day)]));`;

  test('is loaded when the first date is read', () => {
    const output = printed(program('delete globalThis.Temporal;'));
    expect(JSON.parse(output)).toEqual([false, true, '1970-01-01']);
  });

  test('is not where the runtime has its own', () => {
    const own = 'globalThis.Temporal = { PlainDate: class { toString() { return "own"; } } };';
    expect(JSON.parse(printed(program(own)))).toEqual([false, false, 'own']);
  });
});
