/** All that programs can name: exports of the entry points, and members of those. */
import ts from 'typescript';
import { ENTRIES, isOurs, sourceIn } from './entry-points.js';

/** An export, or a member of one. */
export interface PublicSymbol {
  /** As one would write it: `Mapping.get`. */
  readonly name: string;
  /** The entry point that it is first exported by. */
  readonly entry: string;
  readonly isMember: boolean;
  readonly symbol: ts.Symbol;
  /** What declares it in the library's sources. */
  readonly declarations: readonly ts.Declaration[];
}

const PRIVATE = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
/** Names of members as programs write them: those of private ones, and what the compiler calls signatures, are none. */
const isNamed = (name: string): boolean => name.startsWith('__@') || !/^(__|#)/.test(name);
const isInternal = (symbol: ts.Symbol): boolean =>
  symbol.getJsDocTags().some(({ name }) => name === 'internal' || name === 'hidden') ||
  (symbol.declarations ?? []).some((each) => (ts.getCombinedModifierFlags(each) & PRIVATE) !== 0);

/** Whether one lies in the other: of an alias, what it names has its own members elsewhere. */
const isWithin = (outer: ts.Node, node: ts.Node): boolean =>
  node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;

/** Types whose members an export shows: of a class its instances and its statics, of a value what it holds. */
function typesOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Type[] {
  const types: ts.Type[] = [];
  if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) !== 0) {
    types.push(checker.getDeclaredTypeOfSymbol(symbol));
  }
  if ((symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Variable)) !== 0) {
    types.push(checker.getTypeOfSymbol(symbol));
  }
  // Of what one of several may be, each has members of its own.
  return types.flatMap((type) => (type.isUnion() ? type.types : [type]));
}

function membersOf(checker: ts.TypeChecker, exported: PublicSymbol): PublicSymbol[] {
  const members = new Map<string, PublicSymbol>();
  const alias = exported.declarations.find(ts.isTypeAliasDeclaration);
  const isShown = (node: ts.Node): boolean => isOurs(node) && (alias === undefined || isWithin(alias, node));
  for (const type of typesOf(checker, exported.symbol)) {
    for (const symbol of checker.getPropertiesOfType(type)) {
      const declarations = (symbol.declarations ?? []).filter(isShown);
      if (declarations.length === 0 || !isNamed(symbol.name) || isInternal(symbol)) continue;
      const name = `${exported.name}.${symbol.name}`;
      members.set(name, { ...exported, name, isMember: true, symbol, declarations });
    }
  }
  return [...members.values()];
}

/** What declares an export: of a constant that is a function, also that function. */
function declarationsOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Declaration[] {
  const declarations = symbol.declarations ?? [];
  if ((symbol.flags & ts.SymbolFlags.Variable) === 0) return declarations.filter(isOurs);
  const signatures = checker.getTypeOfSymbol(symbol).getCallSignatures();
  return [...declarations, ...signatures.flatMap(({ declaration }) => declaration ?? [])].filter(isOurs);
}

/** All of them, each once, though several entry points may export it. `entries`: those, by their names. */
export function publicSymbols(
  program: ts.Program,
  entries: Readonly<Record<string, string>> = ENTRIES,
): PublicSymbol[] {
  const checker = program.getTypeChecker();
  const found = new Map<ts.Symbol, PublicSymbol>();
  for (const [entry, path] of Object.entries(entries)) {
    const module = checker.getSymbolAtLocation(sourceIn(program, path))!;
    for (const exported of checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      const declarations = declarationsOf(checker, symbol);
      if (found.has(symbol)) continue;
      found.set(symbol, { name: exported.name, entry, isMember: false, symbol, declarations });
    }
  }
  return [...found.values()].flatMap((each) => [each, ...membersOf(checker, each)]);
}
