/** What a public symbol's comment lacks. */
import ts from 'typescript';
import type { PublicSymbol } from './public-symbols.js';

const SAYS_THROWS = /\bThrows[\s*]+(`|as |what )/;
/** What is thrown is an error of the library, the signal's reason, or what another call throws. */
const THROWN = /^(`(\w+Error)`|the signal's reason|what |as )/;

const isSignature = (node: ts.Node): node is ts.SignatureDeclaration =>
  ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isMethodSignature(node);
const commentsOf = (node: ts.Node): ts.JSDoc[] => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
const textOf = (comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string =>
  ts.getTextOfJSDocComment(comment) ?? '';
const summaryOf = (node: ts.Node): string =>
  commentsOf(node)
    .map((each) => textOf(each.comment))
    .join('\n');

/** Signatures that callers see: of overloads not the one with the body. */
function signaturesOf({ declarations }: PublicSymbol): ts.SignatureDeclaration[] {
  const signatures = declarations.filter(isSignature);
  const overloads = signatures.filter((each) => !('body' in each) || each.body === undefined);
  return overloads.length > 0 ? overloads : signatures;
}

/** `keys` is told by "of several keys", and `onProgress` by "on progress". */
function isTold(parameter: string, text: string): boolean {
  return text.toLowerCase().includes(parameter.toLowerCase());
}

/** Parameters that a function's comments say nothing about; of a method, what its summary names is said. */
function* untold(each: PublicSymbol): Generator<string> {
  const signatures = signaturesOf(each);
  const described = new Set(
    each.declarations.flatMap((node) =>
      ts
        .getJSDocTags(node)
        .filter(ts.isJSDocParameterTag)
        .filter(({ comment }) => textOf(comment) !== '')
        .map(({ name }) => name.getText()),
    ),
  );
  const summary = each.isMember ? each.declarations.map(summaryOf).join('\n') : '';
  const names = new Set(signatures.flatMap(({ parameters }) => parameters.map(({ name }) => name.getText())));
  names.delete('this');
  // Options of methods are described where their type is.
  if (each.isMember) names.delete('options');
  for (const name of names) {
    if (!described.has(name) && !isTold(name, summary)) yield `parameter ${name} is not described`;
  }
}

/** What a comment says of errors that is not in a tag, or names none. */
function* ofErrors(comment: ts.JSDoc, names: ReadonlySet<string>): Generator<string> {
  for (const tag of comment.tags ?? []) {
    if (!ts.isJSDocThrowsTag(tag)) continue;
    const said = tag
      .getText()
      .replace(/^@throws\s+/, '')
      .trimEnd();
    const known = THROWN.exec(said);
    if (known === null || (known[2] !== undefined && !names.has(known[2])))
      yield `@throws ${said} names no error`;
  }
  if (SAYS_THROWS.test(comment.getText())) yield 'says what it throws in its summary, not with @throws';
}

/** Whether an option is said to be what it is where it is left out; who is told, and what ends work, is nobody and nothing then. */
const SAYS_DEFAULT = /\bdefault\b|left out|without|not given|^\W*Called|abort/i;
const isOption = ({ name, declarations }: PublicSymbol): boolean =>
  /Options\.\w+$/.test(name) &&
  declarations.some((node) => ts.isPropertySignature(node) && node.questionToken !== undefined);

/** Whether nothing is said of what a function throws, which all of them do: at least for what is no argument of theirs. */
const isSilent = ({ isMember, declarations }: PublicSymbol): boolean =>
  !isMember &&
  declarations.some(ts.isFunctionDeclaration) &&
  !declarations.some((node) => ts.getJSDocTags(node).some(ts.isJSDocThrowsTag));

/** What is to be mended of a symbol's comments; `names` are those of all that is public. */
export function* shortcomings(each: PublicSymbol, names: ReadonlySet<string>): Generator<string> {
  const documented = each.declarations.filter((node) => summaryOf(node).trim() !== '');
  if (documented.length === 0) yield 'has no summary';
  else yield* untold(each);
  if (
    isOption(each) &&
    documented.length > 0 &&
    !documented.some((node) => SAYS_DEFAULT.test(summaryOf(node)))
  ) {
    yield 'does not say what it is if left out';
  }
  if (isSilent(each)) yield 'does not say what it throws';
  for (const node of each.declarations)
    for (const comment of commentsOf(node)) yield* ofErrors(comment, names);
}
