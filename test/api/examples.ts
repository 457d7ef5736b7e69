/** Examples in comments of public symbols, as programs that the compiler can take. */
import ts from 'typescript';
import { ENTRIES, placeOf, sourceIn } from './entry-points.js';
import type { PublicSymbol } from './public-symbols.js';

/** What examples name and do not make: it stands for a program's own, and for what workers of browsers have. */
const CONTEXT = `
declare class City extends _.struct({ name: _.t.string, population: _.t.uint32 }) {}
declare const Cities: _.MappingDeclaration<string, City, { name: string; population: number }>;
declare const file: File;
declare const [region, accessKeyId, secretAccessKey]: string[];
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}
`;
/** Packages that examples import, and that are not installed on every system. */
const PACKAGES = {
  name: 'examples/of/packages.d.ts',
  text: "declare module '@koromix/koffi-linux-x64/linux_x64/koffi.node' { const koffi: object; export default koffi; }",
};
/** Of what examples show, not all is used. */
const UNUSED: ReadonlySet<number> = new Set([6133, 6192, 6196, 6198]);
const IMPORT = /^import .*$/gm;
const FENCED = /^```ts\n([\s\S]*?)^```$/gm;
const tagged = (node: ts.Node): string[] =>
  ts
    .getJSDocTags(node)
    .filter(({ tagName }) => tagName.text === 'example')
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
const fenced = (node: ts.Node): string[] =>
  ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .flatMap(({ comment }) => [...(ts.getTextOfJSDocComment(comment) ?? '').matchAll(FENCED)])
    .map(([, code]) => code!);

/** The entry points' names that a piece of code uses and does not import itself. */
function imports(code: string, symbols: readonly PublicSymbol[]): string {
  const words = new Set(code.match(/[A-Za-z]\w*/g));
  const lines = Object.keys(ENTRIES).map((entry) => {
    const names = symbols.filter((each) => !each.isMember && each.entry === entry && words.has(each.name));
    return `import { ${names.map(({ name }) => name).join(', ')} } from '${entry}';`;
  });
  return lines.filter((line) => !line.includes('{  }')).join('\n');
}

/** An example as a module, of which it is one scope. */
function moduleOf(code: string, symbols: readonly PublicSymbol[]): string {
  const own = code.match(IMPORT) ?? [];
  const body = code.replaceAll(IMPORT, '');
  const head = ["import * as _ from 'sharedbuffers';", imports(body, symbols), ...own].join('\n');
  return `${head}\n${CONTEXT}\nexport async function example(): Promise<void> {\n${body}\n}\n`;
}

/** Programs by names in the project that tell where the example is. */
export function exampleSources(symbols: readonly PublicSymbol[]): Map<string, string> {
  const sources = new Map([[PACKAGES.name, PACKAGES.text]]);
  for (const { declarations } of symbols) {
    for (const node of declarations) {
      for (const [index, code] of [...tagged(node), ...fenced(node)].entries()) {
        const name = `examples/of/${placeOf(node).replaceAll('/', '_').replace(':', '_')}_${index}.ts`;
        sources.set(name, moduleOf(code, symbols));
      }
    }
  }
  return sources;
}

/** What the compiler says of examples, by their names. */
export function faults(program: ts.Program, sources: ReadonlyMap<string, string>): string[] {
  return [...sources.keys()].flatMap((name) => {
    const file = sourceIn(program, name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ code }) => !UNUSED.has(code))
      .map(({ start = 0, messageText }) => {
        const { line } = file.getLineAndCharacterOfPosition(start);
        const message = ts.flattenDiagnosticMessageText(messageText, '\n');
        return `${name}: ${file.text.split('\n')[line]}: ${message}`;
      });
  });
}
