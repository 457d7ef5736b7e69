/** The five entry points, in one program of the compiler with whatever else a test compiles beside them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Entry points in the project, by the names that programs import. */
export const ENTRIES: Readonly<Record<string, string>> = {
  sharedbuffers: 'src/index.ts',
  'sharedbuffers/node': 'src/node.ts',
  'sharedbuffers/tables': 'src/tables.ts',
  'sharedbuffers/remote': 'src/remote.ts',
  'sharedbuffers/testing': 'src/testing.ts',
};

/** Whether a declaration is one of the library's own sources. */
export const isOurs = (node: ts.Node): boolean => node.getSourceFile().fileName.startsWith(`${root}src/`);

/** Where a declaration is, as editors take it. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName.slice(root.length)}:${line + 1}`;
}

/**
 * A program of the entry points, and of sources that are in no file, by their names, each a path in the project. What an earlier
 * one has read is taken from there.
 */
export function programOf(
  sources: ReadonlyMap<string, string> = new Map(),
  earlier?: ts.Program,
): ts.Program {
  const config = ts.readConfigFile(`${root}tsconfig.json`, (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => sources.has(path.slice(root.length)) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const text = sources.get(path.slice(root.length));
    return text === undefined
      ? (earlier?.getSourceFile(path) ?? getSourceFile(path, ...rest))
      : ts.createSourceFile(path, text, rest[0], true);
  };
  const names = [...Object.values(ENTRIES), ...sources.keys()].map((name) => root + name);
  return ts.createProgram(names, options, host, earlier);
}

/** A file of a program, by its path in the project. */
export const sourceIn = (program: ts.Program, path: string): ts.SourceFile =>
  program.getSourceFile(root + path)!;
