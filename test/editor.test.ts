/** What an editor makes of declarations: where fields lead, what is told of them, and what a wrong cell is called. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}in-the-editor.ts`;
/** Fields that are asked about are followed by a mark with a name; marks are taken out. */
const MARKED = `
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';
import { buildArray, buildDataset, buildIdMapper, buildMapping, buildShard, openMapping } from 'sharedbuffers/node';
class City extends struct({
  /** How many people live there. */
  population/*declared*/: t.uint32,
  /** Where it lies. */
  spot/*nested*/: struct({
    /** Degrees to the north. */
    lat/*inner*/: t.float64,
  }),
  /** What people call it. */
  nick/*optional*/: t.string.optional(),
}) {}
export const Cities = mapping({ key: t.string, value: City });
export const cities = openMapping('cities.sb', Cities);
export const people = cities.get('a')?.population/*read*/;
export const lat = cities.get('a')?.spot/*spot*/.lat/*lat*/;
export const nick = cities.array.at(0)?.nick/*nick*/;
export const plain = cities.get('a')?.toObject().population/*plain*/;
for (const city of cities.array.cursor()) city.population/*cursor*/;
await buildMapping('m.sb', Cities, [['a', { population/*row*/: 1, spot: { lat: 2 } }]]);
`;

const good = '{ population: 1, spot: { lat: 2 } }';
/** Calls with one wrong cell, and what is said at it; what is wrong stands between marks. */
const WRONG: readonly (readonly [call: string, message: RegExp])[] = [
  [
    `buildMapping('m.sb', Cities, [['a', { «population»: 'x', spot: { lat: 2 } }]])`,
    /^Type 'string' is not assignable/,
  ],
  [
    `buildMapping('m.sb', Cities, [['a', ${good}], ['b', { population: 1, spot: { «lat»: 'x' } }]])`,
    /^Type 'string'/,
  ],
  [`buildMapping('m.sb', Cities, [[«5», ${good}]])`, /^Type 'number' is not assignable to type 'string'/],
  [
    `buildMapping('m.sb', Cities, [['a', { «populatoin»: 1, spot: { lat: 2 } }]])`,
    /Did you mean to write 'population'/,
  ],
  [
    `buildMapping('m.sb', Cities, [['a', { «population»: 'x', spot: { lat: 2 } }]], { columns: ['population'] })`,
    /^Type/,
  ],
  [
    `buildMapping('m.sb', Cities, [['a', ${good}]], { columns: [«'typo'»] })`,
    /^Type '"typo"' is not assignable/,
  ],
  [
    `buildMapping('m.sb', Cities, [['a', ${good}]], { columns: [«'nick'»] })`,
    /^Type '"nick"' is not assignable/,
  ],
  [
    `buildArray('a.sb', City, [{ «population»: 'x', spot: { lat: 2 } }], { checksums: false })`,
    /^Type 'string'/,
  ],
  [
    `buildDataset('d', Cities, [['a', { «population»: 'x', spot: { lat: 2 } }]], { shards: 2 })`,
    /^Type 'string'/,
  ],
  [`buildDataset('d', Cities, [['a', ${good}]], { shards: 2, columns: [«'typo'»] })`, /^Type '"typo"'/],
  [
    `buildShard('d', Cities, [['a', { «population»: 'x', spot: { lat: 2 } }]], { run: 'r', shards: 1, shard: 0 })`,
    /^Type/,
  ],
  [`buildIdMapper('i.sb', idMapper({ key: t.string }), [['a', «'b'»]])`, /^Type 'string' is not assignable/],
  [`City.pack({ «population»: 'x', spot: { lat: 2 } })`, /^Type 'string' is not assignable/],
  [`Cities.pack([['a', { population: 1, spot: { «lat»: 'x' } }]])`, /^Type 'string' is not assignable/],
  [`array(City).pack([{ «population»: 'x', spot: { lat: 2 } }])`, /^Type 'string' is not assignable/],
  [`cities.array.column(«'toJSON'»)`, /^Argument of type '"toJSON"' is not assignable/],
  [`cities.array.column(«'people'»)`, /^Argument of type '"people"' is not assignable/],
];

