import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = readFileSync(join(root, 'examples/quick-start.ts'), 'utf8');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-readme-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the quick start of the README is the example that the type check compiles', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\`\`\`ts\n${example.trimEnd()}\n\`\`\``);
});

test('the quick start prints what it says', () => {
  const { outputText } = ts.transpileModule(example, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const script = join(folder, 'quick-start.mjs');
  const resolved = outputText
    .replace("'sharedbuffers'", JSON.stringify(join(root, 'dist/index.js')))
    .replace("'sharedbuffers/node'", JSON.stringify(join(root, 'dist/node.js')));
  writeFileSync(script, resolved);
  const output = execFileSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  expect(output).toBe('Rosario (1030069)\nRosario 1030069\n');
});
