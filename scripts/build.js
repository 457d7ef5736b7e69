/**
 * Empties `dist` and `.build`, and makes `dist`: declarations by the compiler, one a module, and the code bundled,
 * since every file imported costs some 0.3 ms at start-up. What entry points share lies in chunks, so that there is
 * one copy of each class whatever is imported. Names of functions and lines stay, for readable stack traces; comments go,
 * which are in the declarations, and the names of local variables, which take an engine a seventh of its reading.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { minifySync } from 'rolldown/utils';
import { markPure } from './pure.js';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** Entry points, by their files in `dist`. */
const ENTRIES = {
  index: path('src/index.ts'),
  node: path('src/node.ts'),
  tables: path('src/tables.ts'),
  testing: path('src/testing.ts'),
  remote: path('src/remote.ts'),
  'cli/main': path('src/cli/main.ts'),
  'tables/threads/worker': path('src/tables/threads/worker.ts'),
  'tables/threads/column-worker': path('src/tables/threads/column-worker.ts'),
  'datasets/building/shard-worker': path('src/datasets/building/shard-worker.ts'),
};
/** The module that says where dates come from. */
const PROVIDES = /src.files.packages.temporal/;
/** Folders that most of the library is made of. */
const CORE = /src.(errors|bytes|hash|trailer|values|schema|mappers|containers|shards)/;
const CHUNKS = [
  { name: 'core', test: CORE, priority: 1 },
  { name: 'verify', test: /src.verify/ },
  // What the entry points for Node load before all else.
  { name: 'packages', test: PROVIDES },
  // What live files are made of, which the first of them loads.
  { name: 'live', test: /src.files.live.(?!open-live|live-options)/, priority: 1 },
  // What builds files is a chunk of its own, `run-build`, that the first build loads.
  {
    name: 'files',
    test: /src.files.(?!building)|src.files.building.(atomic-|build-|merge-|row-form|threads.(messages|pack-|row-))/,
  },
];

function declare() {
  const compiler = path('node_modules/typescript/bin/tsc');
  const { status } = spawnSync(execPath, [compiler, '-p', path('tsconfig.build.json')], { stdio: 'inherit' });
  if (status !== 0) exit(status ?? 1);
}

/** Text outside ASCII, which only strings hold, as escapes: engines then keep and read one byte a character. */
function ascii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function shortenLocals(name, code) {
  const mangle = { toplevel: false, keepNames: true };
  const options = { module: true, compress: false, mangle, codegen: { removeWhitespace: false } };
  const { code: shortened, errors } = minifySync(name, code, options);
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return shortened;
}

/**
 * Takes Node's own modules as objects: an import makes a module of all their names, and of `node:fs` one that loads streams
 * and promises which nothing here uses. 1.3 to 3.4 ms for that, and 0.1 for each of the others.
 */
function withoutFacades(code) {
  return code.replace(
    /^import \{([^}]*)\} from "(node:[a-z_/]+)";$/gm,
    (_, names, module) =>
      `const {${names.replaceAll(' as ', ': ')}} = process.getBuiltinModule("${module}");`,
  );
}

/**
 * Gives the declarations of each entry what they name beyond the language, whatever the reader's `lib`: `Disposable`, and types
 * of the web that all runtimes have. Those are empty where nothing else declares them, and otherwise as `dom` or
 * `@types/node` has them, since interfaces are merged.
 */
function completeDeclarations() {
  const web = ['AbortSignal', 'Blob', 'RequestInit', 'Response', 'URL'].map(
    (name) => `interface ${name} {}\n`,
  );
  writeFileSync(path('dist/web-types.d.ts'), web.join(''));
  const references = '/// <reference lib="esnext.disposable" />\n/// <reference path="./web-types.d.ts" />\n';
  for (const name of ['index', 'node', 'tables', 'testing', 'remote']) {
    const file = path(`dist/${name}.d.ts`);
    writeFileSync(file, references + readFileSync(file, 'utf8'));
  }
}

const OPTIONS = {
  // Packages stay imports, and so does what is loaded as CommonJS; which koffi.cjs it is, package.json says.
  external: [/^[^./]/, /polyfill\.cjs$/],
  plugins: [
    {
      name: 'koffi',
      resolveId: (id) => (id.endsWith('/koffi.cjs') ? { id: '#koffi', external: true } : null),
    },
  ],
  resolve: { extensionAlias: { '.js': ['.ts'] } },
  platform: 'node',
  // What it does at its import is what it is for; package.json says so of its place in `dist`.
  treeshake: { moduleSideEffects: (id) => PROVIDES.test(id) },
};

/** Modules that are loaded with what `later.ts` imports, by its name, and with `remote` itself. */
async function loadedWith() {
  const bundled = await rolldown({ ...OPTIONS, input: { remote: ENTRIES.remote } });
  const { output } = await bundled.generate({ format: 'esm' });
  await bundled.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const reach = (chunk, reached = new Set()) => {
    if (reached.has(chunk)) return reached;
    reached.add(chunk);
    for (const name of chunk.imports) if (chunks.has(name)) reach(chunks.get(name), reached);
    return reached;
  };
  const modules = (name) =>
    [...reach(output.find((chunk) => chunk.name === name))].flatMap(({ moduleIds }) => moduleIds);
  return { remote: new Set(modules('remote')), kinds: new Set(modules('kinds')) };
}

async function bundle() {
  const bundled = await rolldown({ ...OPTIONS, input: ENTRIES, preserveEntrySignatures: 'allow-extension' });
  // What programs need that only look keys up far away, and what they load for fields of other kinds, lies in chunks of its
  // own: bundlers leave out what is not used of a file, but do not cut one in two.
  const { remote, kinds } = await loadedWith();
  const alone = { includeDependenciesRecursively: false };
  const groups = [
    { name: 'plain', test: (id) => CORE.test(id) && remote.has(id), priority: 3, ...alone },
    { name: 'reading', test: (id) => !CORE.test(id) && remote.has(id), priority: 3, ...alone },
    { name: 'kinds', test: (id) => CORE.test(id) && kinds.has(id), priority: 2, ...alone },
    ...CHUNKS,
  ];
  const { output } = await bundled.generate({
    format: 'esm',
    chunkFileNames: 'shared/[name].js',
    codeSplitting: { groups },
    comments: { legal: true, annotation: true, jsdoc: false },
  });
  await bundled.close();
  // The entry `sharedbuffers` where there is Node, Bun or Deno: the same names, and dates by the polyfill.
  writeFileSync(path('dist/index-node.js'), "import './shared/packages.js';\nexport * from './index.js';\n");
  for (const name of ['polyfill.cjs', 'koffi.cjs', 'no-koffi.js']) {
    copyFileSync(path(`src/files/packages/${name}`), path(`dist/files/packages/${name}`));
  }
  for (const { fileName, code, isEntry } of output) {
    const target = join(path('dist'), fileName);
    mkdirSync(dirname(target), { recursive: true });
    // Entry points name what is exported; the command line's is the one module with effects.
    const isLibrary = !fileName.startsWith('cli/');
    const loaded = isLibrary && !isEntry ? withoutFacades(markPure(shortenLocals(fileName, code))) : code;
    writeFileSync(target, ascii(loaded));
  }
}

for (const folder of ['dist', '.build']) rmSync(path(folder), { recursive: true, force: true });
declare();
completeDeclarations();
await bundle();
