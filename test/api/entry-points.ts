/** The five entry points, in one program of the compiler with whatever else a test compiles beside them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Entry points, by the names that programs import. */
export const ENTRIES: Readonly<Record<string, string>> = {
  sharedbuffers: `${root}src/index.ts`,
  'sharedbuffers/node': `${root}src/node.ts`,
  'sharedbuffers/tables': `${root}src/tables.ts`,
  'sharedbuffers/remote': `${root}src/remote.ts`,
  'sharedbuffers/testing': `${root}src/testing.ts`,
};

/** Whether a declaration is one of the library's own sources. */
export const isOurs = (node: ts.Node): boolean => node.getSourceFile().fileName.startsWith(`${root}src/`);

/** Where a declaration is, as editors take it. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName.slice(root.length)}:${line + 1}`;
}

/** A program of the entry points, and of sources that are in no file, by their names, each a path in the project. */
export function programOf(sources: ReadonlyMap<string, string> = new Map()): ts.Program {
  const config = ts.readConfigFile(`${root}tsconfig.json`, (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => sources.has(path.slice(root.length)) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const text = sources.get(path.slice(root.length));
    return text === undefined
      ? getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, rest[0], true);
  };
  const names = [...sources.keys()].map((name) => `${root}${name}`);
  return ts.createProgram([...Object.values(ENTRIES), ...names], options, host);
}

/** The file of that name in a program. */
export const fileIn = (program: ts.Program, path: string): ts.SourceFile => program.getSourceFile(path)!;
