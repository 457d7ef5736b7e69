import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What changes, or looks at, more than a test file's own: modules, globals, matchers, prototypes. */
const SHARED = /vi\.(mock|stub|spyOn|resetModules)|process\.env\.TZ|addEqualityTesters|Reflect\.ownKeys/;
/** The test files that do, which run alone. */
const alone = ['src', 'test', 'bench', 'fuzz', 'examples'].flatMap((folder) =>
  readdirSync(source(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => !path.endsWith('.long.test.ts') && SHARED.test(readFileSync(source(path), 'utf8'))),
);
const notUnit = [
  '**/*.long.test.ts',
  'test/interop/**',
  'test/faults/**',
  'test/browser/**',
  'test/bundlers/**',
  'test/inspector/**',
  'test/site/**',
  'examples/static-page/**',
  'examples/python/**',
  '**/node_modules/**',
];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^sharedbuffers\/node$/, replacement: source('./src/node.ts') },
      { find: /^sharedbuffers\/tables$/, replacement: source('./src/tables.ts') },
      { find: /^sharedbuffers\/remote$/, replacement: source('./src/remote.ts') },
      { find: /^sharedbuffers\/testing$/, replacement: source('./src/testing.ts') },
      { find: /^sharedbuffers$/, replacement: source('./src/index.ts') },
    ],
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: '100%',
    projects: [
      // What `npm test` runs: nearly all files in processes that load the library once, which is a third of the time less.
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'test/**/*.test.ts',
            'bench/**/*.test.ts',
            'fuzz/**/*.test.ts',
            'examples/**/*.test.ts',
          ],
          exclude: [...notUnit, ...alone],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'unit-alone', include: alone, exclude: notUnit } },
      // What takes long by its size: `npm run test:long`, and CI.
      { extends: true, test: { name: 'long', include: ['{src,test}/**/*.long.test.ts'] } },
      // Against Python: `npm run interop`.
      {
        extends: true,
        test: { name: 'interop', include: ['test/interop/**/*.test.ts', 'examples/python/*.test.ts'] },
      },
      // In Chromium: `npx vitest run --project browser`.
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts', 'examples/static-page/*.test.ts'] },
      },
      // Through bundlers and test runners: `npm run bundlers`.
      {
        extends: true,
        test: {
          name: 'bundlers',
          include: ['test/bundlers/*.test.ts'],
          globalSetup: './test/bundlers/apps.ts',
          testTimeout: 200_000,
        },
      },
      // The page of the inspector in Chromium: `npx vitest run --project inspector`.
      {
        extends: true,
        test: { name: 'inspector', include: ['test/inspector/**/*.test.ts'], fileParallelism: false },
      },
      // The built site in Chromium: `npm run docs -- --check`.
      { extends: true, test: { name: 'site', include: ['test/site/**/*.test.ts'] } },
      // Full disks and killed processes: `npm run test:faults`. One after the other, as they mount and load the machine.
      {
        extends: true,
        test: { name: 'faults', include: ['test/faults/**/*.test.ts'], fileParallelism: false },
      },
    ],
  },
});