function withoutMarks(marked: string): { text: string; marks: Map<string, number> } {
  const marks = new Map<string, number>();
  let text = '';
  for (const [at, part] of marked.split(/\/\*(\w+)\*\//).entries()) {
    if (at % 2 === 0) text += part;
    else marks.set(part, text.length);
  }
  return { text, marks };
}

const { text: declared, marks } = withoutMarks(MARKED);
const calls = WRONG.map(([call]) => `${call.replace('«', '').replace('»', '')};\n`);
const text = declared + calls.join('');

function languageService(): ts.LanguageService {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const read = (path: string): string | undefined => (path === file ? text : ts.sys.readFile(path));
  return ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const content = read(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: read,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath!,
  });
}

let editor: ts.LanguageService;
beforeAll(() => {
  editor = languageService();
});

/** The place within the name that stands before a mark. */
const at = (mark: string): number => marks.get(mark)! - 1;
/** The mark of the field whose name spans a place. */
const markAt = ({ start, length }: ts.TextSpan): string | undefined =>
  [...marks].find(([, place]) => place === start + length)?.[0];

describe('fields of records', () => {
  test.each([
    ['read', 'declared', 'How many people live there.'],
    ['spot', 'nested', 'Where it lies.'],
    ['lat', 'inner', 'Degrees to the north.'],
    ['nick', 'optional', 'What people call it.'],
    ['plain', 'declared', 'How many people live there.'],
    ['cursor', 'declared', 'How many people live there.'],
  ])('%s: lead to where they are declared, with what is said of them there', (mark, declaration, says) => {
    const found = editor.getDefinitionAtPosition(file, at(mark)) ?? [];
    expect(found.map(({ textSpan }) => markAt(textSpan))).toEqual([declaration]);
    const info = editor.getQuickInfoAtPosition(file, at(mark));
    expect(ts.displayPartsToString(info?.documentation)).toBe(says);
  });

  test('are renamed wherever they are read or given', () => {
    const places = editor.findRenameLocations(file, at('read'), false, false, {}) ?? [];
    expect(
      places
        .map(({ textSpan }) => markAt(textSpan))
        .filter((mark) => mark !== undefined)
        .sort(),
    ).toEqual(['cursor', 'declared', 'plain', 'read', 'row']);
  });
});

describe('a wrong cell', () => {
  let faults: ts.Diagnostic[];
  beforeAll(() => {
    faults = editor.getSemanticDiagnostics(file).filter(({ start }) => start! >= declared.length);
  });

  test.each(WRONG.map(([call, message], index) => [call, message, index] as const))(
    '%s',
    (call, message, index) => {
      const start = declared.length + calls.slice(0, index).join('').length;
      const [fault, ...others] = faults.filter(
        (each) => each.start! >= start && each.start! < start + call.length,
      );
      expect(others).toEqual([]);
      expect(fault!.start! - start).toBe(call.indexOf('«'));
      expect(fault!.length).toBe(call.indexOf('»') - call.indexOf('«') - 1);
      const lines = ts.flattenDiagnosticMessageText(fault!.messageText, '\n').split('\n');
      expect(lines[0]).toMatch(message);
      expect(lines).toHaveLength(1);
    },
  );

  test('is all that is wrong', () => {
    expect(faults).toHaveLength(WRONG.length);
    const others = editor.getSemanticDiagnostics(file).filter(({ start }) => start! < declared.length);
    expect(others.map(({ messageText }) => messageText)).toEqual([]);
  });
});

test('types are made within a budget', () => {
  const program = editor.getProgram()!;
  program.getSemanticDiagnostics(program.getSourceFile(file));
  // It was 13,400 when this was written.
  expect(program.getInstantiationCount()).toBeLessThan(16_000);
});
