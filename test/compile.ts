/** The library's modules as plain JavaScript in a folder, for tests that run it in processes of their own. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const source = fileURLToPath(new URL('../src', import.meta.url));

/** Compiles a file of `src`, and those that it imports, into `folder`, which must be new. */
export function compileInto(folder: string, ...files: string[]): void {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(source, '../node_modules'), join(folder, 'node_modules'));
  const done = new Set<string>();
  for (const file of files) compile(folder, join(source, file), done);
}

function compile(folder: string, file: string, done: Set<string>): void {
  if (done.has(file)) return;
  done.add(file);
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  const target = join(folder, relative(source, file).replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
  for (const { fileName } of ts.preProcessFile(outputText, true, true).importedFiles) {
    if (fileName.startsWith('.'))
      compile(folder, join(dirname(file), fileName.replace(/\.js$/, '.ts')), done);
  }
}
