/** Small files that spell more than any machine holds, read in every public way with a heap of 64 MB. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Mapping } from '../../src/containers/mapping.js';
import { RecordArray } from '../../src/containers/record-array.js';
import { SecondaryIndex } from '../../src/containers/secondary/secondary-index.js';
import { IdMapper } from '../../src/mappers/id-mapper.js';
import { StructProxy } from '../../src/schema/proxies/struct-proxy.js';
import { Decimal } from '../../src/values/decimals/decimal.js';
import { DictView } from '../../src/values/dicts/dict-view.js';
import { NdArray } from '../../src/values/ndarrays/ndarray.js';
import { ListView } from '../../src/values/sequences/list-view.js';
import { SetView } from '../../src/values/sets/set-view.js';
import { View } from '../../src/values/views/view.js';
import { compileInto } from '../compile.js';
import { METHODS } from './methods.js';

const HEAP_MB = 64;
/** Far more than it takes: what has no end is told from what is slow. */
const PATIENCE_MS = 240_000;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  await compileInto(folder, 'index.ts', 'node.ts');
  const exported = { '.': './index.js', './node': './node.js' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'sharedbuffers', type: 'module', exports: exported }),
  );
  mkdirSync(join(folder, 'hostile'));
  for (const name of ['crafted', 'crafted-files', 'methods', 'child', 'child-verify']) {
    const source = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, 'hostile', `${name}.js`), outputText);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Classes by the name that the table of calls has them under. */
const CLASSES: Readonly<Record<string, readonly object[]>> = {
  ListView: [ListView.prototype, View.prototype],
  SetView: [SetView.prototype, View.prototype],
  DictView: [DictView.prototype, View.prototype],
  StructProxy: [StructProxy.prototype],
  NdArray: [NdArray.prototype],
  Decimal: [Decimal.prototype],
  RecordArray: [RecordArray.prototype],
  Mapping: [Mapping.prototype],
  SecondaryIndex: [SecondaryIndex.prototype],
  IdMapper: [IdMapper.prototype],
};
/** What does not read, or is the library's own (`@internal`, protected). */
const PASSED_BY = new Set([
  ...['constructor', 'kind', 'type', 'places', 'atOffset', 'locate', 'sequence', 'valueAt', 'valueOf'],
  ...['steps', 'keyPosition', 'nearValue', 'stored', 'columnKind', 'storedColumn', 'recordIn'],
  ...['offsetOf', 'offsetsOf', 'codeOf', 'likelyPlaces', 'lacks', 'hasOrder', 'orderedKeys'],
  ...[
    'memory',
    'keysByValue',
    'shown',
    'reading',
    'plainWithin',
    'spelledCost',
    'close',
    'moving',
    'over',
    'length',
    'tuple',
    'size',
    'buildId',
  ],
  // Bytes as they are; names that cannot be assigned to.
  ...['copy', 'preload'],
]);

test('the table of calls has every public method of every class that reads', () => {
  for (const [name, prototypes] of Object.entries(CLASSES)) {
    const members = prototypes.flatMap((prototype) =>
      Reflect.ownKeys(prototype).map((key) => (key === Symbol.iterator ? '[Symbol.iterator]' : key)),
    );
    const published = members.filter((key) => typeof key === 'string' && !PASSED_BY.has(key));
    const untried = published.filter((key) => !Object.hasOwn(METHODS[name]!, key));
    expect(untried, name).toEqual([]);
  }
  expect(Object.keys(METHODS).sort()).toEqual(Object.keys(CLASSES).sort());
});

/** What a child said, line by line. */
function linesOf(child: string): unknown[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MB}`, join(folder, 'hostile', `${child}.js`)],
    { encoding: 'utf8', timeout: PATIENCE_MS, maxBuffer: 2 ** 26 },
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  // Where it did not come to its end, what it was trying is the last it said.
  expect(lines.at(-1), stderr.slice(0, 2000)).toBe('done');
  return lines;
}

test(
  'every method gives a value or an error of the library, within the heap',
  () => {
    const lines = linesOf('child') as unknown[][];
    const sizes = lines.filter((line) => line[1] === 'bytes');
    for (const [name, , bytes] of sizes) expect(bytes, String(name)).toBeLessThanOrEqual(2 ** 16);
    const wrong = lines.filter((line) => line.length === 5 && !/^(value|\w+Error)$/.test(String(line[3])));
    expect(wrong).toEqual([]);
  },
  PATIENCE_MS + 10_000,
);

test(
  'verify looks at every such file within the heap, and tells what is wrong with it',
  () => {
    const looked = linesOf('child-verify').filter((line) => Array.isArray(line) && line.length > 1);
    expect(looked.length).toBeGreaterThan(50);
    for (const [name, bytes, wanted, ok, findings] of looked as [
      string,
      number,
      boolean | null,
      boolean,
      object[],
    ][]) {
      // The schema of an array around the largest of them takes some bytes more.
      expect(bytes, name).toBeLessThanOrEqual(2 ** 16 + 1024);
      if (wanted !== null) expect(ok, name).toBe(wanted);
      expect(findings.length === 0, name).toBe(ok);
    }
  },
  PATIENCE_MS + 10_000,
);
