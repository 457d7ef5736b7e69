/** Imports run one way (docs: bytes, hash, values, schema, index, containers, files, command line), and never to Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));
/** Lowest first: each may import itself and those before it. */
const ORDER = [
  'bytes',
  'hash',
  'trailer',
  'values',
  'schema',
  'mappers',
  'containers',
  'verify',
  'shards',
  'remote',
  'inspector',
  'testing',
  'files',
  'tables',
  'datasets',
  'cli',
];
/** The same for the kinds of values. */
const KINDS = [
  'base',
  'numbers',
  'times',
  'text',
  'decimals',
  'compare',
  'ndarrays',
  'views',
  'sequences',
  'sets',
  'dicts',
  'any',
];
/** Modules whose types know one another: what a codec is given, and what a proxy is made from. */
const MUTUAL = [
  /^values\/base\/(codec|packer|decoding|readings|tagged-value)\.ts$/,
  /^schema\/(proxies\/|struct-|layout)/,
];
const ENTRY_POINTS = ['index.ts', 'node.ts', 'remote.ts', 'tables.ts', 'testing.ts'];
/** What `src/index.ts` must not lead to. */
const NODE_ONLY = ['files', 'tables', 'datasets', 'cli'];

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/\.(test|d)\.ts$/.test(path));

const read = new Map<string, string[]>();

/** Everything that a file imports or exports from elsewhere, types included, as it names it. */
function importsOf(path: string): string[] {
  const known = read.get(path);
  if (known !== undefined) return known;
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, path), 'utf8'), true, true);
  const names = importedFiles.map(({ fileName }) => fileName);
  read.set(path, names);
  return names;
}

/** Path under `src` of a relative import. */
function target(path: string, imported: string): string {
  return relative(root, join(root, dirname(path), imported))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts');
}

const layer = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

/** What is wrong with an import; undefined when nothing is. */
function fault(path: string, imported: string): string | undefined {
  // What is CommonJS lies beside what imports it, and imports nothing of the library.
  if (!imported.startsWith('.') || /^\.\/[^/]*\.cjs$|\/packages\/koffi\.cjs$/.test(imported))
    return undefined;
  const to = target(path, imported);
  if (!sources.includes(to)) return `${path} imports ${to}, which does not exist`;
  if (to === 'errors.ts') return undefined;
  if (path === 'errors.ts') return `errors.ts imports ${to}`;
  if (ENTRY_POINTS.includes(to))
    return layer(path) === 'cli' ? undefined : `${path} imports the entry point ${to}`;
  if (ENTRY_POINTS.includes(path)) return undefined;
  return ORDER.indexOf(layer(to)) <= ORDER.indexOf(layer(path))
    ? undefined
    : `${path} imports ${to}, above it`;
}

const kind = (path: string): number => KINDS.indexOf(/^values\/([^/]+)\//.exec(path)?.[1] ?? '');

/** Imports among the kinds of values that go up. */
function kindFault(path: string, imported: string): string | undefined {
  const to = imported.startsWith('.') ? target(path, imported) : '';
  return kind(to) > kind(path) && kind(path) >= 0 ? `${path} imports ${to}, above it` : undefined;
}

const known = new Map<string, readonly string[]>();

/** The files of the library that a file imports. */
function filesOf(path: string): readonly string[] {
  let files = known.get(path);
  if (files === undefined) {
    const own = importsOf(path).filter((imported) => imported.startsWith('.'));
    files = [...new Set(own.map((imported) => target(path, imported)))];
    known.set(path, files);
  }
  return files;
}

/** Files that one file leads to, itself included. */
function reach(path: string, reached: Set<string> = new Set()): Set<string> {
  if (reached.has(path)) return reached;
  reached.add(path);
  for (const file of filesOf(path)) reach(file, reached);
  return reached;
}

describe('imports', () => {
  test('are found', () => {
    expect(sources.length).toBeGreaterThan(80);
    expect(importsOf('index.ts')).toContain('./errors.js');
    expect(importsOf('files/mapping/map-file.ts')).toContain('node:fs');
  });

  test('run downwards in the order of the folders', () => {
    const layers = new Set(sources.filter((path) => path.includes('/')).map(layer));
    expect([...layers].filter((name) => !ORDER.includes(name))).toEqual([]);
    const faults = sources.flatMap((path) => importsOf(path).map((imported) => fault(path, imported)));
    expect(faults.filter((each) => each !== undefined)).toEqual([]);
  });

  test('run downwards among the kinds of values', () => {
    expect(sources.filter((path) => path.startsWith('values/') && kind(path) < 0)).toEqual([]);
    const faults = sources.flatMap((path) => importsOf(path).map((imported) => kindFault(path, imported)));
    expect(faults.filter((each) => each !== undefined)).toEqual([]);
  });

  test('run in no circles, but where types know one another', () => {
    const leadsBack = (path: string): boolean => {
      const reached = new Set<string>();
      for (const file of filesOf(path)) reach(file, reached);
      return reached.has(path);
    };
    const circles = sources.filter(leadsBack);
    expect(circles.filter((path) => !MUTUAL.some((each) => each.test(path)))).toEqual([]);
  });

  test('of the portable entry points lead to no Node module and no file access', () => {
    const reached = [...reach('index.ts'), ...reach('testing.ts'), ...reach('remote.ts')];
    expect(reached.length).toBeGreaterThan(60);
    expect(
      reached.filter((path) => NODE_ONLY.includes(layer(path)) || ['node.ts', 'tables.ts'].includes(path)),
    ).toEqual([]);
    const outside = reached.flatMap((path) =>
      importsOf(path).filter((imported) => !imported.startsWith('.')),
    );
    expect(outside.filter((imported) => !isPortable(imported))).toEqual([]);
  });

  test('below files/ name no Node module anywhere', () => {
    const portable = sources.filter(
      (path) => !NODE_ONLY.includes(layer(path)) && !['node.ts', 'tables.ts'].includes(path),
    );
    const named = portable.flatMap((path) => importsOf(path).filter((imported) => /^node:/.test(imported)));
    expect(named).toEqual([]);
  });
});

/** Packages that run anywhere. */
function isPortable(imported: string): boolean {
  return imported.startsWith('temporal-polyfill') || imported === 'aws4fetch';
}
