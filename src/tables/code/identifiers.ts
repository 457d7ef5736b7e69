/** Names and text from files as they may stand in programs: text never becomes code. */

/** Words that no name in TypeScript can be, and those that the written program uses itself. */
const TYPESCRIPT = new Set(
  (
    'abstract any arguments array as async await boolean break case catch class const continue debugger declare default ' +
    'delete do else enum eval export extends false finally for from function get idMapper if implements import in infer ' +
    'instanceof interface keyof let mapping module namespace never new null number object of package private protected ' +
    'public readonly registry Registry return set static string struct super switch symbol t this throw true try type ' +
    'typeof undefined unique unknown var void while with yield'
  ).split(' '),
);
const PYTHON = new Set(
  (
    'False None True and as assert async await bool break bytes class continue def del dict elif else except finally float ' +
    'for from global if import in int is lambda list ms nonlocal not object or pass raise return set str try tuple type ' +
    'while with yield'
  ).split(' '),
);

/** Gives names to what is declared, each its own. */
export class Identifiers {
  readonly #taken: Set<string>;

  constructor(language: 'typescript' | 'python') {
    this.#taken = new Set(language === 'python' ? PYTHON : TYPESCRIPT);
  }

  /** A name like the one given, of letters, digits and underscores of ASCII. */
  take(wanted: string): string {
    const word = wanted.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=[0-9]|$)/, '_');
    let name = word;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${word}_${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** `city-names.sb` as `CityNames`. */
export function nameOfFile(path: string): string {
  const base = path
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.[^.]*$/, '');
  const words = base.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `File${name}`;
}

/** A text in quotes, in ASCII. */
export function typescriptText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

/** The same for Python, whose escapes are of whole characters. */
export function pythonText(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped.replace(/[^ -~]/gu, (character) => `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`)}'`;
}

/** Text for a comment: one line, that ends none. */
export function commentText(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]|\*\//g, '?');
}
